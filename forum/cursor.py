"""How far somebody has followed the log of changes. Pure."""

import re
from typing import NamedTuple

MOST_MISSING = 50
WRITTEN = re.compile(rf"\d{{1,18}}(-\d{{1,18}}){{0,{MOST_MISSING}}}", re.ASCII)


class Cursor(NamedTuple):
    """Up to a number, except for those `missing` below it: given already, and not seen yet, because
    the transactions that they were given to hadn't ended."""

    last: int
    missing: frozenset[int] = frozenset()

    def __str__(self) -> str:
        """With few missing. Too many: then it reaches less far, and something is told twice."""
        if len(self.missing) > MOST_MISSING:
            return str(min(self.missing) - 1)
        return "-".join(map(str, [self.last, *sorted(self.missing)]))

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        if not WRITTEN.fullmatch(text):
            return None
        last, *missing = map(int, text.split("-"))
        return cls(last, frozenset(missing))

    def covers(self, number: int) -> bool:
        return number <= self.last and number not in self.missing

    def moved(self, number: int, goal: "Cursor") -> "Cursor":
        """On the way to the goal, in the order of numbers, when this one has just been told."""
        last = max(self.last, number)
        left = {missing for missing in self.missing if missing > number} | goal.missing
        return Cursor(last, frozenset(missing for missing in left if missing < last))
