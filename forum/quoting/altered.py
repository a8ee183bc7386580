"""Quotes that don't stand in their source word for word, but can come from nowhere else.

When three words in ten are changed, left out or put in, some pairs of neighbouring words remain
whatever the three are; texts that have nothing to do with each other share few. So pairs show where
to look, and the words in common decide.
"""

from collections.abc import Iterator
from itertools import pairwise

from forum.quoting.aligning import Alignment, align
from forum.quoting.comparing import compare
from forum.quoting.findings import Finding, Source
from forum.quoting.sought import FEW, Sought, weight

# A passage is the one that is quoted if words in common tell this much and it is this close.
CLOSE_ENOUGH = ((3.5, 0.7), (10, 0.65))
COMMONPLACE = 64  # a pair of words with more places than these shows nothing
FEWEST_PAIRS = 0.25  # of the quote's pairs, in a window worth a closer look
MOST_WINDOWS = 2
ROOM = 12  # words beyond half its length that a quote may have skipped without saying so,
OMITTED = 60  # and at each omission that it marks

Hit = tuple[int, int]  # a pair's place in the source and in the quote


def find_altered(sought: Sought, source: Source) -> tuple[float, Finding] | None:
    """The one passage that comes close to the quote, and how close.

    None if no passage does, or if two do equally well.
    """
    if len(sought.words) < FEW:
        return None
    close = sorted(_close_passages(sought, source), key=lambda found: -found.closeness)
    if not close or (len(close) > 1 and close[0].closeness == close[1].closeness):
        return None
    finding = compare(sought, source, close[0].runs)
    return (close[0].closeness, finding) if finding else None


def _close_passages(sought: Sought, source: Source) -> Iterator[Alignment]:
    quote = [word.key for word in sought.words]
    text = source.keys
    omissions = _omissions(sought)
    wide = len(quote) * 3 // 2 + ROOM + OMITTED * len(omissions)
    tight = len(quote) + ROOM // 2
    hits = _hits(quote, source)
    for _ in range(MOST_WINDOWS):
        window = _densest(hits, wide)
        if not _covers_enough(window, quote):
            return
        bounds = [
            _around(hits_within, len(quote), len(text))
            for hits_within in (_densest(window, tight), window)
        ]
        tried = [align(quote, text, *edges, omissions=omissions) for edges in bounds]
        found = max(filter(None, tried), key=lambda one: one.closeness, default=None)
        start, end = bounds[-1]
        if found and _is_close(found, sought):
            yield found
            start, end = found.runs[0].source, found.runs[-1].source_end
        text = [*text[:start], *[""] * (end - start), *text[end:]]
        hits = [hit for hit in hits if not start <= hit[0] < end]


def _covers_enough(window: list[Hit], quote: list[str]) -> bool:
    return len({number for _, number in window}) >= max(1, FEWEST_PAIRS * (len(quote) - 1))


def _omissions(sought: Sought) -> list[int]:
    starts = [word.start for word in sought.words]
    return [sum(start < end for start in starts) for _, end in sought.omissions]


def _hits(quote: list[str], source: Source) -> list[Hit]:
    hits = []
    for number, pair in enumerate(pairwise(quote)):
        found = source.pairs.get(pair, [])
        if len(found) <= COMMONPLACE:
            hits += [(place, number) for place in found]
    return sorted(hits)


def _densest(hits: list[Hit], reach: int) -> list[Hit]:
    """The hits within reach of each other that cover most of the quote's pairs."""
    counts: dict[int, int] = {}
    best = (0, 0, 0)
    first = 0
    for last, (place, number) in enumerate(hits):
        counts[number] = counts.get(number, 0) + 1
        while place - hits[first][0] > reach:
            gone = hits[first][1]
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            first += 1
        if len(counts) > best[0]:
            best = (len(counts), first, last + 1)
    return hits[best[1] : best[2]]


def _around(window: list[Hit], length: int, size: int) -> tuple[int, int]:
    """The words of the source in which the whole quote could stand."""
    start = min(place - number for place, number in window) - ROOM
    end = max(place + length - number for place, number in window) + ROOM
    return max(0, start), min(size, end)


def _is_close(found: Alignment, sought: Sought) -> bool:
    matched = (word for run in found.runs for word in sought.words[run.quote : run.quote_end])
    tell = sum(map(weight, matched))
    return any(tell >= enough and found.closeness >= close for enough, close in CLOSE_ENOUGH)
