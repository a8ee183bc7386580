"""Finds what a viewer may read by its words: the newest first, and about as fast among a million
comments as among a thousand (docs/decisions/search.md)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Func, OuterRef

from articles.models.article import ArticleQuerySet
from forum.models import Comment, Discussion, IndexedArticle, IndexedComment
from forum.models.indexed import sign_of
from forum.search import Query

PER_PAGE = 20
FIRST_STRETCH = 4096  # ids, sixteen times as many with every step


@dataclass(frozen=True)
class Found:
    """A page of comments, and before which id the next one begins."""

    shown: list[Comment]
    next: int | None


def find_articles(query: Query, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those of the articles, which are to be what the viewer may read, that have these words."""
    found = IndexedArticle.objects.filter(words__matches=(query, ""))
    return articles.filter(pk__in=found.values("pk")).newest_first()


def find_comments(
    query: Query, viewer: Any, *, discussion: Discussion | None = None, before: int = 0
) -> Found:
    """The newest comments whose ids are below `before` (0: all), with authors and articles."""
    readable = Comment.objects.visible_to(viewer)
    if discussion:
        readable = readable.filter(discussion=discussion)
    keys = _newest(query, readable, sign_of(discussion) if discussion else "", before)
    comments = readable.filter(pk__in=keys[:PER_PAGE]).select_related(
        "author", "discussion__article"
    )
    return Found(
        shown=list(comments.order_by("-pk")),
        next=keys[PER_PAGE - 1] if len(keys) > PER_PAGE else None,
    )


class _Unsorted(Func):
    """A key that PostgreSQL may not read its rows in order of. It would, where it takes a word for
    frequent, and read all of them if it is mistaken."""

    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s + 0)", **context)


def _newest(query: Query, readable: Any, sign: str, before: int) -> list[int]:
    """The next keys, one more than a page has.

    They are looked for in stretches of ids, so that of a frequent word only the last are read.
    """
    matching = IndexedComment.objects.filter(words__matches=(query, sign)).filter(
        Exists(readable.filter(pk=OuterRef("pk")))
    )
    newest = matching.order_by(_Unsorted("pk").desc()).values_list("pk", flat=True)
    last = Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    end, stretch = min(before or last + 1, last + 1), FIRST_STRETCH
    keys: list[int] = []
    while end > 1 and len(keys) <= PER_PAGE:
        start = max(end - stretch, 1)
        keys += newest.filter(pk__gte=start, pk__lt=end)[: PER_PAGE + 1 - len(keys)]
        end, stretch = start, 16 * stretch
    return keys
