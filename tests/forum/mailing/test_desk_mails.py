"""Mails to moderators: one for all that waits."""

import pytest
from django.conf import settings

from forum import moderating
from forum.mailing import choose
from forum.models import Comment, Delivery, Discussion, Mail, Member, Notification
from forum.notifying import look_at_desk
from forum.posting import post
from tests.forum.mailing.conftest import Later

Kind = Notification.Kind


@pytest.fixture
def held(discussion: Discussion, ada: Member, mira: Member) -> list[Comment]:
    discussion.mode = Discussion.Mode.PREMODERATED
    return [post(discussion, author=ada, body=f"May I, {number}?") for number in range(3)]


def test_moderators_get_no_mail_unless_they_ask_for_it(held: list[Comment], later: Later) -> None:
    assert later(days=8) == []


def test_however_many_wait_it_is_one_mail_until_the_moderator_has_looked(
    held: list[Comment], discussion: Discussion, ada: Member, mira: Member, later: Later
) -> None:
    choose(mira, {Kind.HELD: Delivery.AT_ONCE})
    [mail] = later(minutes=5)
    assert "3 comments wait for a moderator" in mail.body
    assert f"{settings.SITE_URL}/admin/queue/?list=waiting" in mail.body
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    post(discussion, author=ada, body="And I?")
    assert later(minutes=5) == []
    look_at_desk(mira, Kind.HELD)
    post(discussion, author=ada, body="And now?")
    [second] = later(minutes=5)
    assert "5 comments wait for a moderator" in second.body
    assert second.extra_headers["Message-ID"] != mail.extra_headers["Message-ID"]


def test_what_was_decided_meanwhile_needs_no_mail(
    held: list[Comment], mira: Member, later: Later
) -> None:
    choose(mira, {Kind.HELD: Delivery.HOURLY})
    for comment in held:
        moderating.approve(comment, by=mira)
    assert later(hours=2) == []
    assert not Mail.objects.filter(state=Mail.State.SENT).exists()


def test_in_a_digest_it_is_a_line(held: list[Comment], mira: Member, later: Later) -> None:
    choose(mira, {Kind.HELD: Delivery.HOURLY})
    [digest] = later(hours=1)
    assert "* 3 comments wait for a moderator" in digest.body
    [(html, _)] = digest.alternatives
    assert "3 comments wait for a moderator</a>" in html
