"""What readers tell the moderators about a comment."""

from django.core.exceptions import PermissionDenied, ValidationError

from forum.models import Comment, Flag, Member


def flag(comment: Comment, *, by: Member, reason: str, note: str = "") -> Flag:
    """Reports a published comment of somebody else to the moderators, once."""
    if comment.is_by(by) or not comment.is_published:
        raise PermissionDenied("You can report published comments of others.")
    row, is_new = Flag.objects.get_or_create(
        comment=comment, member=by, defaults={"reason": reason, "note": note}
    )
    if not is_new:
        raise ValidationError("You have already reported this comment.", code="repeated")
    return row


def take_back(comment: Comment, *, by: Member) -> None:
    """Takes a report back as long as nobody has decided on it."""
    Flag.objects.open().filter(comment=comment, member=by).delete()
