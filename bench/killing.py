"""Kills the server and the worker with SIGKILL at random moments, while members post, and counts.

    python bench/killing.py [--posts 520] [--seed 1]
    DATABASE_URL=postgres://… python bench/killing.py

Members post to `manage.py serve`; every second post answers somebody, who is to be mailed at once
by `manage.py work` or by the worker in the server. Who gets no answer to a post sends the same form
again, as a browser does. Then every post has to be there once, and a mail of every answer has to
have arrived once at a mail server of our own, which takes its time as others do.

Makes a site in a folder of its own, or in a database of its own on the server that DATABASE_URL
names, and removes it. Ends after 40 minutes at the latest. Writes its section of
bench/RESULTS.md.
"""

import argparse
import asyncio
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import AsyncMessage

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from place import Place  # noqa: E402
from serving import free_port  # noqa: E402

PLACE = Place()
PORT, MAIL_PORT = free_port(), free_port()
os.environ |= {"PORT": str(PORT), "EMAIL_URL": f"smtp://127.0.0.1:{MAIL_PORT}", "MAIL_DELAY": "0"}

import django  # noqa: E402

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from asking import Line  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from filling import close_connections, tell  # noqa: E402
from people import CSRF, Reader, readers  # noqa: E402
from reporting import keep  # noqa: E402

from articles.models import Article  # noqa: E402
from articles.readers import plain_text  # noqa: E402
from forum.importing import bring_in  # noqa: E402
from forum.models import Comment, Mail, Member, Notification  # noqa: E402
from forum.posting import post  # noqa: E402

MEMBERS, CLIENTS = 100, 8
WRONG = ["acknowledged and lost", "there twice", "arrived twice", "arrived and not due"]
LONGEST = 2400  # seconds
# A life lasts for so many posts or mails, so that all get on however slow the machine is; and for
# a moment, so that it ends in the midst of anything.
MOST_POSTS, MOST_MAILS, MOMENT = 60, 20, 0.2
LONGEST_LIFE = 40.0  # seconds, if nothing comes
PAUSE, MAIL_TAKES = 0.5, 0.05  # seconds at the most, between a client's posts and for a mail


@dataclass
class Post:
    """A form that a member sends until it is acknowledged, and the comment that it made."""

    body: str
    request: bytes
    tries: int = 0
    made: int = 0


@dataclass
class Run:
    """What happened."""

    posts: list[Post]
    chance: random.Random
    errors: Counter[int] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)

    @property
    def acknowledged(self) -> int:
        return sum(bool(each.made) for each in self.posts)

    @property
    def is_over(self) -> bool:
        return self.acknowledged == len(self.posts)


class MailServer(AsyncMessage):
    def __init__(self) -> None:
        super().__init__()
        self.arrived: Counter[tuple[str, str]] = Counter()

    async def handle_message(self, message) -> None:
        # It has the words, whether or not anybody is left to hear that it took them.
        self.arrived[message["Message-ID"], message["X-RcptTo"]] += 1
        await asyncio.sleep(random.uniform(0, MAIL_TAKES))


class Victim:
    """A process of the site, which is killed and started again."""

    def __init__(self, command: str) -> None:
        self.command = command
        self.log = PLACE.folder / f"{command}.log"
        self.process: subprocess.Popen[bytes] | None = None

    async def live_and_die(self, run: Run, done: Callable[[], int], most: int) -> None:
        """Again and again until everything is posted, each time when so many more at most are
        `done`. The last one lives."""
        while not run.is_over:
            self._start()
            goal, born = done() + run.chance.randint(0, most), time.monotonic()
            while done() < goal and time.monotonic() - born < LONGEST_LIFE:
                await asyncio.sleep(0.01)
            await asyncio.sleep(run.chance.uniform(0, MOMENT))
            self.kill()
            run.kills[self.command] += 1
        self._start()

    def kill(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def _start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", self.command], cwd=ROOT, stdout=log, stderr=log
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--posts", type=int, default=520)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and clears up first
    mails = MailServer()
    controller = Controller(mails, hostname="127.0.0.1", port=MAIL_PORT)
    controller.start()
    server, worker = Victim("serve"), Victim("work")
    PLACE.build()
    try:
        article, people = prepare()
        run = Run(posts_of(article, people, asked.posts), random.Random(asked.seed))
        asyncio.run(post_and_kill(run, server, worker, mails))
        report(run, mails)
    finally:
        for victim in (server, worker):
            victim.kill()
            if victim.log.exists():
                tell(victim.log.read_text(errors="replace"))
        controller.stop()
        close_connections()
        PLACE.clear()


def prepare() -> tuple[Article, list[Reader]]:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    data = b"The tram\n\nBy Lena Horvat\n\nThe last tram left at midnight.\n"
    article = bring_in(plain_text.read(data), source="tram.txt").article
    for number in range(MEMBERS):
        name = f"Member {number}"
        member = Member.objects.create_user(f"member-{number}@example.org", name)
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
        post(article.discussion, author=member, body=f"{name} took the later tram.")
    return article, readers()


def posts_of(article: Article, people: list[Reader], number: int) -> list[Post]:
    """Everybody posts in turn; every second one answers their neighbour."""
    roots = list(Comment.objects.order_by("author").values_list("pk", flat=True))
    posts = []
    for turn in range(number):
        body = f"This is remark {turn} about the tram."
        form = {
            "body": body,
            "parent": roots[(turn + 1) % MEMBERS] if turn % 2 else "",
            "token": f"form-{turn}",
            "csrfmiddlewaretoken": CSRF,
        }
        address = f"{article.get_absolute_url()}comments/"
        reader = people[turn % MEMBERS]
        posts.append(Post(body, reader.request(address, urlencode(form).encode())))
    return posts


async def post_and_kill(run: Run, server: Victim, worker: Victim, mails: MailServer) -> None:
    async with asyncio.timeout(LONGEST):
        left = iter(run.posts)
        await asyncio.gather(
            server.live_and_die(run, lambda: run.acknowledged, MOST_POSTS),
            worker.live_and_die(run, mails.arrived.total, MOST_MAILS),
            *(send(left, run) for _ in range(CLIENTS)),
        )
        tell("all is posted; what the dead had in hand waits until their claim has run out")
        while await asyncio.to_thread(is_at_work):
            await asyncio.sleep(1)


async def send(posts: Iterator[Post], run: Run) -> None:
    line = Line(PORT)
    for each in posts:
        while not each.made:
            each.tries += 1
            try:
                answer = await line.ask(each.request)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                line.close()
                await asyncio.sleep(0.1)
                continue
            if answer.status == 303:
                each.made = int(answer.headers["location"].rpartition("#comment-")[2])
            elif answer.status >= 500:
                run.errors[answer.status] += 1
                await asyncio.sleep(0.1)
            else:
                raise SystemExit(f"A post was refused ({answer.status}): {answer.body!r}")
        await asyncio.sleep(random.uniform(0, PAUSE))
    line.close()


def is_at_work() -> bool:
    """Whether a mail is still to be made or to be sent."""
    try:
        return Notification.objects.due().exists() or Mail.objects.exclude(due_at=None).exists()
    finally:
        close_connections()


def report(run: Run, mails: MailServer) -> None:
    stored = Comment.objects.filter(body__startswith="This is remark")
    times = Counter(stored.values_list("body", flat=True))
    kept = dict(stored.values_list("pk", "body"))
    answers = stored.exclude(parent=None).values_list("pk", "parent__author__email")
    due = {(f"<comment-{pk}@localhost>", email) for pk, email in answers}
    arrived = mails.arrived
    in_doubt = Mail.objects.filter(state=Mail.State.UNCERTAIN)
    rows = {
        "server killed": run.kills["serve"],
        "worker killed": run.kills["work"],
        "posts acknowledged": run.acknowledged,
        "sent again, since nobody had answered": sum(each.tries > 1 for each in run.posts),
        "acknowledged and lost": sum(kept.get(each.made) != each.body for each in run.posts),
        "there twice": sum(number > 1 for number in times.values()),
        "answers with an error (500 and above)": sum(run.errors.values()),
        "counts": counts(),
        "mails due": len(due),
        "never arrived": len(due - arrived.keys()),
        "arrived twice": sum(number > 1 for number in arrived.values()),
        "arrived and not due": len(arrived.keys() - due),
        "said to be in doubt": in_doubt.count(),
    }
    table = "\n".join(f"| {name} | {value} |" for name, value in rows.items())
    keep("killed at random", [f"| | |\n| --- | ---: |\n{table}\n"])
    if any(rows[name] for name in WRONG) or rows["never arrived"] > rows["said to be in doubt"]:
        raise SystemExit("Something was LOST OR DOUBLED.")


def counts() -> str:
    try:
        call_command("check_counts", verbosity=0)
    except CommandError as error:
        return str(error)
    return "right"


if __name__ == "__main__":
    main()
