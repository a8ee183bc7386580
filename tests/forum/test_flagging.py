"""Readers' reports: when they hide a comment, how much each counts, who may answer then."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from forum import moderating
from forum.flagging import flag, take_back
from forum.models import Comment, Discussion, Flag, Member, Status
from forum.posting import edit, post
from tests.forum.dumps import dump

Open = Callable[[Member], Client]


@pytest.fixture
def readers(make_member: Callable[..., Member]) -> list[Member]:
    return [make_member(name) for name in ("Paul", "Rosa", "Tom")]


def now(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


def test_a_comment_that_three_readers_report_is_hidden_until_a_moderator_has_looked(
    adas_comment: Comment,
    bobs_answer: Comment,
    readers: list[Member],
    mira: Member,
    as_member: Open,
) -> None:
    for reader, status in zip(readers, ["published", "published", "hidden"], strict=True):
        flag(adas_comment, by=reader, reason="abuse")
        assert now(adas_comment) == status
    decision = adas_comment.decisions.get()
    assert (decision.by, decision.reason) == (None, "3 readers reported it.")
    article = adas_comment.discussion.article.get_absolute_url()
    page = Client().get(article).content.decode()
    assert adas_comment.text not in page
    assert "hidden until a moderator has looked" in page
    assert bobs_answer.text in page
    own = as_member(adas_comment.author).get(article).content.decode()
    assert adas_comment.text in own
    assert "Readers reported this." in own
    moderating.approve(adas_comment, by=mira)
    assert adas_comment.text in Client().get(article).content.decode()


def test_what_a_moderator_let_stand_no_number_of_reports_hides_again(
    adas_comment: Comment, bob: Member, readers: list[Member], mira: Member
) -> None:
    flag(adas_comment, by=bob, reason="abuse")
    moderating.approve(adas_comment, by=mira)
    for reader in readers:
        flag(adas_comment, by=reader, reason="abuse")
    assert now(adas_comment) == "published"


def test_whoever_was_often_wrong_counts_for_less_and_comes_back_silently(
    adas_comment: Comment, discussion: Discussion, readers: list[Member], bob: Member, mira: Member
) -> None:
    said = [post(discussion, author=bob, body=f"A thought, no. {number}.") for number in range(2)]
    decisions = []
    for comment in said:
        flag(comment, by=readers[0], reason="spam")
        decisions.append(moderating.approve(comment, by=mira))
    for reader in readers:
        flag(adas_comment, by=reader, reason="abuse")
    assert now(adas_comment) == "published"
    take_back(adas_comment, by=readers[0])
    for decision in reversed(decisions):
        moderating.undo(decision, by=mira)
    flag(adas_comment, by=readers[0], reason="abuse")
    assert now(adas_comment) == "hidden"


def test_a_site_can_hide_nothing_by_reports(
    adas_comment: Comment, readers: list[Member], settings: object
) -> None:
    settings.REPORTS_THAT_HIDE = 0  # type: ignore[attr-defined]
    for reader in readers:
        flag(adas_comment, by=reader, reason="abuse")
    assert now(adas_comment) == "published"


def test_a_decision_on_what_reports_hid_is_undone_to_there(
    adas_comment: Comment, readers: list[Member], mira: Member
) -> None:
    for reader in readers:
        flag(adas_comment, by=reader, reason="abuse")
    before = dump()
    moderating.undo(moderating.remove(adas_comment, by=mira, reason="Insult"), by=mira)
    assert dump() == before
    assert Flag.objects.open().count() == 3


def test_who_reported_a_comment_does_not_answer_it(
    adas_comment: Comment, bob: Member, nora: Member
) -> None:
    flag(adas_comment, by=bob, reason="abuse")
    answer = {"body": "And another thing.", "to": adas_comment}
    with pytest.raises(ValidationError, match="leave it to the moderators"):
        post(adas_comment.discussion, author=bob, **answer)
    post(adas_comment.discussion, author=nora, **answer)
    take_back(adas_comment, by=bob)
    post(adas_comment.discussion, author=bob, **answer)


def test_who_answered_first_still_edits_the_answer(bobs_answer: Comment, bob: Member) -> None:
    assert bobs_answer.parent
    flag(bobs_answer.parent, by=bob, reason="abuse")
    edit(bobs_answer, by=bob, body="So did I, once.", version=1)


def test_what_is_hidden_waits_among_the_reported(
    adas_comment: Comment, readers: list[Member], mira: Member, as_member: Open
) -> None:
    for reader in readers:
        flag(adas_comment, by=reader, reason="abuse")
    page = as_member(mira).get("/admin/queue/?list=reported").content.decode()
    assert adas_comment.text in page
    assert "3 readers reported it." in page
    form = {"comment": adas_comment.pk, "verb": "remove", "version": 1, "reason": "Insult"}
    form["seen"] = adas_comment.decisions.get().pk
    as_member(mira).post("/admin/queue/decisions/", form)
    assert now(adas_comment) == Status.REMOVED
