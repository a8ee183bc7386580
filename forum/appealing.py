"""What authors can do against a decision on their comment: ask once that somebody else looks."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from forum import moderating
from forum.models import Appeal, Comment, Decision, Member, Notification, Status
from forum.notifying import tell_answer, tell_moderators


def appealable(comment: Comment) -> Decision | None:
    """The decision that took the comment away, if its author can still appeal against it."""
    if comment.purged_at or comment.status not in {Status.REJECTED, Status.REMOVED}:
        return None
    decision = comment.decisions.standing().by_moderators().first()
    return decision if decision and not hasattr(decision, "appeal") else None


def appeal(comment: Comment, *, by: Member, text: str) -> Appeal:
    """Asks another moderator to look at what was decided on one's own comment."""
    if not comment.is_by(by):
        raise PermissionDenied("Only its author can appeal against a decision on a comment.")
    with transaction.atomic():
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        comment.refresh_from_db(fields=["status", "purged_at"])
        decision = appealable(comment)
        if decision is None:
            raise ValidationError("There is nothing to appeal against.", code="repeated")
        made = Appeal.objects.create(decision=decision, text=text)
        tell_moderators(Notification.Kind.APPEALED, comment, but=[by.pk, decision.by_id])
        return made


def answer(appeal: Appeal, *, by: Member, is_granted: bool, words: str) -> None:
    """Brings the comment back, or says why not. Either is final, and the author reads the words."""
    decision = appeal.decision
    if decision.by == by or decision.comment.is_by(by):
        raise PermissionDenied("Somebody else answers an appeal against a decision of yours.")
    with transaction.atomic():
        stored = Appeal.objects.select_for_update().get(pk=appeal.pk)
        if not Appeal.objects.open().filter(pk=appeal.pk).exists():
            who = stored.answered_by
            said = f"{who} has answered this." if who else "This is over: see the comment."
            raise ValidationError(said, code="not_possible")
        stored.answered_by, stored.answered_at = by, timezone.now()
        stored.is_granted, stored.answer = is_granted, words
        stored.save()
        if is_granted:  # of which the author is told as of any decision
            moderating.restore(decision.comment, by=by, reason=words)
        else:
            tell_answer(decision)
