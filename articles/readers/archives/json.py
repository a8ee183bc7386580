"""JSON of any size, a value at a time: what was read is forgotten."""

import re
from collections.abc import Collection, Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple

from articles.readers import Problem, Unreadable
from articles.readers.archives.mending import Mender
from articles.readers.archives.unpacking import PIECE, Pieces

LONGEST_VALUE = 4_000_000
MOST_BROKEN = 100
DEEPEST = 5
BLANKS = re.compile(r"[ \t\r\n\ufeff]*")
DECODER = JSONDecoder(strict=False)
CUT_OFF = "The file ends in the middle: it was not downloaded as a whole."


class Entry(NamedTuple):
    key: str
    """Of the array or object in which it stands; empty in the outermost."""
    value: Any


def lines(pieces: Pieces) -> Iterator[Any]:
    """The values of a file that holds one after the other, each on a line of its own or all in an
    array. For what is no JSON a Problem comes instead, and the next line."""
    text = _Text(pieces)
    broken = 0
    in_array = text.take("[")
    while not text.is_at_end() and not (in_array and text.take("]")):
        line = text.line
        try:
            yield text.value()
        except _NoJSON as error:
            broken += 1
            if broken > MOST_BROKEN:
                raise Unreadable(f"More than {MOST_BROKEN} lines are no JSON.", line) from error
            if not text.skip_line():
                raise Unreadable(CUT_OFF, line) from error
            yield Problem(f"line {line}", f"This is no JSON and was left out: {error}")
        text.take(",")
    yield from text.mender.told_at_the_end()


def entries(pieces: Pieces, within: Collection[str] = ()) -> Iterator[Entry | Problem]:
    """What stands in the arrays of a document such as {"version": 1, "comments": [{…}, …]}.

    Of an array comes each item, and of the outermost object, or one that is called as one of
    `within`, what stands in it; anything else as a whole. Raises Unreadable for what is no JSON.
    """
    text = _Text(pieces)
    try:
        yield from _entries(text, "", {"", *within}, DEEPEST)
    except _NoJSON as error:
        if error.is_cut_off or text.is_at_end():
            raise Unreadable(CUT_OFF, text.line) from error
        raise Unreadable(f"This is no JSON: {error}", text.line) from error
    yield from text.mender.told_at_the_end()


def _entries(text: "_Text", key: str, within: Collection[str], depth: int) -> Iterator[Entry]:
    if depth and key in within and text.take("{"):
        while not text.take("}"):
            name = text.value()
            if not isinstance(name, str) or not text.take(":"):
                raise _NoJSON("Here should be a name and a colon.")
            yield from _entries(text, name, within, depth - 1)
            if not text.take(","):
                text.expect("}")
    elif depth and text.take("["):
        while not text.take("]"):
            if key in within:
                yield from _entries(text, key, within, depth - 1)
            else:
                yield Entry(key, text.value())
            if not text.take(","):
                text.expect("]")
    else:
        yield Entry(key, text.value())


class _NoJSON(Exception):
    """What stands here is none; or only the beginning of it."""

    def __init__(self, reason: str, *, is_cut_off: bool = False) -> None:
        super().__init__(reason)
        self.is_cut_off = is_cut_off


class _Text:
    """The part of the text that is being read."""

    def __init__(self, pieces: Pieces) -> None:
        self.mender = Mender()
        self.pieces = self.mender.text(pieces)
        self.has_ended = False
        self.buffer = ""
        self.at = 0
        self.line = 1

    def is_at_end(self) -> bool:
        self._skip_blanks()
        return self.at >= len(self.buffer)

    def take(self, mark: str) -> bool:
        self._skip_blanks()
        stands_here = self.buffer.startswith(mark, self.at)
        self.at += stands_here
        return stands_here

    def expect(self, mark: str) -> None:
        self._skip_blanks()
        if not self.buffer.startswith(mark, self.at):
            raise _NoJSON(f"Here should be “,” or “{mark}”.")

    def value(self) -> Any:
        self._skip_blanks()
        while True:
            error, is_cut_off = "it ends in the middle.", False
            try:
                value, end = DECODER.raw_decode(self.buffer, self.at)
            except JSONDecodeError as found:
                error = f"{found.msg}."
                is_cut_off = found.pos >= len(self.buffer) or found.msg.startswith("Unterminated")
            except RecursionError as found:
                raise _NoJSON("It is nested too deeply.") from found
            except ValueError as found:
                raise _NoJSON("A number has too many digits.") from found
            else:
                if end < len(self.buffer) or not self._read_on():
                    self._move_to(end)
                    return value
                continue
            if len(self.buffer) - self.at > LONGEST_VALUE:
                raise _NoJSON(f"{error} Nothing longer than 4 million characters is read.")
            if not self._read_on():
                raise _NoJSON(error, is_cut_off=is_cut_off)

    def skip_line(self) -> bool:
        """False if the text ends with this line."""
        while (end := self.buffer.find("\n", self.at)) < 0:
            self._move_to(len(self.buffer))
            if not self._read_on():
                return False
        self._move_to(end + 1)
        return True

    def _skip_blanks(self) -> None:
        while True:
            blanks = BLANKS.match(self.buffer, self.at)
            self._move_to(blanks.end() if blanks else self.at)
            if self.at < len(self.buffer) or not self._read_on():
                return

    def _move_to(self, place: int) -> None:
        self.line += self.buffer.count("\n", self.at, place)
        self.at = place

    def _read_on(self) -> bool:
        """Twice as much as there was: however long a value is, it is looked at a few times."""
        wanted = max(PIECE, len(self.buffer) - self.at)
        more: list[str] = []
        while not self.has_ended and sum(map(len, more)) < wanted:
            piece = next(self.pieces, None)
            self.has_ended = piece is None
            more.append(piece or "")
        new = "".join(more)
        self.buffer, self.at = self.buffer[self.at :] + new, 0
        return bool(new)
