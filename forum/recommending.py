"""What readers tell each other about a comment."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from forum import ranking
from forum.models import Change, Comment, Member, Recommendation


def recommend(comment: Comment, *, by: Member) -> None:
    """Recommends a published comment of somebody else. A second time changes nothing."""
    if comment.is_by(by) or not comment.is_published:
        raise PermissionDenied("You can recommend published comments of others.")
    if comment.discussion.is_read_only:
        raise PermissionDenied("This discussion can only be read.")
    with transaction.atomic():
        locked = _locked(comment)
        Recommendation.objects.get_or_create(comment=comment, member=by)
        _count(locked)
        Change.objects.note(comment=comment, is_contained=True)


def take_back(comment: Comment, *, by: Member) -> None:
    with transaction.atomic():
        locked = _locked(comment)
        Recommendation.objects.filter(comment=comment, member=by).delete()
        _count(locked)
        Change.objects.note(comment=comment, is_contained=True)


def _locked(comment: Comment) -> Comment:
    """So that of two people who recommend at once each is counted."""
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _count(comment: Comment) -> None:
    comment.recommendation_count = Recommendation.objects.filter(comment=comment).count()
    comment.rank = ranking.rank(comment.recommendation_count, comment.shown_at)
    comment.save(update_fields=["recommendation_count", "rank"])
