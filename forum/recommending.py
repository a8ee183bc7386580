"""What readers tell each other about a comment."""

from django.core.exceptions import PermissionDenied

from forum.models import Comment, Member, Recommendation


def recommend(comment: Comment, *, by: Member) -> None:
    """Recommends a published comment of somebody else. A second time changes nothing."""
    if comment.is_by(by) or not comment.is_published:
        raise PermissionDenied("You can recommend published comments of others.")
    Recommendation.objects.get_or_create(comment=comment, member=by)


def take_back(comment: Comment, *, by: Member) -> None:
    Recommendation.objects.filter(comment=comment, member=by).delete()
