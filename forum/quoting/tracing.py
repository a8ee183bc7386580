"""What becomes of quoted words when the text that they are from changes.

Three answers: they stand as they were, perhaps elsewhere; they were changed, and this stands there
now; they are gone. Words are followed by their place, not looked for, so that no look-alike is
taken for them. Only what is new in the later text is searched, for a sentence that moved.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from forum.quoting.aligning import Run, align
from forum.quoting.altered import FEWEST_PAIRS, find_altered
from forum.quoting.comparing import compare
from forum.quoting.exact import find_verbatim
from forum.quoting.findings import Finding, Segment, Source
from forum.quoting.locating import locate
from forum.quoting.matching import match_words
from forum.quoting.sought import FEW, Sought

CLOSE_ENOUGH = 0.5  # at the same place less likeness proves more than elsewhere
NEIGHBOURS = 30  # words on either side among which a place's edges are looked for
ROOM = 60  # words beyond twice its length to which a place may have grown


@dataclass(frozen=True)
class Trace:
    """Where quoted words are in the later text: text[start:end].

    If they were changed, the segments say how: their `quoted` joined are the words as they were,
    their `original` joined what stands there now. If they stand, there are none.
    """

    start: int
    end: int
    segments: tuple[Segment, ...] = ()

    @property
    def is_changed(self) -> bool:
        return bool(self.segments)


class Succession:
    """A text and a later version of it, through which any number of quotes can be followed."""

    def __init__(self, before: Source, after: Source) -> None:
        self.before, self.after = before, after
        self.matched = match_words(before, after)
        self._starts = [before.folded.starts[word.start] for word in before.words]

    def trace(self, start: int, end: int) -> Trace | None:
        """What became of before.text[start:end]; None: it is gone."""
        words = range(bisect_left(self._starts, start), bisect_left(self._starts, end))
        if not words:
            return None
        if stands := self._as_it_was(words, start, end):
            return stands
        sought = Sought(self.before.text[start:end])
        found = self._in_its_place(words, sought) or self._elsewhere(sought)
        return found if found and self._comes_from(start, end, found) else None

    def trace_pieces(self, pieces: Sequence[tuple[int, int]]) -> Trace | None:
        """What became of a quote that leaves out what stands between its pieces."""
        traced = [(self.trace(*piece), self.before.text[slice(*piece)]) for piece in pieces]
        found = [trace for trace, _ in traced if trace]
        if not found:
            return None
        start, end = min(t.start for t in found), max(t.end for t in found)
        in_order = all(one.end <= other.start for one, other in pairwise(found))
        if in_order and len(found) == len(pieces) and not any(t.is_changed for t in found):
            return Trace(start, end)
        return Trace(start, end, tuple(self._joined(traced, start)))

    def _as_it_was(self, words: range, start: int, end: int) -> Trace | None:
        old, new = self.before.folded, self.after.folded
        became = self._became(words)
        if became[0] < 0 or became != list(range(became[0], became[0] + len(words))):
            return None
        folded = range(bisect_left(old.starts, start), bisect_left(old.starts, end))
        lead = self.before.words[words[0]].start - folded.start
        tail = folded.stop - self.before.words[words[-1]].end
        first = self.after.words[became[0]].start - lead
        last = self.after.words[became[-1]].end + tail
        was, now = old.text[folded.start : folded.stop], new.text[max(first, 0) : last]
        if was[:1].casefold() + was[1:] != now[:1].casefold() + now[1:]:
            return None
        return Trace(*new.span(first, last))

    def _in_its_place(self, words: range, sought: Sought) -> Trace | None:
        tried = (self._in(place, words, sought) for place in self._places(words))
        return next(filter(None, tried), None)

    def _places(self, words: range) -> Iterator[range]:
        """Words of the later text that these may have become: those between what stood around
        them, and those around what is left of them."""
        most = 2 * len(words) + ROOM
        before = self._nearest(range(words.start - 1, words.start - 1 - NEIGHBOURS, -1))
        after = self._nearest(range(words.stop, words.stop + NEIGHBOURS))
        if before is not None and after is not None and before < after <= before + most:
            yield range(before + 1, after)
        if kept := [number for number in self._became(words) if number >= 0]:
            first, last = min(kept) - len(words), max(kept) + len(words)
            yield range(max(first, 0), min(last + 1, first + most, len(self.after.words)))

    def _in(self, place: range, words: range, sought: Sought) -> Trace | None:
        mine = set(self._became(words))
        is_free = (number in mine or number not in self._taken for number in place)
        text = [
            self.after.keys[number] if free else ""
            for number, free in zip(place, is_free, strict=True)
        ]
        aligned = align([word.key for word in sought.words], text, 0, len(text), omissions=())
        if aligned is None or aligned.closeness < CLOSE_ENOUGH:
            return None
        runs = [replace(run, source=run.source + place.start) for run in aligned.runs]
        finding = compare(sought, self.after, runs)
        return _traced(finding) if finding else Trace(*self._span(runs))

    def _nearest(self, candidates: range) -> int | None:
        """Where the first of these words that still stands is; the text's edges always stand."""
        for number in candidates:
            if number < 0:
                return -1
            if number >= len(self.matched):
                return len(self.after.words)
            if self.matched[number] >= 0:
                return self.matched[number]
        return None

    def _elsewhere(self, sought: Sought) -> Trace | None:
        """Among what is new in the later text, if it is unmistakable there."""
        if len(sought.words) < FEW:
            return None
        if found := find_verbatim(sought, self._new_words, unique=True):
            return Trace(found.start, found.end)
        close = find_altered(sought, self._new_words)
        return _traced(close[1]) if close else None

    def _became(self, words: range) -> list[int]:
        return self.matched[words.start : words.stop]

    def _comes_from(self, start: int, end: int, trace: Trace) -> bool:
        """Whether what stands there now isn't rather other words of the earlier text, changed."""
        now = Sought(self.after.text[trace.start : trace.end])
        pairs = list(pairwise(word.key for word in now.words))
        if sum(pair in self._gone_pairs for pair in pairs) <= FEWEST_PAIRS * len(pairs):
            return True
        origin = locate(now.original, [self.before])
        return origin.source is None or (origin.start < end and start < origin.end)

    @cached_property
    def _taken(self) -> set[int]:
        """The words of the later text that the earlier one had too."""
        return {number for number in self.matched if number >= 0}

    @cached_property
    def _new_words(self) -> Source:
        """The later text with blanks for what the earlier one had too."""
        letters = list(self.after.text)
        for number in self._taken:
            word = self.after.words[number]
            start, end = self.after.folded.span(word.start, word.end)
            letters[start:end] = " " * (end - start)
        return Source(("new in", self.after.key), "".join(letters))

    @cached_property
    def _gone_pairs(self) -> set[tuple[str, str]]:
        """Neighbouring words of the earlier text of which the later one has neither."""
        places = zip(pairwise(self.before.keys), pairwise(self.matched), strict=True)
        return {pair for pair, place in places if max(place) < 0}

    def _span(self, runs: Sequence[Run]) -> tuple[int, int]:
        first, last = self.after.words[runs[0].source], self.after.words[runs[-1].source_end - 1]
        return self.after.folded.span(first.start, last.end)

    def _joined(self, traced: Sequence[tuple[Trace | None, str]], start: int) -> list[Segment]:
        """The segments of a quote in pieces, from the first place to the last."""
        text, at = self.after.text, start
        segments = [Segment("put in", was, "") for trace, was in traced if trace is None]
        in_order = sorted(((t, was) for t, was in traced if t), key=lambda pair: pair[0].start)
        for trace, was in in_order:
            if trace.start > at:
                segments.append(Segment("left out", "", text[at : trace.start]))
            if trace.start >= at:
                here = text[trace.start : trace.end]
                segments += trace.segments or [Segment("same", was, here)]
                at = trace.end
        return segments


def _traced(finding: Finding) -> Trace:
    return Trace(finding.start, finding.end, finding.segments)
