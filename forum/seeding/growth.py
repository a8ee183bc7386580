"""How discussions grow: where the next comment goes. Pure."""

import random
from dataclasses import dataclass
from typing import NamedTuple

from forum.threads import WIDTH, path_below

ROOTS = 0.4  # of the comments are on the article; most of these are never answered
TO_THE_FIRST = 0.003  # are answers somewhere below the first one
TO_THE_LAST = 0.35  # of the other answers go to whoever spoke last in their thread
DEEPEST = 40
WINDOW = 3_000  # places at which people still look


class Place(NamedTuple):
    parent: int | None
    root: int | None
    ordinal: int
    path: str


@dataclass
class _Thread:
    root: int
    replies: int = 0
    last: "_Spot | None" = None


class _Spot(NamedTuple):
    """A comment that may be answered."""

    pk: int
    path: str
    thread: _Thread


class Growth:
    """One discussion, as those see it who answer in it.

    A comment that was answered is more likely to be answered again, so that a few threads become
    long. Only the latest places are kept, however many comments there are.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.everywhere = _Window(chance)
        self.below_the_first = _Window(chance)
        self.first: _Thread | None = None

    def place(self, pk: int, *, is_answerable: bool = True) -> Place:
        """The place of the next comment, whose id is higher than all before."""
        answered = self._choose()
        if answered is None:
            self._open(_Spot(pk, "", _Thread(pk)), is_answerable)
            return Place(None, None, 0, "")
        thread = answered.thread
        thread.replies += 1
        self._keep(answered)
        path = path_below(answered.path, thread.replies)
        self._open(_Spot(pk, path, thread), is_answerable)
        return Place(answered.pk, thread.root, thread.replies, path)

    def _choose(self) -> _Spot | None:
        roll = self.chance.random()
        if roll < TO_THE_FIRST:
            return self.below_the_first.pick()
        if roll < TO_THE_FIRST + ROOTS:
            return None
        spot = self.everywhere.pick()
        return spot.thread.last if spot and self.chance.random() < TO_THE_LAST else spot

    def _open(self, spot: _Spot, is_answerable: bool) -> None:
        if is_answerable and len(spot.path) < DEEPEST * WIDTH:
            self.first = self.first or spot.thread
            spot.thread.last = spot
            self._keep(spot)

    def _keep(self, spot: _Spot) -> None:
        self.everywhere.add(spot)
        if spot.thread is self.first:
            self.below_the_first.add(spot)


class _Window:
    """The latest places; what comes in when it is full takes the place of what came first."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.spots: list[_Spot] = []
        self.added = 0

    def add(self, spot: _Spot) -> None:
        if len(self.spots) < WINDOW:
            self.spots.append(spot)
        else:
            self.spots[self.added % WINDOW] = spot
        self.added += 1

    def pick(self) -> _Spot | None:
        return self.chance.choice(self.spots) if self.spots else None
