"""A comment that is kept as HTML looks as it would if it were made anew."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from forum import fragments
from forum.models import Change, Comment, Discussion, Member, Status
from forum.posting import edit, post
from forum.recommending import recommend
from forum.store import LONGEST_AGE
from forum.watching import watcher
from tests.conftest import Clock

AsMember = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def _same_minute() -> Iterator[None]:
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def address(adas_comment: Comment, bobs_answer: Comment, nora: Member) -> str:
    body = f"> {adas_comment.text}\n\nAll of you?"
    post(adas_comment.discussion, author=nora, body=body, to=bobs_answer)
    return adas_comment.discussion.article.get_absolute_url()


def thread_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page.partition('<ol class="thread">')[2].partition("</comment-thread>")[0]


def test_every_reader_sees_what_is_theirs(
    address: str, ada: Member, bob: Member, mira: Member, as_member: AsMember
) -> None:
    clients = [Client(), as_member(ada), as_member(bob), as_member(mira)]
    kept = [thread_of(client, address) for client in clients]
    assert [thread_of(client, address) for client in reversed(clients)][::-1] == kept
    for client, thread in zip(clients, kept, strict=True):
        forget()
        assert thread_of(client, address) == thread
    assert len(set(kept)) == 4
    assert "Moderate" in kept[3]
    assert "Moderate" not in kept[2]


def forget() -> None:
    """Whatever is asked for next is made anew."""
    fragments._kept.clear()
    watcher.start_anew()


def change(deed: str, comment: Comment, people: dict[str, Member]) -> None:
    discussion: Discussion = comment.discussion
    if deed == "edited":
        edit(comment, by=people["ada"], body="I took another tram.", version=1)
    elif deed == "removed":
        comment.become(Status.REMOVED, by=people["mira"], reason="Off topic")
    elif deed == "recommended":
        recommend(comment, by=people["bob"])
    elif deed == "quoted":
        post(discussion, author=people["bob"], body=f"> {comment.text}\n\nYes.")
    elif deed == "renamed":
        with transaction.atomic():
            Member.objects.filter(pk=people["ada"].pk).update(name="Adah")
            Change.objects.note()
    elif deed == "closed":
        with transaction.atomic():
            Discussion.objects.filter(pk=discussion.pk).update(mode=Discussion.Mode.CLOSED)
            Change.objects.note(discussion=discussion)


@pytest.mark.parametrize("reader", ["guest", "ada", "bob", "mira"])
@pytest.mark.parametrize(
    "deed", ["edited", "removed", "recommended", "quoted", "renamed", "closed", "nothing"]
)
def test_whatever_happens_is_seen_at_once(
    deed: str,
    reader: str,
    address: str,
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    mira: Member,
    as_member: AsMember,
) -> None:
    people = {"ada": ada, "bob": bob, "mira": mira}
    client = as_member(people[reader]) if reader in people else Client()
    before = thread_of(client, address)
    change(deed, adas_comment, people)
    after = thread_of(client, address)
    forget()
    assert thread_of(client, address) == after
    assert (before == after) == (deed == "nothing")


def test_how_long_ago_something_was_said_goes_on(address: str, clock: Clock) -> None:
    assert "just now" in thread_of(Client(), address)
    clock.now += LONGEST_AGE + 1
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        assert "2\u00a0hours ago" in thread_of(Client(), address)


def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "MOST", 3)
    fragments._kept.clear()
    for number in range(5):
        fragments.fragment(number, lambda: "made")
    assert list(fragments._kept) == [2, 3, 4]
    fragments.fragment(2, lambda: "made anew")
    assert list(fragments._kept) == [3, 4, 2]
