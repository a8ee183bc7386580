"""Threads as a walk from the top of the page to its bottom, whatever their depth. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol


class Placed(Protocol):
    """Anything with a place in a thread: a comment, or what is left of one."""

    pk: Any
    parent_id: Any
    root_id: Any


@dataclass(frozen=True)
class Step:
    """One comment of the walk, with what a nested list has to open before it and close after it."""

    comment: Any
    depth: int
    opens: bool
    is_leaf: bool
    closes: range


def walk(comments: Iterable[Placed]) -> list[Step]:
    """The comments in reading order: each is followed by its answers, in the order given.

    An answer whose parent isn't among them hangs on its root, and without that it begins a thread,
    so that none is lost.
    """
    rows = list(comments)
    present = {row.pk for row in rows}
    answers: dict[Any, list[Placed]] = defaultdict(list)
    for row in rows:
        above = (pk for pk in (row.parent_id, row.root_id) if pk in present)
        answers[next(above, None)].append(row)
    visits = list(_visit(answers))
    following = [*(depth for _, depth in visits), 0][1:]
    return [
        Step(
            comment=row,
            depth=depth,
            opens=index > 0 and depth > visits[index - 1][1],
            is_leaf=next_depth <= depth,
            closes=range(max(depth - next_depth, 0)),
        )
        for index, ((row, depth), next_depth) in enumerate(zip(visits, following, strict=True))
    ]


def with_answers(comments: Iterable[Placed], tops: Iterable[Any]) -> list[Any]:
    """Of comments, each after the one that it answers, those with the ids `tops` and all below."""
    kept = set(tops)
    rows = []
    for row in comments:
        if row.pk in kept or row.parent_id in kept:
            kept.add(row.pk)
            rows.append(row)
    return rows


def listed(comments: Iterable[Placed]) -> list[Step]:
    """The comments one below the other, without their places in the thread."""
    return [Step(row, depth=0, opens=False, is_leaf=True, closes=range(0)) for row in comments]


def _visit(answers: dict[Any, list[Placed]]) -> Iterator[tuple[Placed, int]]:
    # A stack instead of recursion: a thread may be deeper than Python's call stack.
    stack = [(row, 0) for row in reversed(answers[None])]
    while stack:
        row, depth = stack.pop()
        yield row, depth
        stack.extend((answer, depth + 1) for answer in reversed(answers[row.pk]))
