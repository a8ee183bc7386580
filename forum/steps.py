"""The rows of a page in reading order, with a line for what isn't there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from forum.models import Comment, Discussion
from forum.reading import Row, Tombstone, read
from forum.threads import WIDTH, Step, walk

DEEPEST_SHOWN = 10  # levels; what is below continues on a page of its own


@dataclass
class More:
    """In the place of comments below `parent_id` that the page doesn't hold."""

    parent_id: int
    root_id: int | None
    count: int = 0
    is_more: bool = field(default=True, init=False)

    @property
    def pk(self) -> str:
        return f"more-{self.parent_id}"


@dataclass(frozen=True)
class Page:
    """Some threads of a discussion. The neighbouring pages are named by the comment they begin
    with; `previous` is 0 where that is the first of all."""

    steps: list[Step]
    previous: int | None
    next: int | None


def read_in(discussion: Discussion, keys: Iterable[int], viewer: Any) -> list[Row]:
    """The rows of a discussion with these keys, as far as they have a place for the viewer."""
    rows = read(Comment.objects.filter(pk__in=keys), viewer)
    for row in rows:
        if isinstance(row, Comment):
            row.discussion = discussion
    return rows


def in_order(rows: Iterable[Row], roots: Sequence[int]) -> list[Row]:
    """Those below these roots, in their order, and of each thread in that in which they came."""
    place = {pk: index for index, pk in enumerate(roots)}
    return sorted(
        (row for row in rows if (row.root_id or row.pk) in place),
        key=lambda row: (place[row.root_id or row.pk], row.ordinal),
    )


def in_steps(rows: Sequence[Row], *, at: Comment | None = None) -> list[Step]:
    """The rows in reading order, with a line for what isn't there, and without what nobody needs:
    the places of removed comments that nobody has answered."""
    kept = _without_leaves(rows, at)
    shown = [row for row in kept if _is_shown(row, at)]
    name_answered(shown)
    lines: list[Row | More] = [*shown, *_more(shown, kept)]
    return walk(lines, number=_number)


def name_answered(rows: Sequence[Row]) -> None:
    """Tells each comment which one on its page it answers."""
    comments = {row.pk: row for row in rows if isinstance(row, Comment)}
    for row in comments.values():
        row.answered = comments.get(row.parent_id or 0)


def _number(line: Row | More) -> int:
    return line.count if isinstance(line, More) else 1


def _without_leaves(rows: Sequence[Row], at: Comment | None) -> list[Row]:
    kept: list[Row] = []
    answered: set[int | None] = {at.pk} if at else set()
    for row in reversed(rows):  # answers come after what they answer
        if not isinstance(row, Tombstone) or row.pk in answered:
            kept.append(row)
            answered.add(row.parent_id)
    return kept[::-1]


def _is_shown(row: Row, at: Comment | None) -> bool:
    is_around = at is not None and row.root_id is not None and row.root_id == at.root_id
    return is_around or len(row.path) <= DEEPEST_SHOWN * WIDTH


def _more(shown: Sequence[Row], kept: Sequence[Row]) -> list[More]:
    roots = {row.pk: row.reply_count for row in shown if row.root_id is None}
    for row in shown:
        if isinstance(row, Comment) and row.is_published and row.root_id in roots:
            roots[row.root_id] -= 1
    here = {row.pk for row in shown}
    cut = {(row.root_id, row.path[: DEEPEST_SHOWN * WIDTH]) for row in kept if row.pk not in here}
    ends = [More(row.pk, row.root_id) for row in shown if (row.root_id, row.path) in cut]
    return ends + [More(root, None, count) for root, count in roots.items() if count > 0]
