"""Comments as one viewer may read them, with everything that their page says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from forum.models import (
    Comment,
    Decision,
    Flag,
    Quote,
    Recommendation,
    Status,
    quotes_shown_to,
)
from forum.models.comment import CommentQuerySet


@dataclass
class Tombstone:
    """What is left of a removed, hidden or withdrawn comment for those who may not read it."""

    pk: int
    parent_id: int | None
    root_id: int | None
    ordinal: int
    path: str
    reply_count: int
    status: str
    created_at: datetime
    decision: Decision | None = None
    is_tombstone: bool = field(default=True, init=False)

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"


Row = Comment | Tombstone


def read(rows: CommentQuerySet, viewer: Any) -> list[Row]:
    """The rows that have a place for `viewer`: comments with everything that their page says of
    them, and tombstones for those whose words the viewer may not read."""
    rows = rows.placed_for(viewer)
    comments = list(_with_particulars(rows.visible_to(viewer), viewer))
    tombstones = [] if viewer.is_authenticated and viewer.is_moderator else _gone(rows, comments)
    _add_decisions([*comments, *tombstones])
    return [*comments, *tombstones]


def _gone(rows: CommentQuerySet, readable: Sequence[Comment]) -> list[Tombstone]:
    gone = rows.filter(status__in=[Status.REMOVED, Status.WITHDRAWN, Status.HIDDEN])
    places = gone.exclude(pk__in=[comment.pk for comment in readable]).values(
        "pk", "parent_id", "root_id", "ordinal", "path", "reply_count", "status", "created_at"
    )
    return [Tombstone(**place) for place in places]


def _with_particulars(rows: CommentQuerySet, viewer: Any) -> QuerySet[Comment]:
    mine, flags = Recommendation.objects.none(), Flag.objects.none()
    if viewer.is_authenticated:
        mine = Recommendation.objects.filter(member=viewer, comment=OuterRef("pk"))
        if viewer.is_moderator:
            flags = Flag.objects.open()
    return (
        rows.select_related("author")
        .defer("body")
        .with_versions()
        .annotate(
            open_flags=_count(flags),
            quoting_comments=_count(
                Quote.objects.today(Comment.objects.published()), "quoted_comment", "comment"
            ),
            is_recommended=Exists(mine),
            is_tombstone=Value(False, BooleanField()),
        )
        .prefetch_related(quotes_shown_to(viewer))
    )


def _count(rows: QuerySet, of: str = "comment", distinct: str = "pk") -> Coalesce:
    """How many of the rows belong to a comment by their field `of`."""
    counted = rows.filter(**{of: OuterRef("pk")}).order_by().values(of)
    number = Count(distinct, distinct=True)
    return Coalesce(Subquery(counted.annotate(number=number).values("number"), IntegerField()), 0)


def _add_decisions(rows: Sequence[Row]) -> None:
    """Says of each that isn't published what was decided last."""
    undecided = {row.pk: row for row in rows if row.status != Status.PUBLISHED}
    for row in rows:
        row.decision = None
    if undecided:
        for decision in Decision.objects.filter(comment__in=undecided).order_by("pk"):
            undecided[decision.comment_id].decision = decision
