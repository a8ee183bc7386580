"""Paragraphs that stand in quotation marks from end to end."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

DOUBLE = re.compile("(?P<opens>“)|(?P<closes>”)")
LOW = re.compile("(?P<opens>„)|(?P<closes>[“”])")
ANGLED = re.compile("(?P<opens>«)|(?P<closes>»)")
STRAIGHT = re.compile(r'(?<![^\s(\[“‘\'—–-])(?P<opens>")(?=\S)|(?P<closes>")')
SINGLE = re.compile(r"(?P<opens>‘)|(?P<closes>’)(?!\w)")
FENCE = re.compile("^ {0,3}(?:```|~~~)", re.MULTILINE)
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
# A line that is no mere words, or is a break alone: what stands behind a mark may look like one.
NO_WORDS = re.compile(
    r"[ \t]*(?:#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|>|[-=]+[ \t]*$|(?:[-*_][ \t]*){3,}$"
    r"|[0-9]{1,9}[.)](?:[ \t]|$)|```|~~~|\\$)"
)
BREAK_AT_END = re.compile(r"(?<!\\)(?:\\\\)*\\$")
MARKS = {"“": DOUBLE, "„": LOW, "«": ANGLED, '"': STRAIGHT, "‘": SINGLE}


class Run(NamedTuple):
    """Paragraphs that belong together: one quotation without its outer marks, or one paragraph."""

    quoted: bool
    paragraphs: tuple[str, ...]


def as_quotes(body: str) -> str:
    """Markdown with its paragraphs in quotation marks as blockquotes, which they stand for where
    people had no other means. What may be code is left as it is."""
    if FENCE.search(body):
        return body
    paragraphs = [paragraph for paragraph in BLANK_LINES.split(body) if paragraph.strip()]
    found = runs(paragraphs, accepts=_are_words)
    return "\n\n".join(map(_written, found)) if any(run.quoted for run in found) else body


def stands_in_marks(paragraph: str) -> bool:
    return runs([paragraph])[0].quoted


def runs(paragraphs: Sequence[str], accepts: Callable[[Sequence[str]], bool] = bool) -> list[Run]:
    """The paragraphs in order, those inside one pair of marks as one quotation, if it `accepts`
    them.

    “A” and “B” is no quotation: its first mark is closed before the end. A quotation of several
    paragraphs may also open its marks again at each, as printers do.
    """
    ends, reopened = _quotations(paragraphs)
    found, position = [], 0
    while position < len(paragraphs):
        end = ends.get(position, position)
        inside = _unmarked(paragraphs, position, end, reopened) if position in ends else ()
        quoted = bool(inside) and accepts(inside)
        found.append(Run(True, inside) if quoted else Run(False, (paragraphs[position],)))
        position = end + 1 if quoted else position + 1
    return found


def _are_words(paragraphs: Sequence[str]) -> bool:
    """Whether Markdown reads them without their marks as it did with them."""
    first, last = paragraphs[0].split("\n")[0], paragraphs[-1].split("\n")[-1]
    ends_in_words = not (NO_WORDS.match(last) or BREAK_AT_END.search(last))
    return ends_in_words and not NO_WORDS.match(first)


def _written(run: Run) -> str:
    text = "\n\n".join(run.paragraphs)
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n")) if run.quoted else text


def _quotations(paragraphs: Sequence[str]) -> tuple[dict[int, int], set[int]]:
    """For each paragraph that opens a quotation the one at whose end it closes, and the
    paragraphs that open its marks again on the way.

    The text is gone through once for each kind of mark, however many are never closed.
    """
    text = "\n".join(paragraphs)
    starts = list(accumulate((len(paragraph) + 1 for paragraph in paragraphs), initial=0))
    begins_at = {start: number for number, start in enumerate(starts[:-1])}
    closes_at = {start - 2: number for number, start in enumerate(starts[1:])}
    ends: dict[int, int] = {}
    closed = set()
    for mark in {paragraph[0] for paragraph in paragraphs} & MARKS.keys():
        for opening, closing in _pairs(MARKS[mark], text):
            closed.add(opening)
            if opening in begins_at and closing in closes_at:
                ends[begins_at[opening]] = closes_at[closing]
    reopened = set()
    for number in reversed(range(len(paragraphs) - 1)):
        mark, following = paragraphs[number][0], paragraphs[number + 1][0]
        unclosed = mark in MARKS and starts[number] not in closed
        if unclosed and mark == following and number + 1 in ends:
            ends[number] = ends[number + 1]
            reopened.add(number + 1)
    return ends, reopened


def _pairs(marks: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    open_marks = []
    for mark in marks.finditer(text):
        if mark["opens"]:
            open_marks.append(mark.start())
        elif open_marks:
            yield open_marks.pop(), mark.start()


def _unmarked(
    paragraphs: Sequence[str], first: int, last: int, reopened: set[int]
) -> tuple[str, ...]:
    inside = [
        paragraph[1:] if number == first or number in reopened else paragraph
        for number, paragraph in enumerate(paragraphs[first : last + 1], first)
    ]
    inside[-1] = inside[-1][:-1]
    return tuple(paragraph.strip() for paragraph in inside if paragraph.strip())
