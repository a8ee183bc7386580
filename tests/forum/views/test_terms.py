"""What stands in the composer's place when nobody can write, and how long a guest's page holds."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from forum.models import Comment, Discussion, Member, SectionTerms
from forum.store import LONGEST_AGE, pages
from forum.watching import watcher
from tests.conftest import Clock
from tests.forum.knocking import ask

AsMember = Callable[[Member], Client]
NOW = datetime(2026, 5, 3, 12, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def tram(adas_comment: Comment) -> str:
    return adas_comment.discussion.article.get_absolute_url()


def opening(**wait: float) -> None:
    Discussion.objects.update(opens_at=NOW + timedelta(**wait))


def closing(**wait: float) -> None:
    Discussion.objects.update(closes_at=NOW + timedelta(**wait))


def test_until_it_opens_a_countdown_stands_in_the_composers_place(
    tram: str, bob: Member, as_member: AsMember, noon: time_machine.Traveller
) -> None:
    opening(hours=47)
    client = as_member(bob)
    for reader in (Client(), client):
        page = reader.get(tram).content.decode()
        assert "This discussion opens on 5 May 2026 at 11:00 UTC, <time" in page
        assert ">in 2 days</time>" in page
        assert 'id="compose"' not in page
    noon.shift(timedelta(hours=47))
    assert 'id="compose"' in client.get(tram).content.decode()


@pytest.mark.parametrize("door", ["{tram}", "{tram}passages/p-1/", "/comments/{pk}/quote/"])
def test_the_sentence_stands_wherever_one_could_write(
    door: str, tram: str, adas_comment: Comment, bob: Member, as_member: AsMember
) -> None:
    closing(days=-1)
    page = as_member(bob).get(door.format(tram=tram, pk=adas_comment.pk)).content.decode()
    assert "This discussion closed on 2 May 2026 at 12:00 UTC. You can still read it." in page


@pytest.mark.parametrize(("days", "is_told"), [(2, True), (4, False)])
def test_writers_and_guests_are_told_when_it_closes_soon(
    days: float, is_told: bool, tram: str, bob: Member, as_member: AsMember
) -> None:
    closing(days=days)
    for reader in (Client(), as_member(bob)):
        page = reader.get(tram).content.decode()
        assert ("Open until" in page) == is_told
        assert (f">in {days} days</time>" in page) == is_told


def test_what_was_typed_until_it_closed_is_kept(
    tram: str, bob: Member, as_member: AsMember, noon: time_machine.Traveller
) -> None:
    closing(minutes=1)
    client = as_member(bob)
    assert 'id="compose"' in client.get(tram).content.decode()
    noon.shift(timedelta(minutes=1))
    answer = client.post(f"{tram}comments/", {"body": "My long answer."})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This discussion closed on 3 May 2026 at 12:01 UTC." in page
    assert "My long answer.</textarea>" in page


def test_slow_mode_is_told_to_those_who_write(tram: str, bob: Member, as_member: AsMember) -> None:
    Discussion.objects.update(slow_seconds=300)
    client = as_member(bob)
    assert "everyone posts at most once in 5 minutes" in client.get(tram).content.decode()
    client.post(f"{tram}comments/", {"body": "First."})
    answer = client.post(f"{tram}comments/", {"body": "Second."})
    assert answer.status_code == 429
    assert "Second.</textarea>" in answer.content.decode()


def test_where_one_can_only_read_nobody_recommends(
    tram: str, adas_comment: Comment, bob: Member, as_member: AsMember
) -> None:
    client = as_member(bob)
    address = f"/comments/{adas_comment.pk}/recommendation/"
    assert client.post(address).status_code == 303
    Discussion.objects.update(mode=Discussion.Mode.READ_ONLY)
    assert client.post(address, {"withdraw": "1"}).status_code == 303
    assert client.post(address).status_code == 403
    for reader in (Client(), client):
        page = reader.get(tram).content.decode()
        assert "This discussion can only be read." in page
        acts = page.split('class="comment-actions"')[1].split("</footer>")[0]
        assert "Recommend" not in acts
        assert address not in acts


def test_lists_say_which_discussions_are_closed(tram: str) -> None:
    SectionTerms.objects.create(section=Discussion.objects.get().article.section, quiet_days=10)
    assert "<li>closed</li>" not in Client().get("/").content.decode()
    Comment.objects.update(created_at=NOW - timedelta(days=11))
    assert "<li>closed</li>" in Client().get("/").content.decode()


@pytest.mark.parametrize(
    ("seconds", "shared", "stale"), [(60, 5, 5), (7, 5, 2), (3, 3, 0), (0.5, 0, 0)]
)
def test_caches_in_front_of_the_site_keep_a_page_no_longer_than_it_holds(
    seconds: float, shared: int, stale: int, tram: str
) -> None:
    closing(seconds=seconds)
    headers = Client().get(tram).headers
    assert headers["Cache-Control"] == f"public, max-age=0, s-maxage={shared}"
    assert headers["CDN-Cache-Control"] == f"max-age={shared}, stale-while-revalidate={stale}"
    assert Client().get("/").headers["Expires"] == headers["Expires"]


def is_shut(page: str) -> bool:
    signs = ("This discussion opens on", "This discussion closed on", "<li>closed</li>")
    return any(sign in page for sign in signs)


class TestKept:
    """In the store of this process."""

    @pytest.fixture(autouse=True)
    def _sure(self, committed_db: None, clock: Clock) -> None:
        watcher.look()

    @pytest.mark.parametrize("door", ["{tram}", "{tram}passages/p-1/", "/", "/sections/cities/"])
    @pytest.mark.parametrize("change", [opening, closing])
    def test_a_guests_page_is_another_one_the_moment_it_opens_or_closes(
        self,
        change: Callable[..., None],
        door: str,
        tram: str,
        noon: time_machine.Traveller,
        clock: Clock,
    ) -> None:
        change(seconds=10)
        address = door.format(tram=tram)
        before = ask(address)
        assert len(pages) == 1
        noon.shift(timedelta(seconds=9))
        clock.now += 9
        watcher.look()
        assert ask(address) == before
        noon.shift(timedelta(seconds=2))
        clock.now += 2
        watcher.look()
        after = ask(address)
        assert is_shut(after.text) != is_shut(before.text)
        clock.now += LONGEST_AGE - 1
        pages.confirm(clock.now)
        assert ask(address) == after

    def test_a_page_that_changes_at_once_is_not_kept(self, tram: str) -> None:
        closing(seconds=0.5)
        assert ask(tram).status == 200
        assert ask(tram).headers["cache-control"] == "public, max-age=0, s-maxage=0"
