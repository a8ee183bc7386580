"""Where each comment of a discussion begins."""

from collections.abc import Iterator, Sequence

from articles.readers.furniture import is_form
from articles.readers.lines import Line
from articles.readers.numbering import LIKELIEST, WAYS, number_of, numbered
from articles.readers.signatures import signature
from articles.readers.thread import Opening, Thread


def openings(lines: Sequence[Line], announced: int | None) -> list[Opening]:
    """The comments that begin in these lines; none if the first line begins no comment.

    Of the ways to read them the first that gives the announced number of comments is taken; if
    none does, the likeliest.
    """
    if not opens(lines, 0):
        return []
    readings = _readings(lines, announced)
    likeliest = next(readings)
    if announced is None:
        return likeliest
    return next((reading for reading in readings if len(reading) == announced), likeliest)


def opens(lines: Sequence[Line], place: int) -> bool:
    return number_of(lines[place]) == 1 or signature(lines, place) is not None


def one_for_each_paragraph(lines: Sequence[Line]) -> list[Opening]:
    """Where nothing tells the comments apart, each paragraph is taken for one."""
    thread = Thread()
    for place, line in enumerate(lines):
        if is_form(line):
            break
        if line.after_blank:
            thread.open(place)
    return thread.openings


def _readings(lines: Sequence[Line], announced: int | None) -> Iterator[list[Opening]]:
    """The likeliest, then all of them in the order in which they deserve to be believed."""
    if number_of(lines[0]) == 1:
        for way in (LIKELIEST, *WAYS):
            yield numbered(lines, way, announced)
    else:
        for only_dated in (False, False, True):
            yield _signed(lines, only_dated=only_dated)


def _signed(lines: Sequence[Line], *, only_dated: bool) -> list[Opening]:
    thread, place = Thread(), 0
    while place < len(lines):
        line, signed = lines[place], signature(lines, place)
        if signed and (place == 0 or signed.dated or (line.after_blank and not only_dated)):
            thread.open_at(line.indent, place)
            place += signed.length
        else:
            place += 1
    return thread.openings
