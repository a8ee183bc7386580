"""Comments as they are found one after the other, and which of them each one answers."""

from bisect import bisect_left
from typing import NamedTuple


class Opening(NamedTuple):
    """Where a comment begins."""

    place: int
    mark: int = 0
    """How many characters of the line are its number."""
    parent: int | None = None


class Thread:
    def __init__(self) -> None:
        self.openings: list[Opening] = []
        self.chain: list[tuple[int, int]] = []
        """How deep the last comment stands and which it is, after all those that it stands in."""

    def answered_at(self, indent: int) -> int | None:
        """The last comment that stands less deep than this."""
        depth = bisect_left(self.chain, (indent, -1))
        return self.chain[depth - 1][1] if depth else None

    def open_at(self, indent: int, place: int, mark: int = 0) -> int:
        number = self.open(place, mark, self.answered_at(indent))
        del self.chain[bisect_left(self.chain, (indent, -1)) :]
        self.chain.append((indent, number))
        return number

    def open(self, place: int, mark: int = 0, parent: int | None = None) -> int:
        self.openings.append(Opening(place, mark, parent))
        return len(self.openings) - 1
