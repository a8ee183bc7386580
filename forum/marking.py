"""Where comments quote articles."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from articles.models import ArticleVersion
from forum.margins import Place, quoted_stretches
from forum.models import Quote, SourceChange
from forum.models.comment import CommentQuerySet


def places(
    versions: Iterable[ArticleVersion], comments: CommentQuerySet
) -> defaultdict[int, list[Place]]:
    """What of each version, by its key, these comments quote today, or quoted before its words
    were changed. One query, however many."""
    keys = [version.pk for version in versions]
    quotes = Quote.objects.today(comments)
    changed = SourceChange.objects.filter(
        article_version__in=keys, quote__in=quotes, start__isnull=False
    )
    rows = _rows(quotes.filter(article_version__in=keys), "comment").union(
        _rows(changed, "quote__comment"), all=True
    )
    found: defaultdict[int, list[Place]] = defaultdict(list)
    for version, comment, author, name, *place in rows:
        person = author or name or ("somebody", comment)
        found[version] += (
            Place(comment, person, start, end) for start, end in quoted_stretches(*place)
        )
    return found


def _rows(quotes: QuerySet[Any], comment: str) -> QuerySet[Any, Any]:
    who = [comment, f"{comment}__author", f"{comment}__author_name"]
    return quotes.order_by().values_list("article_version", *who, "start", "end", "segments")
