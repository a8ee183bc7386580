"""What readers tell the moderators about a comment."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from forum import notifying
from forum.models import Comment, Flag, Member, Notification, Status


def flag(comment: Comment, *, by: Member, reason: str, note: str = "") -> Flag:
    """Reports a published comment of somebody else to the moderators, once. If enough have, it is
    hidden until a moderator has looked."""
    if comment.is_by(by) or not comment.is_published:
        raise PermissionDenied("You can report published comments of others.")
    with transaction.atomic():
        row, is_new = Flag.objects.get_or_create(
            comment=comment, member=by, defaults={"reason": reason, "note": note}
        )
        if not is_new:
            raise ValidationError("You have already reported this comment.", code="repeated")
        _hide_if_many(comment)
        reported = Notification.Kind.REPORTED
        notifying.tell_moderators(reported, comment, but=[by.pk, comment.author_id])
    return row


def take_back(comment: Comment, *, by: Member) -> None:
    """Takes a report back as long as nobody has decided on it."""
    Flag.objects.open().filter(comment=comment, member=by).delete()


def _hide_if_many(comment: Comment) -> None:
    """Where a moderator has looked already, no number of reports hides it again."""
    Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    reports = Flag.objects.open().filter(comment=comment)
    weights, members = reports.weights(), list(reports.values_list("member", flat=True))
    is_much = sum(weights.get(member, 1) for member in members) >= settings.REPORTS_THAT_HIDE
    looked_at = comment.decisions.standing().by_moderators()
    still = Comment.objects.filter(pk=comment.pk, status=Status.PUBLISHED)
    if settings.REPORTS_THAT_HIDE and is_much and still.exists() and not looked_at.exists():
        reason = f"{len(members)} readers reported it."
        notifying.tell_of(comment.become(Status.HIDDEN, by=None, reason=reason))
