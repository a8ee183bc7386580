"""What moderators do about a member, beside deciding on comments. It ends by itself, is told to
the member, and can be lifted."""

from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from forum import moderating
from forum.models import BarredAddress, Comment, Lifting, Member, Note, Sanction, Status

WARNED_FOR = timedelta(days=14)
RECENT = timedelta(days=30)


def warn(member: Member, *, by: Member, reason: str, comment: Comment | None = None) -> Sanction:
    """For a fortnight the member reads the reason wherever they would write."""
    return _impose(
        member, Sanction.Kind.WARNING, by, reason, timezone.now() + WARNED_FOR, comment=comment
    )


def silence(
    member: Member, *, by: Member, reason: str, until: datetime, comment: Comment | None = None
) -> Sanction:
    """Until then the member reads and writes nothing."""
    return _impose(member, Sanction.Kind.SILENCE, by, reason, until, comment=comment)


def ban(
    member: Member,
    *,
    by: Member,
    reason: str,
    until: datetime | None = None,
    comment: Comment | None = None,
    removing: bool = False,
) -> Sanction:
    """Ends the member's sessions and lets them in again after `until` (None: never).

    `removing` takes away everything that they wrote in the last thirty days, in one batch with the
    ban: undone together (`moderating.undo_batch`).
    """
    batch = uuid4() if removing else None
    with transaction.atomic():
        sanction = _impose(
            member, Sanction.Kind.BAN, by, reason, until, comment=comment, batch=batch
        )
        member.end_sessions()
    if removing:
        _remove_recent(member, by, reason, batch)
    return sanction


def lift(sanction: Sanction, *, by: Member) -> None:
    if not Sanction.objects.in_force().filter(pk=sanction.pk).exists():
        raise ValidationError("This has ended already.", code="not_possible")
    Lifting.objects.create(sanction=sanction, by=by)


def carry_over(member: Member, *, address: str) -> Sanction | None:
    """Imposes on the owner of an address, once they have shown that it is theirs, what was in
    force on the account with which they left. Returns it, if there was something."""
    escaped = BarredAddress.objects.sanction_on(address)
    if escaped is None or member.is_staff or escaped.member_id == member.pk:
        return None
    if Sanction.objects.in_force().filter(member=member, kind=escaped.kind).exists():
        return None
    return Sanction.objects.create(
        member=member, by=escaped.by, kind=escaped.kind, reason=escaped.reason, until=escaped.until
    )


def note(member: Member, *, by: Member, text: str) -> Note:
    return Note.objects.create(member=member, by=by, text=text)


def _impose(
    member: Member,
    kind: Sanction.Kind,
    by: Member,
    reason: str,
    until: datetime | None,
    **more: object,
) -> Sanction:
    if member == by or member.is_staff:
        raise PermissionDenied(
            "Moderators don't sanction each other; administrators close accounts."
        )
    return Sanction.objects.create(
        member=member, kind=kind, by=by, reason=reason, until=until, **more
    )


def _remove_recent(member: Member, by: Member, reason: str, batch: object) -> None:
    recent = member.comments.filter(created_at__gt=timezone.now() - RECENT).order_by("pk")
    together = partial(moderating.decide_together, by=by, reason=reason, batch=batch)
    together(moderating.remove, recent.filter(status=Status.PUBLISHED))
    together(moderating.reject, recent.filter(status=Status.WAITING))
