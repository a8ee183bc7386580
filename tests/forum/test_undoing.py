"""Decisions on many comments at once, and taking decisions back."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from forum import moderating
from forum.counting import wrong_counts
from forum.flagging import flag
from forum.models import Comment, Decision, Discussion, Member, Status
from forum.posting import post, withdraw
from tests.forum.dumps import dump


@pytest.fixture
def max_(make_member: Callable[..., Member]) -> Member:
    """Moderates, too."""
    return make_member("Max")


@pytest.fixture
def talk(discussion: Discussion, ada: Member, bob: Member, nora: Member) -> list[Comment]:
    """Ada says something, Bob answers, Nora answers him; Bob says something else. Nora waits."""
    first = post(discussion, author=ada, body="The tram is late.")
    answer = post(discussion, author=bob, body="> The tram is late.\n\nIt isn't.", to=first)
    deep = post(discussion, author=nora, body="It is, Bob.", to=answer)
    other = post(discussion, author=bob, body="Nobody counted.")
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=nora, body="May I?")
    flag(answer, by=ada, reason="abuse")
    flag(first, by=nora, reason="off_topic")
    return [first, answer, deep, other, waiting]


def test_what_was_undone_is_as_it_was(talk: list[Comment], mira: Member) -> None:
    before = dump()
    decision = moderating.remove(talk[1], by=mira, reason="Insult")
    assert dump() != before
    undoing = moderating.undo(decision, by=mira)
    assert dump() == before
    assert (undoing.before, undoing.after, undoing.undoes) == ("removed", "published", decision)
    assert not list(wrong_counts())


def test_an_approval_is_undone_and_the_comment_waits_again(
    talk: list[Comment], mira: Member
) -> None:
    decision = moderating.approve(talk[4], by=mira)
    moderating.undo(decision, by=mira)
    assert Comment.objects.get(pk=talk[4].pk).is_waiting


def test_a_whole_branch_is_removed_with_one_word_and_comes_back_with_one(
    talk: list[Comment], mira: Member
) -> None:
    before = dump()
    batch = moderating.remove_branch(talk[0], by=mira, words_for=lambda _: "Off topic")
    assert set(Comment.objects.filter(status=Status.REMOVED)) == set(talk[:3])
    assert {decision.batch for decision in Decision.objects.by_moderators()} == {batch.id}
    undone = moderating.undo_batch(batch.id, by=mira)
    assert len(undone.decisions) == 3
    assert dump() == before


def test_a_branch_below_an_answer_leaves_what_stands_beside_it(
    talk: list[Comment], mira: Member
) -> None:
    moderating.remove_branch(talk[1], by=mira, words_for=lambda _: "Off topic")
    assert set(Comment.objects.filter(status=Status.REMOVED)) == set(talk[1:3])


def test_the_moderators_own_answers_stay_in_a_branch(
    talk: list[Comment], mira: Member, discussion: Discussion
) -> None:
    discussion.mode = Discussion.Mode.OPEN
    own = post(discussion, author=mira, body="Please stay friendly.", to=talk[2])
    moderating.remove_branch(talk[0], by=mira, words_for=lambda _: "They didn't")
    own.refresh_from_db()
    assert own.is_published


def test_many_are_decided_together_and_those_that_cannot_be_are_named(
    talk: list[Comment], mira: Member, nora: Member
) -> None:
    withdraw(talk[4], by=nora)
    before = dump()
    batch = moderating.decide_together(moderating.remove, talk, by=mira, reason="Spam")
    assert len(batch.decisions) == 4
    assert len(batch.refusals) == 1
    assert "Nora withdrew it" in batch.refusals[0]
    moderating.undo_batch(batch.id, by=mira)
    assert dump() == before


def test_undoing_a_batch_leaves_what_somebody_decided_since(
    talk: list[Comment], mira: Member, max_: Member
) -> None:
    batch = moderating.decide_together(moderating.remove, talk[:2], by=mira, reason="Spam")
    moderating.restore(talk[0], by=max_, reason="It is about the tram")
    undone = moderating.undo_batch(batch.id, by=mira)
    assert [decision.comment for decision in undone.decisions] == [talk[1]]
    assert "Max approved it just now: It is about the tram. Undo that first." in undone.refusals[0]
    moderating.undo(Decision.objects.get(by=max_), by=mira)
    assert Comment.objects.get(pk=talk[0].pk).status == Status.REMOVED


def test_what_stood_before_an_undone_decision_can_be_undone_next(
    talk: list[Comment], mira: Member
) -> None:
    before = dump()
    first = moderating.approve(talk[4], by=mira)
    second = moderating.remove(talk[4], by=mira, reason="On second thoughts")
    with pytest.raises(ValidationError, match="Mira removed it just now: On second thoughts"):
        moderating.undo(first, by=mira)
    moderating.undo(second, by=mira)
    moderating.undo(first, by=mira)
    assert dump() == before


def test_nothing_is_undone_twice(talk: list[Comment], mira: Member) -> None:
    decision = moderating.remove(talk[0], by=mira, reason="Spam")
    undoing = moderating.undo(decision, by=mira)
    for each in (decision, undoing):
        with pytest.raises(ValidationError, match="nothing to undo"):
            moderating.undo(each, by=mira)


def test_what_authors_and_the_site_did_is_not_undone(
    talk: list[Comment], mira: Member, bob: Member
) -> None:
    withdraw(talk[3], by=bob)
    for comment in (talk[3], talk[4]):
        with pytest.raises(ValidationError, match="nothing to undo"):
            moderating.undo(comment.decisions.get(), by=mira)


def test_nobody_decides_on_a_comment_of_their_own(
    discussion: Discussion, mira: Member, max_: Member
) -> None:
    own = post(discussion, author=mira, body="I moderate here.")
    with pytest.raises(PermissionDenied):
        moderating.remove(own, by=mira, reason="Regret")
    decision = moderating.remove(own, by=max_, reason="Off topic")
    with pytest.raises(PermissionDenied):
        moderating.undo(decision, by=mira)
    with pytest.raises(PermissionDenied):
        moderating.restore(own, by=mira)
    moderating.undo(decision, by=max_)


def test_who_has_not_seen_the_last_decision_is_told_of_it(
    talk: list[Comment], mira: Member, max_: Member
) -> None:
    moderating.approve(talk[1], by=mira, reason="It is no insult", seen=0)
    with pytest.raises(ValidationError, match=r"Mira approved it just now: It is no insult\."):
        moderating.remove(talk[1], by=max_, reason="Insult", seen=0)
    last = talk[1].decisions.get()
    moderating.remove(talk[1], by=max_, reason="Insult", seen=last.pk)
