"""Whether the counts that are kept along the way are those of what there is."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from forum.models import Change, Comment, Discussion, Recommendation, Status


class Wrong(NamedTuple):
    row: Any
    field: str
    stored: int
    true: int


def wrong_counts() -> Iterator[Wrong]:
    """Every stored count that differs from what it counts."""
    published = Comment.objects.filter(status=Status.PUBLISHED)
    yield from _wrong(Discussion.objects.all(), "comment_count", published, "discussion")
    yield from _wrong(Comment.objects.filter(root=None), "reply_count", published, "root")
    yield from _wrong(
        Comment.objects.all(), "recommendation_count", Recommendation.objects.all(), "comment"
    )


def mend(wrong: Wrong) -> None:
    with transaction.atomic():
        type(wrong.row).objects.filter(pk=wrong.row.pk).update(**{wrong.field: wrong.true})
        Change.objects.note()


def recount(discussion: int) -> None:
    """Counts the published comments of a discussion, and of each of its threads, anew."""
    published = Comment.objects.filter(status=Status.PUBLISHED)
    roots = Comment.objects.filter(discussion=discussion, root=None)
    with transaction.atomic():
        roots.update(reply_count=_number(published, "root"))
        Discussion.objects.filter(pk=discussion).update(
            comment_count=published.filter(discussion=discussion).count()
        )
        Change.objects.note()


def _wrong(rows: QuerySet[Any], field: str, counted: QuerySet[Any], of: str) -> Iterator[Wrong]:
    checked = rows.annotate(true=_number(counted, of))
    for row in checked.exclude(**{field: F("true")}).order_by("pk").iterator():
        yield Wrong(row, field, getattr(row, field), row.true)


def _number(counted: QuerySet[Any], of: str) -> Coalesce:
    """How many of these rows belong to a row by their field `of`."""
    numbers = counted.filter(**{of: OuterRef("pk")}).order_by().values(of)
    number = numbers.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, IntegerField()), 0)
