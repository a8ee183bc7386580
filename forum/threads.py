"""Threads as a walk from the top of the page to its bottom, whatever their depth. Pure.

Where a comment stands in its thread is also written down, as its `path`: the ordinals of the
comments above it and its own, in letters that sort like numbers. What begins with a comment's path
is its branch, and in the order of paths a thread is read from top to bottom.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
BEHIND = "~"  # comes after all of them
WIDTH = 4  # letters for each level: 1.6 million replies in a thread
DEEPEST = 120  # levels; an answer below them stands beside what it answers
PAGE = 50  # comments: a page of long ones is 100 KB of HTML
REPLIES = 10  # of each thread, unless the page has room for more


class Placed(Protocol):
    """Anything with a place in a thread: a comment, or what is left of one."""

    @property
    def pk(self) -> Any: ...

    @property
    def parent_id(self) -> Any: ...

    @property
    def root_id(self) -> Any: ...


@dataclass(frozen=True)
class Step:
    """One comment of the walk, with how many answers stand below it, and how many nested lists end
    after it. Where it isn't a leaf, the list of its answers begins after it."""

    comment: Any
    depth: int
    below: int
    is_leaf: bool
    closes: range


def path_below(parent: str, ordinal: int) -> str:
    """The path of the reply with this ordinal to the comment with that path ("" for a root)."""
    above = parent[: (DEEPEST - 1) * WIDTH]
    letters = ""
    for _ in range(WIDTH):
        ordinal, letter = divmod(ordinal, len(LETTERS))
        letters = LETTERS[letter] + letters
    return above + letters


def paths_above(path: str) -> list[str]:
    """The paths of the comments above, from the root ("") on."""
    return [path[:end] for end in range(0, len(path), WIDTH)]


def fit(sizes: Sequence[int], *, is_last: bool) -> tuple[int, int]:
    """How many of the threads with so many replies go on a page, and the first how many replies
    of each: where all are shown and there is room, more."""
    room, threads = PAGE, 0
    for size in sizes:
        room -= 1 + min(size, REPLIES)
        if room < 0 and threads:
            return threads, REPLIES
        threads += 1
    replies = REPLIES
    while is_last and replies < max(sizes, default=0):
        if sum(1 + min(size, replies + REPLIES) for size in sizes) > PAGE:
            break
        replies += REPLIES
    return threads, replies


def walk(
    comments: Iterable[Placed], *, number: Callable[[Any], int] = lambda comment: 1
) -> list[Step]:
    """The comments in reading order: each is followed by its answers, in the order given.

    An answer whose parent isn't among them hangs on its root, and without that it begins a thread,
    so that none is lost. `number` tells for how many comments a row stands.
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
            below=below,
            is_leaf=next_depth <= depth,
            closes=range(max(depth - next_depth, 0)),
        )
        for (row, depth), below, next_depth in zip(
            visits, _below(visits, number), following, strict=True
        )
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
    return [Step(row, depth=0, below=0, is_leaf=True, closes=range(0)) for row in comments]


def _visit(answers: dict[Any, list[Placed]]) -> Iterator[tuple[Placed, int]]:
    # A stack instead of recursion: a thread may be deeper than Python's call stack.
    stack = [(row, 0) for row in reversed(answers[None])]
    while stack:
        row, depth = stack.pop()
        yield row, depth
        stack.extend((answer, depth + 1) for answer in reversed(answers[row.pk]))


def _below(visits: Sequence[tuple[Placed, int]], number: Callable[[Any], int]) -> list[int]:
    """How many comments stand below each."""
    found: list[int] = []
    at_depth: dict[int, int] = defaultdict(int)
    for row, depth in reversed(visits):
        found.append(at_depth.pop(depth + 1, 0))
        at_depth[depth] += number(row) + found[-1]
    return found[::-1]
