from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from forum.flagging import flag
from forum.models import Comment, Decision, Discussion, Member
from forum.posting import post

LIST = "admin:forum_comment_changelist"


@pytest.fixture
def desk(mira: Member, as_member: Callable[[Member], Client]) -> Client:
    return as_member(mira)


@pytest.fixture
def waiting(discussion: Discussion, nora: Member) -> Comment:
    discussion.mode = Discussion.Mode.PREMODERATED
    comment = post(discussion, author=nora, body="Hello, is this on?")
    discussion.mode = Discussion.Mode.OPEN
    return comment


def decide(desk: Client, comment: Comment, verb: str, reason: str = "") -> str:
    address = reverse("admin:forum_comment_change", args=[comment.pk])
    empty = {
        f"{inline}-{count}": "0"
        for inline in ("flags", "decisions")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    answer = desk.post(address, {"verb": verb, "reason": reason, **empty}, follow=True)
    comment.refresh_from_db()
    return answer.content.decode()


def act(desk: Client, action: str, *comments: Comment, **more: str) -> str:
    keys = [comment.pk for comment in comments]
    answer = desk.post(
        reverse(LIST), {"action": action, "_selected_action": keys, **more}, follow=True
    )
    return answer.content.decode()


def test_waiting_comments_are_listed_with_their_article_and_found_by_status(
    desk: Client, waiting: Comment, adas_comment: Comment
) -> None:
    page = desk.get(reverse(LIST), {"status__exact": "waiting"}).content.decode()
    assert "Hello, is this on?" in page
    assert waiting.discussion.article.title in page
    assert adas_comment.text not in page


def test_reported_comments_are_found_with_what_the_reader_said(
    desk: Client, adas_comment: Comment, bobs_answer: Comment, bob: Member
) -> None:
    flag(adas_comment, by=bob, reason="abuse", note="He means me.")
    page = desk.get(reverse(LIST), {"reports": "open"}).content.decode()
    assert adas_comment.text in page
    assert bobs_answer.text not in page
    page = desk.get(reverse("admin:forum_comment_change", args=[adas_comment.pk])).content.decode()
    assert "He means me." in page


def test_a_moderator_reads_the_answered_comment_beside_the_answer(
    desk: Client, bobs_answer: Comment
) -> None:
    page = desk.get(reverse("admin:forum_comment_change", args=[bobs_answer.pk])).content.decode()
    assert "I took the later tram" in page
    assert "So did I." in page


def test_several_comments_are_approved_at_once(
    desk: Client, waiting: Comment, adas_comment: Comment, mira: Member
) -> None:
    assert "Decided on 2 comments." in act(desk, "approve", waiting, adas_comment)
    waiting.refresh_from_db()
    assert waiting.is_published
    assert Decision.objects.filter(by=mira).count() == 2


@pytest.mark.parametrize(("action", "status"), [("reject", "rejected"), ("remove", "removed")])
def test_taking_words_away_needs_a_reason(
    action: str, status: str, desk: Client, waiting: Comment, adas_comment: Comment
) -> None:
    comment = waiting if action == "reject" else adas_comment
    before = comment.status
    asked = act(desk, action, comment)
    comment.refresh_from_db()
    assert 'name="reason"' in asked
    assert comment.status == before
    act(desk, action, comment, reason="Personal attack")
    comment.refresh_from_db()
    assert comment.status == status
    assert comment.decisions.first().reason == "Personal attack"


def test_one_comment_is_decided_on_from_its_own_page(desk: Client, adas_comment: Comment) -> None:
    assert "Say why" in decide(desk, adas_comment, "remove")
    assert adas_comment.is_published
    decide(desk, adas_comment, "remove", "Off topic")
    assert adas_comment.status == "removed"
    decide(desk, adas_comment, "restore")
    assert adas_comment.is_published


def test_the_words_of_a_comment_are_not_changed_at_the_desk(
    desk: Client, adas_comment: Comment
) -> None:
    address = reverse("admin:forum_comment_change", args=[adas_comment.pk])
    desk.post(address, {"body": "Changed.", "html": "Changed.", "status": "removed"})
    adas_comment.refresh_from_db()
    assert adas_comment.text == "I took the later tram on its first night."
    assert adas_comment.is_published


def test_nothing_is_deleted_at_the_desk(desk: Client, adas_comment: Comment) -> None:
    desk.post(reverse("admin:forum_comment_delete", args=[adas_comment.pk]), {"post": "yes"})
    act(desk, "delete_selected", adas_comment, post="yes")
    assert Comment.objects.filter(pk=adas_comment.pk).exists()


def test_a_moderator_opens_and_closes_discussions(desk: Client, discussion: Discussion) -> None:
    desk.post(
        reverse("admin:forum_discussion_changelist"),
        {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "1",
            "form-0-article": discussion.pk,
            "form-0-mode": "closed",
            "_save": "Save",
        },
    )
    discussion.refresh_from_db()
    assert discussion.is_closed


def test_moderators_do_not_see_e_mail_addresses_or_give_powers(
    desk: Client, ada: Member, mira: Member
) -> None:
    address = reverse("admin:forum_member_change", args=[ada.pk])
    assert ada.email not in desk.get(address).content.decode()
    assert desk.post(address, {"name": "Ada", "is_superuser": "on"}).status_code == 403
    ada.refresh_from_db()
    assert not ada.is_superuser
