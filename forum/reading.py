"""A discussion as one viewer sees it, a page at a time."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from forum.models import (
    Comment,
    Decision,
    Discussion,
    Flag,
    Quote,
    Recommendation,
    Status,
    quotes_shown_to,
)
from forum.models.comment import CommentQuerySet
from forum.threads import Step, walk, with_answers

ROOTS_PER_PAGE = 50
OLDEST, NEWEST = "oldest", "newest"


@dataclass
class Tombstone:
    """What is left of a removed or withdrawn comment for those who may not read it."""

    pk: int
    parent_id: int | None
    root_id: int | None
    ordinal: int
    status: str
    created_at: datetime
    decision: Decision | None = None
    is_tombstone: bool = field(default=True, init=False)

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"


@dataclass(frozen=True)
class Page:
    """Some threads of a discussion. The neighbouring pages are named by the root they begin with;
    `previous` is 0 where that is the discussion's first."""

    steps: list[Step]
    previous: int | None
    next: int | None


def page(discussion: Discussion, viewer: Any, *, order: str = OLDEST, start: int = 0) -> Page:
    """Up to 50 threads with all their replies, beginning with the root `start` (0: the first)."""
    roots = discussion.comments.placed_for(viewer).filter(root=None)
    ids, following = _ahead(roots, order, start)
    place = {pk: index for index, pk in enumerate(ids)}
    comments = read(_threads(discussion, ids), viewer)
    comments.sort(key=lambda row: (place.get(row.pk, 0), row.ordinal))
    return Page(
        steps=walk(comments),
        previous=_behind(roots, order, start) if start else None,
        next=following,
    )


def branches(discussion: Discussion, tops: Iterable[int], viewer: Any, *, start: int = 0) -> Page:
    """The comments with the ids `tops` and all answers to them, from up to 50 threads, beginning
    with the one whose root is `start` or comes after it."""
    placed = discussion.comments.placed_for(viewer).filter(pk__in=tops)
    root_of = {pk: root or pk for pk, root in placed.values_list("pk", "root")}
    roots = sorted(set(root_of.values()))
    first = bisect_left(roots, start)
    ids, following = roots[first : first + ROOTS_PER_PAGE], roots[first + ROOTS_PER_PAGE :]
    comments = read(_threads(discussion, ids), viewer)
    comments.sort(key=lambda row: (row.root_id or row.pk, row.ordinal))
    return Page(
        steps=walk(with_answers(comments, root_of)),
        previous=roots[max(first - ROOTS_PER_PAGE, 0)] if first else None,
        next=following[0] if following else None,
    )


def page_start(comment: Comment, viewer: Any) -> int:
    """With which root the page begins that shows `comment`, oldest threads first."""
    root = comment.root_id or comment.pk
    roots = comment.discussion.comments.placed_for(viewer).filter(root=None, pk__lt=root)
    return root if roots[ROOTS_PER_PAGE - 1 : ROOTS_PER_PAGE].exists() else 0


def read(rows: CommentQuerySet, viewer: Any) -> list[Comment | Tombstone]:
    """The rows that have a place for `viewer`: comments with everything that their page says of
    them, and tombstones for those whose words the viewer may not read."""
    rows = rows.placed_for(viewer)
    comments = list(_with_particulars(rows.visible_to(viewer), viewer))
    tombstones = [] if viewer.is_authenticated and viewer.is_moderator else _gone(rows, comments)
    _add_decisions([*comments, *tombstones])
    return [*comments, *tombstones]


def _threads(discussion: Discussion, roots: Sequence[int]) -> CommentQuerySet:
    return discussion.comments.filter(Q(pk__in=roots) | Q(root__in=roots))


def _gone(rows: CommentQuerySet, readable: Sequence[Comment]) -> list[Tombstone]:
    gone = rows.filter(status__in=[Status.REMOVED, Status.WITHDRAWN])
    places = gone.exclude(pk__in=[comment.pk for comment in readable]).values(
        "pk", "parent_id", "root_id", "ordinal", "status", "created_at"
    )
    return [Tombstone(**place) for place in places]


def _ahead(roots: QuerySet, order: str, start: int) -> tuple[list[int], int | None]:
    """The ids of one page of roots, and that of the root after them."""
    if start:
        roots = roots.filter(pk__gte=start) if order == OLDEST else roots.filter(pk__lte=start)
    ordered = roots.order_by("pk" if order == OLDEST else "-pk")
    ids = list(ordered.values_list("pk", flat=True)[: ROOTS_PER_PAGE + 1])
    return ids[:ROOTS_PER_PAGE], ids[ROOTS_PER_PAGE] if len(ids) > ROOTS_PER_PAGE else None


def _behind(roots: QuerySet, order: str, start: int) -> int | None:
    """With which root the page before `start` begins; None if there is none before it."""
    if order == OLDEST:
        before = roots.filter(pk__lt=start).order_by("-pk")
    else:
        before = roots.filter(pk__gt=start).order_by("pk")
    ids = list(before.values_list("pk", flat=True)[: ROOTS_PER_PAGE + 1])
    if not ids:
        return None
    return ids[ROOTS_PER_PAGE - 1] if len(ids) > ROOTS_PER_PAGE else 0


def _with_particulars(rows: CommentQuerySet, viewer: Any) -> QuerySet[Comment]:
    mine, flags = Recommendation.objects.none(), Flag.objects.none()
    if viewer.is_authenticated:
        mine = Recommendation.objects.filter(member=viewer, comment=OuterRef("pk"))
        if viewer.is_moderator:
            flags = Flag.objects.open()
    return (
        rows.select_related("author")
        .with_versions()
        .annotate(
            recommendations=_count(Recommendation.objects.all()),
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


def _add_decisions(rows: Sequence[Comment | Tombstone]) -> None:
    """Says of each that isn't published what was decided last."""
    undecided = {row.pk: row for row in rows if row.status != Status.PUBLISHED}
    for row in rows:
        row.decision = None
    if undecided:
        for decision in Decision.objects.filter(comment__in=undecided).order_by("pk"):
            undecided[decision.comment_id].decision = decision
