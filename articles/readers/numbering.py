"""Numbered comments, whose numbers may also be those of replies, or of points in a comment."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from articles.readers.lines import Line
from articles.readers.signatures import signature
from articles.readers.thread import Opening, Thread

NUMBER = re.compile(r"\(?(?P<number>\d{1,5})[.)]{1,2}(?:\s+|$)")
PATH = re.compile(r"(?P<path>\d{1,4}(?:\.\d{1,4}){1,10})[.):]{0,2}(?:\s+|$)")


class Way(NamedTuple):
    """What numbers are taken to mean where they can mean several things."""

    points: bool | None
    """The next number of a list belongs to the list; None: unless it follows a blank line."""
    replies: bool
    """What stands deeper is a reply, and so is "1.1 million"."""


LIKELIEST = Way(points=None, replies=True)
WAYS = [Way(points, replies) for points in (True, None, False) for replies in (True, False)]


def number_of(line: Line) -> int | None:
    match = NUMBER.match(line.text)
    return int(match["number"]) if match else None


def numbered(lines: Sequence[Line], way: Way, announced: int | None) -> list[Opening]:
    return Numbering(lines, way, announced or 0).read()


class Numbering:
    """One reading of the lines, from the first, which is number 1, to the last."""

    def __init__(self, lines: Sequence[Line], way: Way, announced: int) -> None:
        self.lines, self.way, self.announced = lines, way, announced
        self.root = lines[0].indent
        self.expected, self.in_list = 1, 0
        self.paths: dict[tuple[int, ...], int] = {}
        self.answers: Counter[int | None] = Counter()
        self.thread = Thread()

    def read(self) -> list[Opening]:
        for place, line in enumerate(self.lines):
            deeper = line.indent > self.root
            number = number_of(line)
            if number and deeper:
                self._read_deeper(place, number)
            elif number:
                self._read_number(place, number)
            elif path := _path(line):
                self._read_path(place, path)
            elif deeper and line.after_blank:
                self._read_unnumbered(place)
        return self.thread.openings

    def _read_number(self, place: int, number: int) -> None:
        line = self.lines[place]
        goes_on = number == self.in_list + 1 and (self.in_list > 0 or self.expected > 1)
        skips = self.expected < number <= self.announced and line.after_blank and not goes_on
        points = not line.after_blank if self.way.points is None else self.way.points
        if skips or (number == self.expected and not (goes_on and points)):
            opened = self.thread.open_at(self.root, place, _mark(line))
            self.paths = {(number,): opened}
            self.expected, self.in_list = number + 1, 0
        elif goes_on:
            self.in_list = number

    def _read_path(self, place: int, path: tuple[int, ...]) -> None:
        """ "1.2" is the second answer to comment 1, where that is the one we are in."""
        parent, mark = self.paths.get(path[:-1]), _mark(self.lines[place])
        quantity = self.lines[place].text[mark : mark + 1].islower()
        if parent is None or (quantity and not self.way.replies):
            return
        if self._is_next(parent, path[-1]):
            opened = self.thread.open(place, mark, parent)
            self.thread.chain = [(self.root, opened)]
            self.paths[path] = opened

    def _read_deeper(self, place: int, number: int) -> None:
        line = self.lines[place]
        if not self.way.replies or not line.after_blank or self._is_point(place, number):
            return
        if self._is_next(self.thread.answered_at(line.indent), number):
            self.thread.open_at(line.indent, place, _mark(line))

    def _read_unnumbered(self, place: int) -> None:
        """A dated signature is an answer's, unless it is that of the comment just opened."""
        opening = self.thread.openings[-1]
        bare = len(self.lines[opening.place].text) == opening.mark
        signed = None if bare and opening.place == place - 1 else signature(self.lines, place)
        if self.way.replies and signed and signed.dated:
            self.thread.open_at(self.lines[place].indent, place)

    def _is_next(self, parent: int | None, number: int) -> bool:
        is_next = number == self.answers[parent] + 1
        self.answers[parent] += is_next
        return is_next

    def _is_point(self, place: int, number: int) -> bool:
        """A list follows a colon, or goes on with the next number on the very next line."""
        following = self.lines[place + 1] if place + 1 < len(self.lines) else None
        goes_on = following and not following.after_blank and number_of(following) == number + 1
        return bool(goes_on) or self.lines[place - 1].text.endswith(":")


def _mark(line: Line) -> int:
    match = NUMBER.match(line.text) or PATH.match(line.text)
    return match.end() if match else 0


def _path(line: Line) -> tuple[int, ...]:
    match = PATH.match(line.text)
    return tuple(map(int, match["path"].split("."))) if match else ()
