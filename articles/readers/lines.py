"""The lines of a plain text, and which of them are one paragraph broken by an editor."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from articles.readers import Unreadable

MAX_LINES = 200_000
TAB = 4
NARROWEST, WIDEST = 30, 130
CLOSING_MARKS = "\"'”’»“)]*_"
ENDS_SENTENCE = (".", "!", "?", "…", ":", "。", "！", "？")
RULE = re.compile(r"(?:[-=*_~⁂]\s*){3,}|⁂")
LONGEST_RULE = 200
BROKEN_WORD = re.compile(r"[^\W\d_]-$")


class Line(NamedTuple):
    """A line that isn't blank, without the blanks around it."""

    number: int
    indent: int
    text: str
    after_blank: bool

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


def lines_of(text: str) -> list[Line]:
    lines = list(islice(_lines(text), MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        raise Unreadable(f"The file has more than {MAX_LINES:,} lines.", lines[-1].number)
    return lines


def wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which these lines were broken, or None if each is a paragraph of its own.

    Where an editor broke them, a line mostly stops in mid-sentence because the next word had no
    room. The widest tenth is left out: an address may stick out of any text.
    """
    joints = [(line, following) for line, following in pairwise(lines) if not following.after_blank]
    if not joints:
        return None
    width = sorted(line.width for line, _ in joints)[len(joints) * 9 // 10]
    if not NARROWEST <= width <= WIDEST:
        return None
    broken = sum(
        is_full(line, following, width) and not ends_sentence(line.text)
        for line, following in joints
    )
    return width if broken * 2 >= len(joints) else None


def continues(line: Line, following: Line, width: int | None) -> bool:
    """Whether the following line goes on with the paragraph of this one."""
    if following.after_blank:
        return False
    if following.text[0].islower() and not ends_sentence(line.text):
        return True
    indented = following.indent > line.indent and ends_sentence(line.text)
    return width is not None and not indented and is_full(line, following, width)


def is_full(line: Line, following: Line, width: int) -> bool:
    return line.width + 1 + len(following.text.partition(" ")[0]) > width


def ends_sentence(text: str) -> bool:
    return text.rstrip(CLOSING_MARKS).endswith(ENDS_SENTENCE)


def is_rule(text: str) -> bool:
    """Whether it is only a line across the page: "---", "* * *"."""
    return len(text) <= LONGEST_RULE and RULE.fullmatch(text) is not None


def joined(lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        return lines[0].text
    return "".join(
        line.text if BROKEN_WORD.search(line.text) else line.text + " " for line in lines
    ).rstrip()


def folded(text: str) -> str:
    """The text with every run of blanks, no-break spaces included, as one space."""
    return " ".join(text.split())


def _lines(text: str) -> Iterator[Line]:
    after_blank = True
    for number, line in enumerate(text.split("\n"), 1):
        content = line.strip()
        if not content:
            after_blank = True
            continue
        yield Line(number, _indent(line, content), content.replace("\t", " "), after_blank)
        after_blank = False


def _indent(line: str, content: str) -> int:
    if line[0] == content[0]:
        return 0
    return len(line[: line.index(content[0])].expandtabs(TAB))
