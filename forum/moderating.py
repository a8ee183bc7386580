"""What moderators decide. Every verb records a Decision and settles the reports of the comment."""

from django.db import transaction

from forum.models import Comment, Decision, Flag, Member, Status


def approve(comment: Comment, *, by: Member, reason: str = "") -> Decision:
    """Publishes a comment that was waiting, or lets a published one stand against its reports."""
    return _decide(comment, Status.PUBLISHED, by=by, reason=reason)


def reject(comment: Comment, *, by: Member, reason: str) -> Decision:
    """Keeps a waiting comment from being published. Its author sees the reason."""
    return _decide(comment, Status.REJECTED, by=by, reason=reason)


def remove(comment: Comment, *, by: Member, reason: str) -> Decision:
    """Takes a published comment away. Everybody sees that it was there, and the reason."""
    return _decide(comment, Status.REMOVED, by=by, reason=reason)


def restore(comment: Comment, *, by: Member, reason: str = "") -> Decision:
    """Publishes a removed or rejected comment after all."""
    return _decide(comment, Status.PUBLISHED, by=by, reason=reason)


def _decide(comment: Comment, status: Status, *, by: Member, reason: str) -> Decision:
    """Raises ValidationError if someone else has decided otherwise in the meantime."""
    with transaction.atomic():
        decision = comment.become(status, by=by, reason=reason)
        Flag.objects.open().filter(comment=comment).update(settled_by=decision)
    return decision
