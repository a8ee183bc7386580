"""What moderators decide. Every verb records a Decision and settles the reports of the comment."""

from django.db import transaction

from forum.models import Comment, Decision, Flag, Member, Status


def approve(
    comment: Comment, *, by: Member, reason: str = "", version: int | None = None
) -> Decision:
    """Publishes a comment that was waiting, or lets a published one stand against its reports."""
    return _decide(comment, Status.PUBLISHED, by=by, reason=reason, version=version)


def reject(comment: Comment, *, by: Member, reason: str, version: int | None = None) -> Decision:
    """Keeps a waiting comment from being published. Its author sees the reason."""
    return _decide(comment, Status.REJECTED, by=by, reason=reason, version=version)


def remove(comment: Comment, *, by: Member, reason: str, version: int | None = None) -> Decision:
    """Takes a published comment away. Everybody sees that it was there, and the reason."""
    return _decide(comment, Status.REMOVED, by=by, reason=reason, version=version)


def restore(
    comment: Comment, *, by: Member, reason: str = "", version: int | None = None
) -> Decision:
    """Publishes a removed or rejected comment after all."""
    return _decide(comment, Status.PUBLISHED, by=by, reason=reason, version=version)


def _decide(
    comment: Comment, status: Status, *, by: Member, reason: str, version: int | None
) -> Decision:
    """Raises ValidationError if someone else has decided otherwise in the meantime, or if the
    comment's author has changed what the moderator read (its `version`)."""
    with transaction.atomic():
        decision = comment.become(status, by=by, reason=reason, version=version)
        Flag.objects.open().filter(comment=comment).update(settled_by=decision)
    return decision
