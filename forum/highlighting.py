"""What an article's author and the editors put forward in its discussion."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from forum.models import MOST_PINS, Change, Comment, Discussion, Highlight, Member, Status


def highlight(comment: Comment, kind: Highlight.Kind, *, by: Member) -> None:
    """Pins a published comment, or picks one of somebody else. A second time changes nothing.

    Raises ValidationError if enough comments are pinned in its discussion.
    """
    _refuse_others(comment, by)
    if kind == Highlight.Kind.PICK and comment.is_by(by):
        raise PermissionDenied("Nobody picks a comment of their own.")
    with transaction.atomic():
        stored = Comment.objects.select_for_update(no_key=True).only("status").get(pk=comment.pk)
        if not stored.is_published:
            raise PermissionDenied("Only published comments are pinned and picked.")
        if Highlight.objects.standing().filter(comment=comment, kind=kind).exists():
            return
        if kind == Highlight.Kind.PIN:
            _refuse_more(comment.discussion)
        Highlight.objects.create(discussion=comment.discussion, comment=comment, kind=kind, by=by)
        Change.objects.note(comment=comment)


def take_back(comment: Comment, kind: Highlight.Kind, *, by: Member) -> None:
    """Ends it. Authors do so only with what they put forward themselves, or they could take
    back what editors see in a comment that criticises them."""
    _refuse_others(comment, by)
    with transaction.atomic():
        standing = Highlight.objects.standing().filter(comment=comment, kind=kind)
        if not by.may_highlight and standing.exclude(by=by).exists():
            raise PermissionDenied("Editors and moderators take back what others put forward.")
        if standing.update(ended_at=timezone.now(), ended_by=by):
            Change.objects.note(comment=comment)


def _refuse_others(comment: Comment, by: Member) -> None:
    if not comment.discussion.may_be_highlighted_by(by):
        raise PermissionDenied("The article’s author and the editors pin and pick comments.")


def _refuse_more(discussion: Discussion) -> None:
    # The lock makes those who pin at the same time queue here, so that each is counted.
    Discussion.objects.select_for_update(no_key=True).only("pk").get(pk=discussion.pk)
    pins = discussion.highlights.standing().filter(
        kind=Highlight.Kind.PIN, comment__status=Status.PUBLISHED
    )
    if pins.count() >= MOST_PINS:
        raise ValidationError(
            f"{MOST_PINS} comments are pinned here already. Unpin one of them first.",
            code="enough",
        )
