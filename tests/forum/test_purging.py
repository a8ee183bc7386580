"""What is kept of comments that were taken away, of addresses and of sessions, and for how long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.serializers import serialize
from django.db import connection
from django.test import Client
from django.utils import timezone

from forum import appealing, moderating, purging
from forum.addresses import disguised
from forum.flagging import flag
from forum.models import Appeal, Comment, Decision, Discussion, Member, Quote, Status
from forum.posting import edit, post, withdraw
from forum.working import work_off
from tests.conftest import PASSWORD

Open = Callable[[Member], Client]
WORDS = "Zwiebelkuchen"


@pytest.fixture(autouse=True)
def _look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "OFTEN", 0)


@pytest.fixture
def max_(make_member: Callable[..., Member], mira: Member) -> Member:
    """Moderates, too."""
    member = make_member("Max", is_staff=True)
    member.groups.set(mira.groups.all())
    return member


@pytest.fixture
def said(discussion: Discussion, ada: Member) -> Comment:
    """What Ada said, and changed half an hour later."""
    with time_machine.travel(timezone.now() - timedelta(minutes=30)):
        comment = post(discussion, author=ada, body=f"{WORDS} first, and nothing else.")
    edit(comment, by=ada, body=f"The tram smells of {WORDS} at night.", version=1)
    comment.refresh_from_db()
    return comment


@pytest.fixture
def quoting(said: Comment, bob: Member) -> Comment:
    """Bob quotes Ada, and himself in between."""
    body = f"> The tram smells of {WORDS} at night.\n>\n> > as I said\n\nSo it does.\n\n> at night."
    return post(said.discussion, author=bob, body=body, to=said)


@contextmanager
def later(days: int) -> Iterator[None]:
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        yield


def after(days: int) -> None:
    """What is done behind the pages so many days from now."""
    with later(days):
        work_off()


def everything() -> str:
    """All that the database says, the index included."""
    told = [serialize("json", model._default_manager.all()) for model in apps.get_models()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM forum_indexedcomment")
        return f"{told} {cursor.fetchall()}"


def test_after_ninety_days_removed_words_are_nowhere(
    said: Comment, quoting: Comment, nora: Member, mira: Member
) -> None:
    flag(said, by=nora, reason="abuse", note=f"She says {WORDS}!")
    decision = moderating.remove(said, by=mira, reason="Has nothing to do with trams")
    appealing.appeal(said, by=said.author, text=f"But {WORDS}…")
    appealing.answer(Appeal.objects.get(), by=nora, is_granted=False, words="It has not.")
    after(89)
    assert WORDS in Comment.objects.get(pk=said.pk).body
    after(92)
    assert WORDS.lower() not in everything().lower()
    said.refresh_from_db()
    assert said.status == Status.REMOVED
    assert Decision.objects.get(pk=decision.pk).reason == "Has nothing to do with trams"
    assert Appeal.objects.get().answer == "It has not."


def test_what_others_said_stays_and_their_quotes_keep_their_places(
    said: Comment, quoting: Comment, mira: Member
) -> None:
    moderating.remove(said, by=mira, reason="Off topic")
    after(92)
    quoting.refresh_from_db()
    assert quoting.text == "So it does."
    page = Client().get(said.discussion.article.get_absolute_url()).content.decode()
    assert "So it does." in page
    assert page.count("These words are no longer shown.") == 2
    assert [quote.ordinal for quote in Quote.objects.filter(comment=quoting)] == [0, 1, 2]


@pytest.mark.parametrize("way", ["removed", "rejected", "withdrawn"])
def test_every_way_of_going_ends_alike(
    way: str, discussion: Discussion, ada: Member, mira: Member
) -> None:
    discussion.mode = "premoderated" if way == "rejected" else "open"
    comment = post(discussion, author=ada, body=f"Once more: {WORDS}.")
    if way == "withdrawn":
        withdraw(comment, by=ada)
    else:
        take_away = moderating.reject if way == "rejected" else moderating.remove
        take_away(comment, by=mira, reason="Off topic")
    other = post(discussion, author=ada, body="This one stays.")
    after(92)
    assert Comment.objects.get(pk=comment.pk).body == ""
    assert Comment.objects.get(pk=other.pk).body == "This one stays."
    assert WORDS.lower() not in everything().lower()


def test_an_open_appeal_keeps_the_words_and_so_does_its_answer_for_a_while(
    said: Comment, mira: Member, max_: Member
) -> None:
    moderating.remove(said, by=mira, reason="Off topic")
    appealing.appeal(said, by=said.author, text="It isn't.")
    after(200)
    assert WORDS in Comment.objects.get(pk=said.pk).body
    with later(200):
        appealing.answer(Appeal.objects.get(), by=max_, is_granted=False, words="It is.")
    after(280)
    assert WORDS in Comment.objects.get(pk=said.pk).body
    after(292)
    assert Comment.objects.get(pk=said.pk).body == ""


def test_what_came_back_in_time_stays(said: Comment, mira: Member) -> None:
    moderating.undo(moderating.remove(said, by=mira, reason="A slip"), by=mira)
    after(400)
    assert WORDS in Comment.objects.get(pk=said.pk).body


def test_it_can_not_be_brought_back_afterwards_nor_appealed_against(
    said: Comment, mira: Member
) -> None:
    decision = moderating.remove(said, by=mira, reason="Off topic")
    after(92)
    said.refresh_from_db()
    for bring_back in (moderating.undo, moderating.restore):
        with pytest.raises(ValidationError, match=r"Its words were deleted on .* brought back"):
            bring_back(decision if bring_back is moderating.undo else said, by=mira)
    with pytest.raises(ValidationError, match="nothing to appeal"):
        appealing.appeal(said, by=said.author, text="But…")
    assert Comment.objects.get(pk=said.pk).status == Status.REMOVED


def test_its_author_reads_until_when_it_is_kept_and_then_that_it_is_gone(
    said: Comment, mira: Member, as_member: Open
) -> None:
    moderating.remove(said, by=mira, reason="Off topic")
    article = said.discussion.article.get_absolute_url()
    until = said.decisions.first().created_at + settings.REMOVED_WORDS_KEPT
    for page in (article, f"/comments/{said.pk}/appeal/"):
        sentence = f"Its words are deleted after {until:%-d %B %Y}"
        assert sentence in as_member(said.author).get(page).content.decode()
    after(92)
    page = as_member(said.author).get(article).content.decode()
    assert "Its words were deleted on" in page
    assert WORDS not in page
    assert "(deleted)" in as_member(said.author).get("/notifications/").content.decode()
    assert as_member(said.author).get(f"/comments/{said.pk}/appeal/").status_code == 404


def test_what_was_broken_off_goes_on(said: Comment, quoting: Comment, mira: Member) -> None:
    """The words go first; whoever takes them out of the quotes may die in between."""
    moderating.remove(said, by=mira, reason="Off topic")
    with later(92):
        purging.purge_next()
        assert WORDS in Comment.objects.get(pk=quoting.pk).body
        work_off()
        assert WORDS not in Comment.objects.get(pk=quoting.pk).body


def test_much_is_deleted_in_small_steps(
    discussion: Discussion, ada: Member, mira: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "BATCH", 2)
    for number in range(5):
        comment = post(discussion, author=ada, body=f"Number {number}.")
        moderating.remove(comment, by=mira, reason="Spam")
    left = []
    with later(92):
        while purging.purge_next():
            left.append(Comment.objects.exclude(body="").count())
    assert left == [3, 1, 0]


def test_addresses_are_kept_as_what_tells_one_from_another_for_a_day() -> None:
    one, same, other = map(disguised, ("192.0.2.1", "192.0.2.1", "192.0.2.2"))
    assert one == same != other
    assert "192.0.2" not in one
    assert disguised("2001:db8::1") == disguised("2001:db8::2") != disguised("2001:db8:1::1")
    with later(1):
        assert disguised("192.0.2.1") != one


def test_whoever_logs_in_leaves_no_address(ada: Member) -> None:
    browser = Client(REMOTE_ADDR="198.51.100.7")
    browser.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert browser.get("/accounts/").status_code == 200
    assert UserSession.objects.get().ip.startswith("fd")
    assert "198.51.100.7" not in everything()
    assert UserSession.objects.get().ip not in browser.get("/accounts/sessions/").content.decode()


def test_addresses_that_were_stored_before_are_forgotten(ada: Member) -> None:
    UserSession.objects.create(user=ada, ip="198.51.100.7", session_key="a" * 32)
    import_module("forum.migrations.0013_fairness").forget_addresses(apps, None)
    assert "198.51.100.7" not in everything()


def test_sessions_that_ran_out_are_gone_with_what_is_known_of_them(ada: Member) -> None:
    browser = Client()
    browser.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    after(1)
    assert Session.objects.exists()
    assert UserSession.objects.exists()
    after(400)
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
