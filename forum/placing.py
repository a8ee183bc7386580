"""Gives a comment its place in the thread."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from forum import ranking
from forum.indexing import index_comments
from forum.models import Comment, Quote, Recheck
from forum.threads import path_below


def place(comment: Comment, *, quotes: Sequence[Quote]) -> None:
    """Stores a new comment and its quotes, as the last reply of its root so far."""
    with transaction.atomic(savepoint=False):
        if comment.parent:
            comment.root_id = comment.parent.root_id or comment.parent.pk
            comment.ordinal = _next_ordinal(comment.root_id)
            comment.path = path_below(comment.parent.path, comment.ordinal)
        comment.rank = ranking.rank(0, comment.shown_at)
        comment.save(force_insert=True)
        attach(quotes, comment)
        index_comments([comment], are_new=True)
        comment.count(int(comment.is_published))


def attach(quotes: Sequence[Quote], comment: Comment) -> None:
    """Stores the quotes of a comment's present text. Those of what the article said before are
    then followed to what it says today."""
    for quote in quotes:
        quote.comment = comment
    Quote.objects.bulk_create(quotes)
    if not all(quote.stands for quote in quotes):
        Recheck.objects.request(article=comment.discussion.article)


def _next_ordinal(root_id: int) -> int:
    # The lock on the root makes answers to one thread queue here, so that none gets a number twice.
    Comment.objects.select_for_update().only("pk").get(pk=root_id)
    last = Comment.objects.filter(root_id=root_id).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1
