"""A quote that is being looked for."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from forum.quoting.findings import Source
from forum.quoting.folding import Folded, fold
from forum.quoting.words import Word, is_unspaced, words_in

# Quotation marks and blanks around a quote, the ellipsis that says it begins or ends within a
# sentence, and closing punctuation are the quoting person's.
LEAD = re.compile(r"(?:[\s\"'…]|-\s|\[…\s*\]|\(…\s*\))+")
CLOSING = " \"'.,;:!?…"
ENDINGS = (" -", "[…]", "[… ]", "(…)", "(… )")
OMISSION = re.compile(r"(?:\[[^\[\]]{1,60}\]|\(…\s*\)|…)")

FEW = 4  # fewer words than this prove nothing
SAMPLE = 12
MOST_OMISSIONS = 20


@dataclass(frozen=True)
class Piece:
    """A part of a quote, between omissions: its place in the folded quote."""

    start: int
    end: int
    words: int


class Sought:
    """The words of a quote, folded, without what is the quoting person's, and its pieces."""

    def __init__(self, words: str) -> None:
        self.original = words
        self.folded: Folded = fold(words)
        self.text = self.folded.text
        self.start, self.end = _trimmed(self.text, 0, len(self.text))
        omissions = OMISSION.finditer(self.text, self.start, self.end)
        self.omissions = [omission.span() for omission in islice(omissions, MOST_OMISSIONS)]

    @cached_property
    def whole(self) -> Piece:
        return self._piece(self.start, self.end)

    @cached_property
    def pieces(self) -> list[Piece]:
        edges = [self.start, *(edge for omission in self.omissions for edge in omission), self.end]
        parts = zip(edges[::2], edges[1::2], strict=True)
        pieces = (self._piece(*_trimmed(self.text, start, end)) for start, end in parts)
        return [piece for piece in pieces if piece.words]

    @cached_property
    def all_words(self) -> list[Word]:
        return words_in(self.text)

    @cached_property
    def words(self) -> list[Word]:
        """The words said to be quoted: those in an omission's brackets are not."""
        return [
            word
            for word in self.all_words
            if not any(start <= word.start < end for start, end in self.omissions)
        ]

    def may_stand_in(self, source: Source) -> bool:
        """A quick no for sources that lack one of the longer words."""
        return self._share_in(source) == 1

    def may_be_altered_in(self, source: Source) -> bool:
        """A quick no for sources that lack most of the longer words."""
        return self._share_in(source) >= 0.4

    @cached_property
    def _sample(self) -> list[str]:
        keys = {word.key for word in self.words[1:] if word.key.isalnum()}
        return sorted(keys, key=len, reverse=True)[:SAMPLE]

    def _share_in(self, source: Source) -> float:
        if not self._sample or source.is_respelt:
            return 1
        return sum(word in source.caseless for word in self._sample) / len(self._sample)

    def _piece(self, start: int, end: int) -> Piece:
        count = sum(start <= word.start < end for word in self.all_words)
        return Piece(start, end, count)


def weight(word: Word) -> float:
    """How much a word tells about where a text is from: short ones stand everywhere."""
    return 0.5 if len(word.key) <= 3 or is_unspaced(word.key) else 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if lead := LEAD.match(text, start, end):
        start = lead.end()
    end = max(start, end)
    before = None
    while end != before:
        before = end
        end = start + len(text[start:end].rstrip(CLOSING))
        end -= max(len(ending) * text.endswith(ending, start, end) for ending in ENDINGS)
    return start, end
