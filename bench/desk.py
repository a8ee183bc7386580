"""What the moderators' queue costs, in CPU time, with many comments waiting.

    python bench/desk.py [--waiting 10000]

Makes a site in a folder of its own, or in a database of its own on the server that DATABASE_URL
names, and removes it. On PostgreSQL what its processes take is not counted. The goal is 200 ms for
the list of what waits.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from place import Place  # noqa: E402

os.environ["MODERATORS_NEED_SECOND_FACTOR"] = "off"
PLACE = Place()

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from forum.models import Comment, Decision, Flag, Member, Status  # noqa: E402

ROUNDS = 9
HELD = "Every comment waits for a moderator here."
PAGES = {
    "waiting": "/admin/queue/",
    "waiting, of one section": "/admin/queue/?section=cities",
    "waiting, for one reason": "/admin/queue/?why=Every+comment+waits+for+a+moderator+here.",
    "reported": "/admin/queue/?list=reported",
    "new": "/admin/queue/?list=new",
    "all": "/admin/queue/?list=all",
    "figures": "/admin/queue/figures/",
    "the admin's first page": "/admin/",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--waiting", type=int, default=10_000)
    waiting = arguments.parse_args().waiting
    PLACE.build()
    try:
        desk = fill(waiting)
        print(f"{'ms':>7}  {waiting:,} comments waiting")
        for name, address in PAGES.items():
            print(f"{_milliseconds(lambda address=address: _get(desk, address)):7.1f}  {name}")
        comments = iter(Comment.objects.filter(status=Status.WAITING).order_by("pk")[:100])
        print(f"{_milliseconds(lambda: _approve(desk, next(comments))):7.1f}  approve one")
    finally:
        PLACE.clear()


def fill(waiting: int) -> Client:
    """A site with half as many published comments as wait, and a fifth as many reported."""
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("seed", comments=waiting * 3 // 2, articles=20, yes=True)
    keys = list(Comment.objects.order_by("-pk").values_list("pk", flat=True))
    now = timezone.now()
    Comment.objects.filter(pk__gte=keys[waiting - 1]).update(status=Status.WAITING, created_at=now)
    Decision.objects.bulk_create(
        [Decision(comment_id=pk, after=Status.WAITING, reason=HELD) for pk in keys[:waiting]]
    )
    readers = list(Member.objects.values_list("pk", flat=True)[:200])
    Flag.objects.bulk_create(
        [
            Flag(comment_id=pk, member_id=random.choice(readers), reason="spam")
            for pk in keys[waiting : waiting + waiting // 5]
        ],
        ignore_conflicts=True,
    )
    mira = Member.objects.create_superuser("mira@example.org", "Mira", "")
    desk = Client(SERVER_NAME="localhost", headers={"X-Forwarded-Proto": "https"})
    desk.force_login(mira, backend="django.contrib.auth.backends.ModelBackend")
    return desk


def _get(desk: Client, address: str) -> None:
    answer = desk.get(address)
    assert answer.status_code == 200, answer.status_code


def _approve(desk: Client, comment: Comment) -> None:
    last = comment.decisions.first()
    form = {"comment": comment.pk, "verb": "approve", "version": comment.version, "seen": last.pk}
    answer = desk.post("/admin/queue/decisions/", form, headers={"X-Fragment": "1"})
    assert answer.status_code == 200, answer.status_code


def _milliseconds(do: Callable[[], None]) -> float:
    """The median, after a first time that fills caches."""
    do()
    took = []
    for _ in range(ROUNDS):
        started = time.process_time()
        do()
        took.append(1_000 * (time.process_time() - started))
    return statistics.median(took)


if __name__ == "__main__":
    main()
