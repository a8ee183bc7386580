"""Quotes that stand in their source word for word."""

import sys
from collections.abc import Callable, Iterator
from heapq import merge

from forum.quoting.findings import Finding, Source
from forum.quoting.sought import Piece, Sought
from forum.quoting.words import stands_free


def find_verbatim(sought: Sought, source: Source, *, unique: bool = False) -> Finding | None:
    """The quote's first place in a source; None if it has none, or several and must be unique."""
    found = places(sought, sought.whole, source)
    place = next(found, None)
    if place is None or (unique and next(found, None)):
        return None
    start, end = source.folded.span(*_with_same_edges(sought, source, *place))
    return Finding("verbatim", source, start, end)


def places(
    sought: Sought, piece: Piece, source: Source, start: int = 0, end: int = sys.maxsize
) -> Iterator[tuple[int, int]]:
    """Where a piece stands in the source's folded text, but for the case of its first letter."""
    text = source.folded.text
    wanted = sought.text[piece.start : piece.end]
    spellings = {wanted, _recased(wanted, str.upper), _recased(wanted, str.lower)}
    for at in merge(*(_occurrences(text, spelling, start, end) for spelling in spellings)):
        if stands_free(text, at, at + len(wanted)):
            yield at, at + len(wanted)


def _occurrences(text: str, wanted: str, start: int, end: int) -> Iterator[int]:
    at = text.find(wanted, start, end)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1, end)


def _recased(wanted: str, change: Callable[[str], str]) -> str:
    first = change(wanted[0])
    return first + wanted[1:] if len(first) == 1 else wanted


def _with_same_edges(sought: Sought, source: Source, start: int, end: int) -> tuple[int, int]:
    """A place with the marks around it that quote and source have in common."""
    quote, text = sought.text, source.folded.text
    q_start, q_end = sought.start, sought.end
    while q_start and start and quote[q_start - 1] == text[start - 1]:
        q_start, start = q_start - 1, start - 1
    while q_end < len(quote) and end < len(text) and quote[q_end] == text[end]:
        q_end, end = q_end + 1, end + 1
    blank_start = len(text[start:end]) - len(text[start:end].lstrip())
    blank_end = len(text[start:end]) - len(text[start:end].rstrip())
    return start + blank_start, end - blank_end
