"""Not wanting to read what somebody says. It changes nothing for anybody else."""

from django.core.exceptions import PermissionDenied, ValidationError

from forum.models import Member, Mute
from forum.models.mute import MOST


def mute(muted: Member, *, by: Member) -> None:
    """A second time changes nothing. Raises ValidationError if they mute too many."""
    if muted == by:
        raise PermissionDenied("Nobody mutes themselves.")
    if by.mutes.exclude(muted=muted).count() >= MOST:
        raise ValidationError(
            f"You mute {MOST} members, which is as many as one can. Hear one of them again first.",
            code="enough",
        )
    Mute.objects.get_or_create(member=by, muted=muted)
    _forget(by)


def unmute(muted: Member, *, by: Member) -> None:
    by.mutes.filter(muted=muted).delete()
    _forget(by)


def _forget(by: Member) -> None:
    vars(by).pop("muted", None)  # what it had cached
