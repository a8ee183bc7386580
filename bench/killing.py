"""Kills whoever posts and whoever works, with SIGKILL and at random, and counts the mails.

    python bench/mailing.py [POSTS]

Bob answers Ada again and again, and two workers mail her. Every answer that was acknowledged has to
be there, and a mail of every answer that is there has to arrive once.

Makes a site in a folder of its own, or in a database of its own on the server that DATABASE_URL
names, and removes it.
"""

import logging
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from place import Place  # noqa: E402

PLACE = Place()
os.environ["MAIL_DELAY"] = "0"
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    PORT = free.getsockname()[1]
os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{PORT}"

import django  # noqa: E402

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.core.management import call_command  # noqa: E402

from articles.readers import plain_text  # noqa: E402
from forum.importing import bring_in  # noqa: E402
from forum.models import Comment, Mail, Member, Notification  # noqa: E402
from forum.posting import post  # noqa: E402

POST = """
import time, django; django.setup()
from uuid import uuid4
from forum.models import Comment, Member
from forum.posting import post
bob, to = Member.objects.get(name="Bob"), Comment.objects.get(author__name="Ada")
while True:
    print(post(to.discussion, author=bob, body=f"Answer {uuid4()}.", to=to).pk, flush=True)
    time.sleep(0.2)  # so that the workers keep up, and are killed at all that they do
"""


class Sink(Message):
    def __init__(self) -> None:
        super().__init__()
        self.arrived: Counter[str] = Counter()

    def handle_message(self, message) -> None:
        self.arrived[message["Message-ID"]] += 1


def main(number: int) -> None:
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=PORT)
    controller.start()
    PLACE.build()
    try:
        prepare()
        acknowledged, kills = post_and_kill(number)
        print(f"{len(acknowledged)} answers acknowledged, {kills} processes killed")
        tell(acknowledged, sink)
    finally:
        controller.stop()
        PLACE.clear()


def prepare() -> None:
    call_command("migrate", verbosity=0)
    data = b"The tram\n\nBy Lena Horvat\n\nThe last tram left at midnight.\n"
    article = bring_in(plain_text.read(data), source="tram.txt").article
    ada, _ = (Member.objects.create_user(f"{name}@example.org", name) for name in ("Ada", "Bob"))
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    post(article.discussion, author=ada, body="I took the later tram.")


def post_and_kill(number: int) -> tuple[list[int], int]:
    """Until so many are posted, each process lives for a second or two."""
    acknowledged: list[int] = []
    kills = 0
    work = [sys.executable, "manage.py", "work"]
    started = {name: start(work, name) for name in ("first", "second")}
    poster = start([sys.executable, "-c", POST], "poster")
    while len(acknowledged) < number:
        time.sleep(random.uniform(0.2, 4))
        name = random.choice(["first", "second", "first", "second", "poster"])
        if name == "poster":
            acknowledged += end(poster)
            poster = start([sys.executable, "-c", POST], "poster")
        else:
            end(started[name])
            started[name] = start(work, name)
        kills += 1
    acknowledged += end(poster)
    settle()
    for process in started.values():
        end(process)
    return acknowledged, kills + 1


def start(command: list[str], name: str) -> subprocess.Popen[str]:
    log = (PLACE.folder / f"{name}.log").open("a")
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)


def end(process: subprocess.Popen[str]) -> list[int]:
    """What it had acknowledged."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return [int(line) for line in said.splitlines()] if said else []


def settle() -> None:
    """What the dead had in hand waits until their claim has run out."""
    while Notification.objects.due().exists() or Mail.objects.exclude(due_at=None).exists():
        time.sleep(1)


def tell(acknowledged: list[int], sink: Sink) -> None:
    stored = set(Comment.objects.filter(author__name="Bob").values_list("pk", flat=True))
    due = {f"<comment-{pk}@localhost>" for pk in stored}
    print(f"answers lost: {len(set(acknowledged) - stored)}")
    print(f"mails due: {len(due)}, never sent: {len(due - sink.arrived.keys())}")
    print(f"sent twice: {sum(count > 1 for count in sink.arrived.values())}")
    doubts = Mail.objects.filter(state=Mail.State.UNCERTAIN).count()
    print(f"said to be in doubt: {doubts}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
