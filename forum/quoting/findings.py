"""What is known about a quote after it was looked for."""

import re
from collections.abc import Hashable
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from forum.quoting.folding import HIDDEN, MARKS, Folded, fold
from forum.quoting.words import Word, words_in

Fidelity = Literal["verbatim", "shortened", "altered", "unfound"]
RESPELT = re.compile(
    f"[{HIDDEN}{MARKS}\u1100-\u11ff\u2100-\u218f\u3200-\u33ff\ufb00-\ufdff\ufe70-\ufefc"
    "\uff01-\uff5e\U0001d400-\U0001d7ff]"
)

Kind = Literal["same", "changed", "left out", "put in"]


@dataclass(frozen=True)
class Source:
    """A text that a quote may come from. Its folding and index are made once, when first needed."""

    key: Hashable
    text: str

    @cached_property
    def folded(self) -> Folded:
        return fold(self.text)

    @cached_property
    def caseless(self) -> str:
        return self.text.casefold()

    @cached_property
    def is_respelt(self) -> bool:
        """Whether folding may change something within words, so that they can't be found before."""
        return not self.text.isascii() and RESPELT.search(self.text) is not None

    @cached_property
    def words(self) -> list[Word]:
        return words_in(self.folded.text)

    @cached_property
    def keys(self) -> list[str]:
        return [word.key for word in self.words]

    @cached_property
    def pairs(self) -> dict[tuple[str, str], list[int]]:
        """Where each pair of neighbouring words stands: the number of the first one."""
        places: dict[tuple[str, str], list[int]] = {}
        for number, pair in enumerate(pairwise(self.keys)):
            places.setdefault(pair, []).append(number)
        return places


@dataclass(frozen=True)
class Segment:
    """A run of a quote beside what its source has there; "" where one side has nothing."""

    kind: Kind
    quoted: str
    original: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Finding:
    """Where a quote stands: source.text[start:end].

    For a shortened or altered quote the segments are the whole of it: their `quoted` joined are
    the quote's words, their `original` joined are source.text[start:end].
    """

    fidelity: Fidelity
    source: Source | None = None
    start: int = 0
    end: int = 0
    segments: tuple[Segment, ...] = ()

    def moved(self, by: int) -> "Finding":
        """The same finding in a text that has `by` more characters before this one."""
        return replace(self, start=self.start + by, end=self.end + by)


UNFOUND = Finding("unfound")
