"""When a mail is made, of what, and when none is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import transaction

from forum import moderating
from forum.mailing import choose, gather_next
from forum.mailing.gathering import next_issue
from forum.mailing.texts import when
from forum.models import Comment, Delivery, Discussion, Mail, Member, Notification, Preference
from forum.posting import edit, post, withdraw
from tests.forum.mailing.conftest import NOON, Later

ANSWER, QUOTE = Notification.Kind.ANSWER, Notification.Kind.QUOTE
SAID = "I took the later tram on its first night."


def answers(comment: Comment, author: Member, number: int) -> list[Comment]:
    return [
        post(comment.discussion, author=author, body=f"Answer {uuid4()}.", to=comment)
        for _ in range(number)
    ]


def test_an_answer_is_mailed_after_five_minutes(bobs_answer: Comment, later: Later) -> None:
    assert later(minutes=4) == []
    (mail,) = later(minutes=1)
    assert mail.to == ["ada@example.org"]
    assert later(days=8) == []


def test_what_was_read_on_the_site_meanwhile_is_not_mailed(
    bobs_answer: Comment, later: Later
) -> None:
    Notification.objects.all().mark_read()
    assert later(minutes=5) == []
    assert not Mail.objects.exists()


def test_of_quotes_and_decisions_members_hear_on_the_site_until_they_choose_otherwise(
    adas_comment: Comment, bob: Member, mira: Member, later: Later
) -> None:
    post(adas_comment.discussion, author=bob, body=f"> {SAID}\n\nYou did?")
    moderating.remove(adas_comment, by=mira, reason="Spam")
    assert later(minutes=5) == []
    assert Notification.objects.filter(due_at=None).count() == 2


def test_an_act_that_is_rolled_back_leaves_no_mail(
    adas_comment: Comment, bob: Member, later: Later
) -> None:
    with transaction.atomic():
        post(adas_comment.discussion, author=bob, body="So did I.", to=adas_comment)
        transaction.set_rollback(True)
    assert later(minutes=5) == []


def test_what_waits_for_a_moderator_is_mailed_when_it_can_be_read(
    discussion: Discussion, adas_comment: Comment, bob: Member, mira: Member, later: Later
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=bob, body="So did I.", to=adas_comment)
    assert later(minutes=5) == later(hours=3) == []
    moderating.approve(waiting, by=mira)
    (mail,) = later(hours=1)
    assert "So did I." in mail.body


def test_what_nobody_could_read_for_two_weeks_is_no_news(
    discussion: Discussion, adas_comment: Comment, bob: Member, mira: Member, later: Later
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=bob, body="So did I.", to=adas_comment)
    later(days=14, minutes=6)
    moderating.approve(waiting, by=mira)
    assert later(days=1) == []
    assert Notification.objects.get(comment=waiting, kind="answer").due_at is None


@pytest.mark.parametrize(
    "undo",
    [
        lambda answer, bob, mira: withdraw(answer, by=bob),
        lambda answer, bob, mira: moderating.remove(answer, by=mira, reason="Spam"),
    ],
)
def test_what_is_taken_away_meanwhile_is_not_mailed(
    undo: Callable[..., object], bobs_answer: Comment, bob: Member, mira: Member, later: Later
) -> None:
    undo(bobs_answer, bob, mira)
    assert later(minutes=5) == later(days=1) == []


def test_a_quote_that_was_edited_away_is_not_mailed(
    adas_comment: Comment, ada: Member, bob: Member, later: Later
) -> None:
    choose(ada, {QUOTE: Delivery.AT_ONCE})
    first, second = (
        post(adas_comment.discussion, author=bob, body=f"> {SAID}\n\nYou did? {number}")
        for number in range(2)
    )
    edit(first, by=bob, body="Never mind.", version=1)
    (mail,) = later(minutes=5)
    assert f"/comments/{second.pk}/" in mail.body


def test_an_address_that_is_not_verified_gets_no_mail(bobs_answer: Comment, later: Later) -> None:
    EmailAddress.objects.update(verified=False)
    assert later(minutes=5) == []


def test_a_closed_account_gets_no_mail(ada: Member, bobs_answer: Comment, later: Later) -> None:
    Member.objects.filter(pk=ada.pk).update(is_active=False)
    assert later(minutes=5) == []


def test_without_the_sites_address_no_mail_is_made(
    bobs_answer: Comment, later: Later, settings: Any
) -> None:
    settings.SITE_URL, address = "", settings.SITE_URL
    assert later(hours=1) == []
    settings.SITE_URL = address
    assert len(later(hours=1)) == 1


def test_a_digest_holds_what_came_in_its_time(
    adas_comment: Comment, ada: Member, bob: Member, later: Later
) -> None:
    choose(ada, {ANSWER: Delivery.HOURLY})
    answers(adas_comment, bob, 3)
    assert later(minutes=50) == []
    answers(adas_comment, bob, 1)
    late = later(minutes=6)
    assert late == []
    answers(adas_comment, bob, 1)  # four minutes before the hour: people may still edit it
    (mail,) = later(minutes=4)
    assert mail.subject == "Your hour at Rejoinder: 4 notifications"
    (mail,) = later(hours=1)
    assert mail.subject == "Your hour at Rejoinder: 1 notification"
    assert later(hours=1) == []


def test_kinds_that_come_at_different_times_are_different_mails(
    adas_comment: Comment, ada: Member, bob: Member, later: Later
) -> None:
    choose(ada, {ANSWER: Delivery.DAILY, QUOTE: Delivery.WEEKLY})
    answers(adas_comment, bob, 2)
    post(adas_comment.discussion, author=bob, body=f"> {SAID}\n\nYou did?")
    (daily,) = later(hours=18)
    assert daily.subject == "Your day at Rejoinder: 2 notifications"
    (weekly,) = later(days=4)
    assert weekly.subject == "Your week at Rejoinder: 1 notification"


@pytest.mark.parametrize(
    ("delivery", "after", "issue"),
    [
        (Delivery.AT_ONCE, "2026-03-04 12:00:07", "2026-03-04 12:00:07"),
        (Delivery.HOURLY, "2026-03-04 12:00:00", "2026-03-04 12:00:00"),
        (Delivery.HOURLY, "2026-03-04 12:00:01", "2026-03-04 13:00:00"),
        (Delivery.DAILY, "2026-03-04 12:00:00", "2026-03-05 06:00:00"),
        (Delivery.DAILY, "2026-03-05 05:59:00", "2026-03-05 06:00:00"),
        (Delivery.DAILY, "2026-03-05 06:00:00", "2026-03-05 06:00:00"),
        (Delivery.DAILY, "2026-12-31 07:00:00", "2027-01-01 06:00:00"),
        (Delivery.WEEKLY, "2026-03-04 12:00:00", "2026-03-09 06:00:00"),
        (Delivery.WEEKLY, "2026-03-09 06:00:00", "2026-03-09 06:00:00"),
        (Delivery.WEEKLY, "2026-03-09 06:01:00", "2026-03-16 06:00:00"),
    ],
)
def test_digests_have_their_times(delivery: Delivery, after: str, issue: str) -> None:
    assert next_issue(delivery, moment(after)) == moment(issue)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_operator_sets_the_hour_of_digests(settings: Any) -> None:
    settings.DIGEST_HOUR = 20
    assert next_issue(Delivery.DAILY, NOON) == datetime(2026, 3, 4, 20, tzinfo=UTC)


def test_what_waits_for_a_digest_follows_a_new_choice(
    bobs_answer: Comment, ada: Member, later: Later
) -> None:
    choose(ada, {ANSWER: Delivery.WEEKLY})
    assert later(minutes=10) == []
    choose(ada, {ANSWER: Delivery.AT_ONCE})
    assert len(later(seconds=1)) == 1


def test_a_digest_that_was_due_while_nobody_worked_comes_late(
    bobs_answer: Comment, ada: Member, later: Later, noon: time_machine.Traveller
) -> None:
    choose(ada, {ANSWER: Delivery.DAILY})
    noon.shift(timedelta(days=3))
    assert len(later(seconds=0)) == 1


def test_what_came_before_there_were_mails_is_not_mailed(
    bobs_answer: Comment, later: Later
) -> None:
    Notification.objects.update(due_at=None)
    assert later(days=1) == []


def test_an_undone_decision_is_not_mailed(
    adas_comment: Comment, ada: Member, mira: Member, later: Later
) -> None:
    choose(ada, {Notification.Kind.DECISION: Delivery.AT_ONCE})
    decision = moderating.remove(adas_comment, by=mira, reason="Spam")
    moderating.undo(decision, by=mira)
    assert later(minutes=5) == []


def test_gathering_asks_no_more_for_more(
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    noon: time_machine.Traveller,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    choose(ada, {ANSWER: Delivery.HOURLY})
    answers(adas_comment, bob, 20)
    noon.shift(timedelta(minutes=30))
    gather_next()
    assert Preference.objects.count() == 1
    noon.shift(timedelta(hours=1))
    with django_assert_max_num_queries(14):
        gather_next()
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("zone", "after", "issue"),
    [
        ("Asia/Tokyo", "2026-03-04 12:00", "2026-03-04 21:00"),
        ("Asia/Kolkata", "2026-03-04 00:31", "2026-03-05 00:30"),
        ("America/Los_Angeles", "2026-03-04 12:00", "2026-03-04 14:00"),
        ("America/Los_Angeles", "2026-03-08 12:00", "2026-03-08 13:00"),  # clocks were put forward
        ("Europe/Warsaw", "2026-10-25 04:30", "2026-10-25 05:00"),  # and back
    ],
)
def test_a_daily_digest_comes_in_the_morning_of_its_member(
    zone: str, after: str, issue: str
) -> None:
    assert next_issue(Delivery.DAILY, moment(after), ZoneInfo(zone)) == moment(issue)


def test_a_weekly_digest_comes_on_monday_where_its_member_is() -> None:
    sunday_evening = moment("2026-03-08 18:00")  # Monday 3:00 in Tokyo
    in_tokyo = next_issue(Delivery.WEEKLY, sunday_evening, ZoneInfo("Asia/Tokyo"))
    assert in_tokyo == moment("2026-03-08 21:00")


def test_a_digest_waits_for_the_morning_of_its_member(
    bobs_answer: Comment, ada: Member, later: Later
) -> None:
    ada.time_zone = "Asia/Tokyo"
    ada.save()
    choose(ada, {"answer": Delivery.DAILY})
    assert later(hours=8, minutes=59) == []
    assert len(later(minutes=1)) == 1


def test_mails_tell_the_time_by_the_members_clock_and_in_their_language(
    bobs_answer: Comment, ada: Member, later: Later
) -> None:
    ada.time_zone, ada.language = "Asia/Tokyo", "de"
    ada.save()
    [mail] = later(minutes=5)
    [(html, _)] = mail.alternatives
    assert 'lang="de" dir="auto">4. März 2026 21:00 JST</time>' in html


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("", "4 March 2026, 12:00 UTC"),
        ("Europe/Warsaw", "4 March 2026, 13:00 CET"),
        ("America/Sao_Paulo", "4 March 2026, 09:00 UTC-03"),
        ("Asia/Kathmandu", "4 March 2026, 17:45 UTC+0545"),
    ],
)
def test_mails_tell_the_time_as_the_site_does(zone: str, said: str, ada: Member) -> None:
    ada.time_zone = zone
    assert said in when(moment("2026-03-04 12:00"), ada)


def test_a_zone_that_is_not_known_any_more_is_utc(ada: Member) -> None:
    ada.time_zone = "Atlantis/Capital"
    assert ada.zone_name == "UTC"
    assert ada.zone.utcoffset(None) == timedelta()
