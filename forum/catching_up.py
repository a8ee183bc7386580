"""What is new in a discussion, in reading order, with what it answers in a line each."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from forum.models import Comment, Discussion
from forum.models.comment import CommentQuerySet
from forum.reading import Row, read
from forum.threads import Step, paths_above, walk

MOST = 999  # new comments that are told of; of more, the newest
PER_PAGE = 30
LINES_ABOVE = 3  # beside the comment that began the thread


class Place(NamedTuple):
    """Where a comment stands, oldest threads first."""

    root: int
    path: str
    pk: int


@dataclass
class Line:
    """A comment that is there only to say what those below it answer."""

    comment: Comment
    is_line: bool = field(default=True, init=False)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.comment, name)


@dataclass(frozen=True)
class Page:
    """Some of what is new. The next page begins after the comment `next`."""

    steps: list[Step]
    first: int | None
    next: int | None


def places(new: CommentQuerySet) -> list[Place]:
    """Where these comments stand. One more than are told of, if there are more."""
    found = new.order_by("-appeared_at").values_list("root", "path", "pk")[: MOST + 1]
    return sorted(Place(root or pk, path, pk) for root, path, pk in found)


def page(discussion: Discussion, new: Sequence[Place], viewer: Any, *, after: int = 0) -> Page:
    """The comments at these places, from the first after the comment `after` on."""
    last = discussion.comments.placed_for(viewer).filter(pk=after).first() if after else None
    first = bisect_right(new, _place(last)) if last else 0
    here = new[first : first + PER_PAGE]
    rows = read(Comment.objects.filter(pk__in=[place.pk for place in here]), viewer)
    above = _above(discussion, here, viewer)
    comments = {row.pk: row for row in [*rows, *above] if isinstance(row, Comment)}
    for comment in comments.values():
        comment.discussion = discussion
        comment.answered = comments.get(comment.parent_id or 0)
    lines = [Line(comment) for comment in above]
    in_order: list[Row | Line] = sorted([*rows, *lines], key=_place)
    return Page(
        steps=walk(in_order, number=lambda row: int(not isinstance(row, Line))),
        first=here[0].pk if here else None,
        next=here[-1].pk if first + PER_PAGE < len(new) else None,
    )


def _place(row: Any) -> Place:
    return Place(row.root_id or row.pk, row.path, row.pk)


def _above(discussion: Discussion, here: Iterable[Place], viewer: Any) -> list[Comment]:
    """What began the threads and the last ones above each, as far as the viewer may read it."""
    shown, meant = {place.pk for place in here}, set()
    for place in here:
        if place.path:
            meant |= {(place.root, path) for path in _near(place.path)}
    readable = discussion.comments.visible_to(viewer).select_related("author")
    roots, paths = {root for root, _ in meant}, {path for _, path in meant if path}
    found = [*readable.filter(pk__in=roots)]
    if paths:
        found += readable.filter(root__in=roots, path__in=paths)
    return [row for row in found if _place(row)[:2] in meant and row.pk not in shown]


def _near(path: str) -> set[str]:
    above = paths_above(path)
    return {above[0], *above[-LINES_ABOVE:]}
