"""A comment that is kept as HTML looks as it would if it were made anew."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from forum import fragments
from forum.models import Comment, Discussion, Member, Status
from forum.posting import edit, post
from forum.recommending import recommend

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


def without_token(html: str) -> str:
    """Every answer has a form token of its own."""
    head, *parts = html.split('name="csrfmiddlewaretoken" value="')
    return head + "".join(part.partition('"')[2] for part in parts)


def test_every_reader_sees_what_is_theirs(
    address: str, ada: Member, bob: Member, mira: Member, as_member: AsMember
) -> None:
    clients = [Client(), as_member(ada), as_member(bob), as_member(mira)]
    kept = [without_token(thread_of(client, address)) for client in clients]
    again = [without_token(thread_of(client, address)) for client in reversed(clients)][::-1]
    assert kept == again
    for client, thread in zip(clients, kept, strict=True):
        fragments._kept.clear()
        assert without_token(thread_of(client, address)) == thread
    assert len(set(kept)) == 4
    assert "Moderate" in kept[3]
    assert "Moderate" not in kept[2]


def test_a_form_carries_the_token_of_its_own_reader(
    address: str, bob: Member, nora: Member, as_member: AsMember
) -> None:
    threads = [thread_of(as_member(member), address) for member in (bob, nora)]
    tokens = [thread.partition('csrfmiddlewaretoken" value="')[2][:64] for thread in threads]
    assert tokens[0] != tokens[1]
    assert all(len(token) == 64 and fragments.TOKEN not in token for token in tokens)


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
        Member.objects.filter(pk=people["ada"].pk).update(name="Adah")
    elif deed == "closed":
        Discussion.objects.filter(pk=discussion.pk).update(mode=Discussion.Mode.CLOSED)


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
    before = without_token(thread_of(client, address))
    change(deed, adas_comment, people)
    after = without_token(thread_of(client, address))
    fragments._kept.clear()
    assert without_token(thread_of(client, address)) == after
    assert (before == after) == (deed == "nothing")


def test_how_long_ago_something_was_said_goes_on(address: str) -> None:
    assert "just now" in thread_of(Client(), address)
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
