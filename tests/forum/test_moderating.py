import pytest
from django.core.exceptions import ValidationError

from forum import moderating
from forum.flagging import flag
from forum.models import Comment, Decision, Discussion, Member, Status
from forum.posting import post


@pytest.fixture
def waiting(discussion: Discussion, nora: Member) -> Comment:
    discussion.mode = Discussion.Mode.PREMODERATED
    return post(discussion, author=nora, body="Hello, is this on?")


def test_approving_publishes_what_was_waiting(waiting: Comment, mira: Member) -> None:
    moderating.approve(waiting, by=mira)
    waiting.refresh_from_db()
    assert waiting.is_published


def test_every_decision_says_who_what_and_why(adas_comment: Comment, mira: Member) -> None:
    moderating.remove(adas_comment, by=mira, reason="Personal attack")
    moderating.restore(adas_comment, by=mira, reason="It was a quotation")
    told = [(d.by, d.before, d.after, d.reason) for d in adas_comment.decisions.order_by("pk")]
    assert told == [
        (mira, "published", "removed", "Personal attack"),
        (mira, "removed", "published", "It was a quotation"),
    ]


def test_a_decision_is_never_changed_or_deleted(adas_comment: Comment, mira: Member) -> None:
    decision = moderating.remove(adas_comment, by=mira, reason="Spam")
    decision.reason = "Something nicer"
    for attempt in (
        decision.save,
        decision.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(reason="Something nicer"),
    ):
        with pytest.raises(TypeError):
            attempt()
    assert Decision.objects.get().reason == "Spam"


def test_of_two_moderators_the_second_is_told_what_the_first_decided(
    waiting: Comment, mira: Member
) -> None:
    as_seen_by_the_other = Comment.objects.get(pk=waiting.pk)
    moderating.reject(waiting, by=mira, reason="Not about the article")
    with pytest.raises(ValidationError, match="rejected"):
        moderating.reject(as_seen_by_the_other, by=mira, reason="Spam")
    assert waiting.decisions.filter(after=Status.REJECTED).count() == 1


def test_a_withdrawn_comment_stays_withdrawn(
    adas_comment: Comment, ada: Member, mira: Member
) -> None:
    adas_comment.become(Status.WITHDRAWN, by=ada)
    for decide in (moderating.approve, moderating.restore):
        with pytest.raises(ValidationError):
            decide(adas_comment, by=mira)


def test_a_decision_settles_the_reports(adas_comment: Comment, bob: Member, mira: Member) -> None:
    report = flag(adas_comment, by=bob, reason="abuse")
    decision = moderating.approve(adas_comment, by=mira, reason="It isn't")
    report.refresh_from_db()
    assert report.settled_by == decision
    adas_comment.refresh_from_db()
    assert adas_comment.is_published
