"""An article's body as numbered passages and one canonical plain text."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import count, pairwise
from typing import Any, NamedTuple

PARAGRAPH = "paragraph"
HEADING = "heading"
ITEM = "item"
NUMBERED = "numbered"
QUOTE = "quote"
CODE = "code"
CAPTION = "caption"  # of the table that follows
ROW = "row"  # of a table, with a tab between its cells
FIGURE = "figure"  # a picture; its text is the caption

SEPARATOR = "\n\n"

SENTENCE_END = re.compile(
    r"""
      (?<![.!?…]) [.!?…]++ [\"'”’»“)\]]*+ (?:\[\d{1,3}\])? \s++
    | [。！？]++ [”’」』）]*+ \s*+
    """,
    re.VERBOSE,
)
OPENING_MARKS = "\"'“‘«„([¿¡—–- "
LAST_WORD = re.compile(r"[^\s(“‘\"'«„]*$")
INITIAL = re.compile(r"(?!I)[^\W\d_]")
DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
BEFORE_A_NAME = frozenset(
    """
    mr mrs ms mx dr prof st mt ft sen rep gov gen col lt sgt capt cpt maj adm cmdr pres hon rev fr
    sr jr messrs mme mlle vs cf viz approx ca inc ltd co corp bros dept est etc
    """.split()  # noqa: SIM905
)
BEFORE_A_NUMBER = frozenset(
    """
    no nos p pp vol vols fig figs ch art arts sec eq par jan feb mar apr jun jul aug sep sept oct
    nov dec
    """.split()  # noqa: SIM905
)


class Mark(NamedTuple):
    """What some of a passage's words are besides words. Marks lie inside each other or apart."""

    start: int
    end: int
    kind: str
    href: str = ""
    """Of a link: an http, https or mailto address."""


LINK, EMPHASIS, STRONG, MONOSPACED = "link", "emphasis", "strong", "code"
SUBSCRIPT, SUPERSCRIPT, STRUCK = "subscript", "superscript", "struck"


class Layout(NamedTuple):
    """How a passage stands on the page, as far as its kind doesn't say it."""

    level: int = 0
    """Of a heading: 2 to 4, 0 where nobody said. Of an item: in how many lists its own one is."""
    ordinal: int = 0
    """The number before a numbered item, where it is known."""
    is_first: bool = False
    """A list or table begins here, even right below another one."""
    is_parted: bool = False
    """A line across the page is above it."""
    heads: tuple[int, ...] = ()
    """Which cells of a row, counted from 0, say what the others are."""
    source: str = ""
    """The address of a picture."""
    alt: str = ""
    """What is to be seen on it, for those who don't see it."""


PLAIN = Layout()


class Block(NamedTuple):
    """What a reader makes of a piece of a body, before it has a number."""

    kind: str
    text: str
    marks: tuple[Mark, ...] = ()
    layout: Layout = PLAIN


class Passage(NamedTuple):
    number: int
    kind: str
    text: str
    marks: tuple[Mark, ...] = ()
    layout: Layout = PLAIN

    @property
    def id(self) -> str:
        return f"p-{self.number}"

    @property
    def words(self) -> str:
        """Its text, whatever the white space: what it is known by in the next version."""
        return " ".join(self.text.split())

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Passage":
        layout = {name: stored[name] for name in Layout._fields if name in stored}
        if "heads" in layout:
            layout["heads"] = tuple(layout["heads"])
        return cls(
            stored["number"],
            stored["kind"],
            stored["text"],
            tuple(Mark(*mark) for mark in stored.get("marks", ())),
            Layout(**layout),
        )

    def as_json(self) -> dict[str, Any]:
        """Without what isn't the case, so that plain passages are number, kind and text."""
        layout = self.layout._asdict().items()
        more: dict[str, Any] = {name: value for name, value in layout if value}
        if self.layout.heads:
            more["heads"] = list(self.layout.heads)
        if self.marks:
            more["marks"] = [list(mark) for mark in self.marks]
        return {"number": self.number, "kind": self.kind, "text": self.text} | more


@dataclass(frozen=True)
class Body:
    """Passages in reading order. Numbers are names, not positions: a later version of an article
    keeps the number of every passage whose words did not change, wherever it now stands."""

    passages: tuple[Passage, ...]

    @classmethod
    def from_blocks(cls, blocks: Iterable[Block]) -> "Body":
        return cls(tuple(Passage(number, *block) for number, block in enumerate(blocks, 1)))

    @classmethod
    def from_json(cls, stored: Iterable[dict[str, Any]]) -> "Body":
        return cls(tuple(map(Passage.from_json, stored)))

    def as_json(self) -> list[dict[str, Any]]:
        return [passage.as_json() for passage in self.passages]

    @cached_property
    def text(self) -> str:
        return SEPARATOR.join(passage.text for passage in self.passages)

    def span(self, number: int) -> tuple[int, int]:
        """Where the passage of this number starts and ends in `text`; KeyError if there is none."""
        return self._spans[number]

    def numbers_between(self, start: int, end: int) -> tuple[int, ...]:
        """The passages of which `text[start:end]` holds at least one character."""
        starts, ends = self._edges
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        return tuple(
            passage.number
            for passage, begun, ended in zip(
                self.passages[first:last], starts[first:last], ends[first:last], strict=True
            )
            if max(start, begun) < min(end, ended)
        )

    def succeeding(self, old: "Body", *, used: int = 0) -> "Body":
        """These passages, numbered as the successor of `old`.

        Words that did not change (white space aside) keep their number, in order where the same
        words occur more than once. All others get numbers above `used`, the highest number that
        any version of the article ever had, so that an old link never leads to new words.
        """
        known: defaultdict[str, deque[int]] = defaultdict(deque)
        for passage in old.passages:
            known[passage.words].append(passage.number)
        fresh = count(max(used, *(p.number for p in old.passages), 0) + 1)
        return Body(tuple(self._renumbered(known, fresh)))

    def _renumbered(self, known: dict[str, deque[int]], fresh: Iterable[int]) -> Iterable[Passage]:
        unused = iter(fresh)
        for passage in self.passages:
            numbers = known[passage.words]
            yield passage._replace(number=numbers.popleft() if numbers else next(unused))

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        spans = self._spans.values()
        return [start for start, _ in spans], [end for _, end in spans]

    @cached_property
    def _spans(self) -> dict[int, tuple[int, int]]:
        spans, start = {}, 0
        for passage in self.passages:
            end = start + len(passage.text)
            spans[passage.number] = (start, end)
            start = end + len(SEPARATOR)
        return spans


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a passage, each with the blanks that follow it: joined they are the text.

    In doubt two sentences stay together: half a sentence is a worse thing to quote.
    """
    ends = [match.end() for match in SENTENCE_END.finditer(text) if _ends_sentence(text, match)]
    cuts = [0, *(end for end in ends if end < len(text)), len(text)]
    return tuple(text[start:end] for start, end in pairwise(cuts) if start < end)


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    following = text[end.end() : end.end() + 20].lstrip(OPENING_MARKS)[:1]
    if following.islower():
        return False
    return not (end[0].rstrip() == "." and _abbreviated(text[: end.start()][-30:], following))


def _abbreviated(before: str, following: str) -> bool:
    found = LAST_WORD.search(before)
    word = found[0] if found else ""
    if word.casefold() in BEFORE_A_NUMBER:
        return following.isdigit()
    initial = word.isupper() and INITIAL.fullmatch(word)
    return bool(initial or DOTTED.fullmatch(word)) or word.casefold() in BEFORE_A_NAME
