"""Where comments quote articles."""

from collections import defaultdict
from collections.abc import Iterable

from articles.models import ArticleVersion
from forum.margins import Place, quoted_stretches
from forum.models import Quote
from forum.models.comment import CommentQuerySet


def places(
    versions: Iterable[ArticleVersion], comments: CommentQuerySet
) -> defaultdict[int, list[Place]]:
    """What of each version, by its key, these comments quote today. One query, however many."""
    found: defaultdict[int, list[Place]] = defaultdict(list)
    rows = Quote.objects.today_in(versions, comments).values_list(
        "article_version", "comment", "comment__author", "comment__author_name", "start", "end",
        "segments",
    )  # fmt: skip
    for version, comment, author, name, *place in rows.order_by():
        person = author or name or ("somebody", comment)
        found[version] += (
            Place(comment, person, start, end) for start, end in quoted_stretches(*place)
        )
    return found
