"""What moderators hear of: that something waits for them, in one line for each thing."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum import appealing, flagging, mailing, moderating
from forum.models import Action, Comment, Delivery, Discussion, Flag, Member, Notification
from forum.models import Kind as Kinds
from forum.posting import post
from tests.forum.views.test_notifications import bell, words_of

Open = Callable[[Member], Client]
Kind = Notification.Kind


@pytest.fixture
def mona(make_member: Callable[..., Member]) -> Member:
    """Moderates, too."""
    member = make_member("Mona", is_staff=True)
    member.groups.add(Group.objects.get(name="moderators"))
    return member


def lines(member: Member) -> list[str]:
    """What a moderator is told that waits, and hasn't looked at."""
    asking = Member.objects.get(pk=member.pk)
    return [
        row.deed for row in Notification.objects.shown_to(asking).unread().at_desk().order_by("pk")
    ]


def hold(discussion: Discussion, author: Member) -> Comment:
    discussion.mode = Discussion.Mode.PREMODERATED
    return post(discussion, author=author, body=f"May I, {Comment.objects.count()}?")


def report(comment: Comment, by: Member) -> Flag:
    return flagging.flag(comment, by=by, reason=Flag.Reason.ABUSE)


def test_however_many_comments_wait_it_is_one_line(
    discussion: Discussion, ada: Member, mira: Member, mona: Member
) -> None:
    waiting = [hold(discussion, ada) for _ in range(3)]
    assert lines(mira) == lines(mona) == ["3 comments wait for a moderator"]
    assert Notification.objects.count() == 2
    moderating.approve(waiting[0], by=mira)
    moderating.approve(waiting[1], by=mira)
    assert lines(mona) == ["1 comment waits for a moderator"]
    moderating.reject(waiting[2], by=mira, reason="No")
    assert lines(mona) == []


def test_reports_and_appeals_are_lines_of_their_own(
    adas_comment: Comment,
    bobs_answer: Comment,
    bob: Member,
    nora: Member,
    mira: Member,
    mona: Member,
) -> None:
    report(adas_comment, bob)
    report(adas_comment, nora)
    moderating.remove(bobs_answer, by=mira, reason="Rude")
    appealing.appeal(bobs_answer, by=bob, text="Was it?")
    assert lines(mona) == ["1 comment is reported", "1 appeal waits for an answer"]
    assert lines(mira) == ["1 comment is reported"]


def test_nobody_is_told_of_what_they_did_themselves(
    adas_comment: Comment, mira: Member, mona: Member
) -> None:
    report(adas_comment, mira)
    miras = post(adas_comment.discussion, author=mira, body="I was on it.")
    report(miras, adas_comment.author)
    assert lines(mira) == []
    assert lines(mona) == ["2 comments are reported"]


def test_a_report_that_is_taken_back_is_gone_before_anybody_looked(
    adas_comment: Comment, bob: Member, mira: Member
) -> None:
    report(adas_comment, bob)
    flagging.take_back(adas_comment, by=bob)
    assert lines(mira) == []


def test_what_a_rule_reports_is_told(
    discussion: Discussion, ada: Member, mira: Member, mona: Member, rule: Callable[..., object]
) -> None:
    rule(Kinds.WORDS, Action.FLAG, entries="harbour")
    post(discussion, author=ada, body="The harbour is where I live.")
    assert lines(mona) == ["1 comment is reported"]


def test_members_who_do_not_moderate_hear_nothing_of_it_and_nor_do_those_who_no_longer_do(
    discussion: Discussion, ada: Member, edith: Member, bob: Member, mira: Member
) -> None:
    hold(discussion, ada)
    assert (lines(bob), lines(edith)) == ([], [])
    mira.groups.clear()
    assert lines(mira) == []


def test_who_has_looked_is_told_anew_of_what_comes_then(
    discussion: Discussion, ada: Member, mira: Member, as_member: Open
) -> None:
    client = as_member(mira)
    hold(discussion, ada)
    assert bell(client) == "Notifications, 1 unread"
    client.get("/admin/queue/")
    assert bell(client) == "Notifications"
    hold(discussion, ada)
    assert bell(client) == "Notifications, 1 unread"
    assert lines(mira) == ["2 comments wait for a moderator"]
    assert Notification.objects.count() == 1


def test_looking_at_the_queue_is_not_looking_at_appeals(
    adas_comment: Comment, ada: Member, mira: Member, mona: Member, as_member: Open
) -> None:
    moderating.remove(adas_comment, by=mira, reason="Rude")
    appealing.appeal(adas_comment, by=ada, text="Was it?")
    as_member(mona).get("/admin/queue/")
    assert lines(mona) == ["1 appeal waits for an answer"]
    as_member(mona).get("/admin/queue/appeals/")
    assert lines(mona) == []


def test_the_line_leads_to_the_list(
    discussion: Discussion, ada: Member, mira: Member, as_member: Open
) -> None:
    hold(discussion, ada)
    page = as_member(mira).get("/notifications/").content.decode()
    assert 'href="/admin/queue/?list=waiting"' in page
    assert "1 comment waits for a moderator New" in words_of(as_member(mira))


def test_only_moderators_choose_how_they_hear_of_it_and_at_first_on_the_site(
    mira: Member, ada: Member, as_member: Open
) -> None:
    assert 'name="held"' in as_member(mira).get("/accounts/notifications/").content.decode()
    assert 'name="held"' not in as_member(ada).get("/accounts/notifications/").content.decode()
    assert mailing.chosen_by(mira)["held"] == Delivery.SITE


def test_a_held_comment_costs_whoever_posts_three_questions_more(
    discussion: Discussion, ada: Member, mira: Member, mona: Member
) -> None:
    hold(discussion, ada)
    with CaptureQueriesContext(connection) as queries:
        hold(discussion, ada)
    asked = [query for query in queries if "forum_notification" in query["sql"]]
    assert len(asked) <= 3
