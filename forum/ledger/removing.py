"""Comments that go without a trace, as if they had never come in: only the ledger does that."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from forum.models import Change, Comment, Decision, Fidelity, IndexedComment, Quote
from forum.models.comment import count_in


def remove_comments(comments: Sequence[Comment]) -> None:
    """Deletes comments of one discussion of which nobody has made anything, with all that belongs
    to them, in the caller's transaction."""
    if not comments:
        return
    keys = [comment.pk for comment in comments]
    published = [comment for comment in comments if comment.is_published]
    counts = Counter(comment.root_id for comment in published)
    count_in(comments[0].discussion_id, {root: -number for root, number in counts.items()})
    _leave_unfound(Quote.objects.filter(quoted_comment__in=keys).exclude(comment__in=keys))
    Change.objects.filter(comment__in=keys).update(comment=None)
    Change.objects.filter(thread__in=keys).update(thread=None)
    # Decisions are for ever, but for those with which an import brought a comment in.
    QuerySet(Decision).filter(comment__in=keys).delete()
    IndexedComment.objects.filter(pk__in=keys).delete()
    rows = Comment.objects.filter(pk__in=keys)
    # Deleted together, they may not stand in each other's way.
    Quote.objects.filter(Q(comment__in=keys) | Q(revision__comment__in=keys)).delete()
    rows.filter(root__isnull=False).update(parent=None, root=None, ordinal=0, path="")
    rows.delete()


def _leave_unfound(quotes: "QuerySet[Quote]") -> None:
    """Quotes of them in what is to be taken back after them."""
    quotes.update(
        fidelity=Fidelity.UNFOUND,
        quoted_comment=None,
        quoted_version=None,
        start=None,
        end=None,
        exact="",
        prefix="",
        suffix="",
        segments=[],
    )
