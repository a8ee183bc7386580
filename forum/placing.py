"""Gives a comment its place in the thread."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from django.db import transaction
from django.db.models import Max

from forum import ranking
from forum.indexing import index_comments
from forum.models import Comment, Quote, Recheck
from forum.models.comment import count_in
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


def place_all(comments: Sequence[Comment]) -> None:
    """Stores new comments of one discussion, without quotes: each comes after the one that it
    answers, which is among them or stored already."""
    with transaction.atomic(savepoint=False):
        _thread(comments)
        for comment in comments:
            comment.rank = ranking.rank(0, comment.shown_at)
        for level in _levels(comments):
            Comment.objects.bulk_create(level)
        index_comments(comments, are_new=True)
        more = Counter(comment.root_id for comment in comments if comment.is_published)
        if comments:
            count_in(comments[0].discussion_id, more)


def _thread(comments: Sequence[Comment]) -> None:
    """Gives each its thread, and its place there after all that are stored."""
    roots: dict[int, Comment | int] = {}  # of each comment here: new ones, or ids of stored ones
    threads: dict[int, list[Comment]] = defaultdict(list)
    for comment in comments:
        if above := comment.parent:
            root = roots.get(id(above)) or (above.root_id or above.pk or above)
            roots[id(comment)] = root
            threads[root if isinstance(root, int) else -id(root)].append(comment)
            if isinstance(root, int):
                comment.root_id = root
            else:
                comment.root = root
    last = _last_ordinals({root for root in threads if root > 0})
    for root, replies in threads.items():
        for ordinal, comment in enumerate(replies, last.get(root, 0) + 1):
            comment.ordinal = ordinal
    for comment in comments:
        if comment.parent:
            comment.path = path_below(comment.parent.path, comment.ordinal)


def _levels(comments: Sequence[Comment]) -> Iterator[list[Comment]]:
    """Those that can be stored at once: what they answer is stored before."""
    left = list(comments)
    while left:
        ready = [comment for comment in left if not comment.parent or comment.parent.pk]
        yield ready
        left = [comment for comment in left if not comment.pk]


def _last_ordinals(roots: Set[int]) -> dict[int, int]:
    # In one order, so that two who lock several never wait for each other.
    locked = Comment.objects.select_for_update().only("pk").filter(pk__in=roots)
    list(locked.order_by("pk"))
    replies = Comment.objects.filter(root__in=roots).order_by()
    return dict(replies.values_list("root").annotate(last=Max("ordinal")))


def attach(quotes: Sequence[Quote], comment: Comment) -> None:
    """Stores the quotes of a comment's present text. Those of what the article said before are
    then followed to what it says today."""
    attach_all((quote, comment) for quote in quotes)


def attach_all(quotes: Iterable[tuple[Quote, Comment]]) -> None:
    """Stores quotes of several comments, as `attach` does."""
    rows = []
    articles = {}
    for quote, comment in quotes:
        quote.comment = comment
        rows.append(quote)
        if not quote.stands:
            articles[comment.discussion_id] = comment.discussion.article
    Quote.objects.bulk_create(rows)
    for article in articles.values():
        Recheck.objects.request(article=article)


def _next_ordinal(root_id: int) -> int:
    # The lock on the root makes answers to one thread queue here, so that none gets a number twice.
    Comment.objects.select_for_update().only("pk").get(pk=root_id)
    last = Comment.objects.filter(root_id=root_id).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1
