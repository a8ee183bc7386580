"""What becomes of members who go too far, for how long, and what they are told."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from forum import moderating, sanctioning
from forum.flagging import flag
from forum.models import Comment, Discussion, Member, Note, Sanction, Status
from forum.posting import edit, post
from tests.conftest import PASSWORD
from tests.forum.dumps import dump

Open = Callable[[Member], Client]
MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_whoever_is_silenced_reads_why_and_until_when_and_writes_again_afterwards(
    discussion: Discussion, nora: Member, mira: Member
) -> None:
    with time_machine.travel(MAY, tick=False):
        sanctioning.silence(nora, by=mira, reason="Three insults", until=in_days(2))
        with pytest.raises(ValidationError, match=r"until 5 May 2026, 12:00 UTC.*Three insults"):
            post(discussion, author=nora, body="But…")
    with time_machine.travel(MAY + timedelta(days=2), tick=False):
        assert post(discussion, author=nora, body="Back again.").is_published


def test_the_silenced_do_not_edit_either(adas_comment: Comment, ada: Member, mira: Member) -> None:
    sanctioning.silence(ada, by=mira, reason="Insults", until=in_days(1))
    with pytest.raises(ValidationError, match="Insults"):
        edit(adas_comment, by=ada, body="Worse.", version=1)


def test_they_read_it_wherever_they_would_write_and_keep_what_they_typed(
    adas_comment: Comment, bobs_answer: Comment, bob: Member, mira: Member, as_member: Open
) -> None:
    sanctioning.silence(bob, by=mira, reason="Three insults", until=in_days(2))
    article = adas_comment.discussion.article.get_absolute_url()
    for address in (
        article,
        f"{article}comments/",
        f"/comments/{adas_comment.pk}/reply/",
        f"/comments/{bobs_answer.pk}/edit/",
    ):
        assert "Three insults" in as_member(bob).get(address).content.decode()
    assert 'class="composer"' not in as_member(bob).get(article).content.decode()
    assert "Three insults" not in as_member(adas_comment.author).get(article).content.decode()
    refused = as_member(bob).post(f"{article}comments/", {"body": "Let me explain."})
    assert refused.status_code == 403
    assert "Let me explain." in refused.content.decode()


@pytest.mark.parametrize("fragment", ["", "1"])
def test_where_the_silenced_and_who_reported_would_answer_they_read_why_not(
    fragment: str,
    adas_comment: Comment,
    bobs_answer: Comment,
    bob: Member,
    nora: Member,
    mira: Member,
    as_member: Open,
) -> None:
    flag(adas_comment, by=nora, reason="spam")
    sanctioning.silence(bob, by=mira, reason="Three insults", until=in_days(2))
    to_ada, to_bob = (f"/comments/{each.pk}/reply/" for each in (adas_comment, bobs_answer))
    headers = {"X-Fragment": fragment}
    for member, address, why in (
        (nora, to_ada, "You have reported the comment that you are answering"),
        (bob, to_ada, "Three insults"),
    ):
        for door in (address, f"{address}?quote=1"):
            answer = as_member(member).get(door, headers=headers)
            assert answer.status_code == 403
            assert why in answer.content.decode()
            assert 'name="body"' not in answer.content.decode()
    answer = as_member(nora).get(to_bob, headers=headers)
    assert answer.status_code == 200
    assert 'name="body"' in answer.content.decode()


@pytest.mark.parametrize("fragment", ["", "1"])
def test_a_form_that_was_open_before_keeps_what_was_typed(
    fragment: str, adas_comment: Comment, nora: Member, as_member: Open
) -> None:
    flag(adas_comment, by=nora, reason="spam")
    article = adas_comment.discussion.article.get_absolute_url()
    typed = {"body": "I had begun.", "parent": adas_comment.pk}
    door = f"{article}comments/"
    answer = as_member(nora).post(door, typed, headers={"X-Fragment": fragment})
    said = answer.content.decode()
    assert answer.status_code == 403
    assert "You have reported" in said
    assert re.search(r'name="body"[^>]*>\s*I had begun\.</textarea>', said)


def test_a_warning_is_read_for_a_fortnight_and_hinders_nobody(
    discussion: Discussion, bob: Member, mira: Member, as_member: Open
) -> None:
    article = discussion.article.get_absolute_url()
    sanctioning.warn(bob, by=mira, reason="Easy on people, please.")
    page = as_member(bob).get(article).content.decode()
    assert "A moderator has warned you: Easy on people, please." in page
    assert 'class="composer"' in page
    post(discussion, author=bob, body="Sorry.")
    with time_machine.travel(in_days(15)):
        assert "has warned you" not in as_member(bob).get(article).content.decode()


def test_a_ban_ends_every_session_and_the_way_in_tells_why(
    bob: Member, ada: Member, mira: Member, as_member: Open
) -> None:
    phone, other = as_member(bob), as_member(ada)
    assert phone.get("/accounts/").status_code == 200
    sanctioning.ban(bob, by=mira, reason="Threats")
    assert phone.get("/accounts/").status_code == 302
    assert other.get("/accounts/").status_code == 200
    words = {"login": bob.email, "password": PASSWORD}
    answer = Client().post("/accounts/login/", words)
    assert answer.status_code == 403
    assert "banned for good. Why: Threats" in answer.content.decode()
    wrong = Client().post("/accounts/login/", {**words, "password": "wrong"})
    assert "Threats" not in wrong.content.decode()


def test_a_ban_ends_by_itself(bob: Member, mira: Member) -> None:
    words = {"login": bob.email, "password": PASSWORD}
    sanctioning.ban(bob, by=mira, reason="Threats", until=in_days(3))
    assert Client().post("/accounts/login/", words).status_code == 403
    with time_machine.travel(in_days(4)):
        assert Client().post("/accounts/login/", words).status_code == 302


def test_a_ban_with_everything_recent_comes_back_with_one_word(
    adas_comment: Comment, bobs_answer: Comment, bob: Member, mira: Member, discussion: Discussion
) -> None:
    old = post(discussion, author=bob, body="From the spring.")
    Comment.objects.filter(pk=old.pk).update(created_at=in_days(-40))
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=bob, body="Buy watches.")
    before = dump()
    sanction = sanctioning.ban(bob, by=mira, reason="Spam", removing=True)
    now = dict(Comment.objects.values_list("pk", "status"))
    assert now == {
        adas_comment.pk: Status.PUBLISHED,
        old.pk: Status.PUBLISHED,
        bobs_answer.pk: Status.REMOVED,
        waiting.pk: Status.REJECTED,
    }
    assert sanction.batch
    moderating.undo_batch(sanction.batch, by=mira)
    after = dump()
    assert after["forum.comment"] == before["forum.comment"]
    assert after["forum.discussion"] == before["forum.discussion"]
    assert not Sanction.objects.in_force().exists()


def test_a_sanction_is_lifted_once_and_its_row_stays(bob: Member, mira: Member) -> None:
    sanction = sanctioning.silence(bob, by=mira, reason="Insults", until=in_days(1))
    sanctioning.lift(sanction, by=mira)
    assert not Sanction.objects.in_force().exists()
    with pytest.raises(ValidationError, match="ended already"):
        sanctioning.lift(sanction, by=mira)
    assert Sanction.objects.get() == sanction


def test_a_silence_has_an_end(bob: Member, mira: Member) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.create(member=bob, by=mira, kind="silence", reason="Insults")


def test_moderators_do_not_sanction_each_other_or_themselves(
    bob: Member, mira: Member, make_member: Callable[..., Member]
) -> None:
    for member in (mira, make_member("Max", is_staff=True)):
        with pytest.raises(PermissionDenied):
            sanctioning.ban(member, by=mira, reason="A quarrel")
    sanctioning.ban(bob, by=mira, reason="Spam")


def test_what_moderators_did_is_never_changed(bob: Member, mira: Member) -> None:
    sanctioning.note(bob, by=mira, text="Was kind in March.")
    sanctioning.warn(bob, by=mira, reason="Insult")
    for rows in (Note.objects.all(), Sanction.objects.all()):
        for attempt in (
            rows.get().save,
            rows.get().delete,
            rows.delete,
            partial(rows.update, by=bob),
        ):
            with pytest.raises(TypeError):
                attempt()
