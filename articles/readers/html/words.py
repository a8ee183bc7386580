"""Words with their marks, the white space between them as a browser shows it."""

import re
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from articles.passages import LINK, MONOSPACED, Mark
from articles.readers.html import addresses
from articles.readers.html.elements import BLOCKS, MARKS, is_skipped

INDENT = " \u3000"  # how wide letters are indented
BLANKS = re.compile(r"[ \t\n\r\f]+")
# Controls, non-characters, marks that turn the direction of all that follows, and hints for line
# breaks: what nobody sees, and what a quote would therefore lack.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
EMOJI = re.compile(r"(?:^|\s|-)(?:emoji|smiley|latex|math|mwe-math\S*)(?:\s|-|$)", re.IGNORECASE)


class Worded(NamedTuple):
    text: str
    marks: tuple[Mark, ...] = ()


SILENT = Worded("")


class _Open(NamedTuple):
    kind: str
    href: str
    start: int


class Words:
    """Words in the making."""

    def __init__(self, *, is_preformatted: bool = False) -> None:
        self.is_preformatted = is_preformatted
        self._text = ""
        self._pieces: list[str] = []
        self._length = 0
        self._last = "\n"
        self._open: list[_Open] = []
        self._marks: list[Mark] = []

    def __bool__(self) -> bool:
        return self._length > 0

    @property
    def at_line_start(self) -> bool:
        return self._last == "\n"

    def add(self, text: str | None) -> None:
        if not text:
            return
        seen = UNSEEN.sub("", text)
        if not self.is_preformatted:
            seen = BLANKS.sub(" ", seen)
            if self._last in " \n":
                seen = seen.lstrip(INDENT)
        self._put(seen)

    def line(self) -> None:
        """What follows stands on the next line."""
        if self._last == " ":
            self._pieces[-1] = self._pieces[-1][:-1]
            self._length -= 1
        if self._length:
            self._put("\n")

    def begin(self, kind: str, href: str = "") -> None:
        self._open.append(_Open(kind, href, self._length))

    def end(self) -> None:
        """Of what was begun last."""
        self._close(self._open.pop())

    def take(self) -> Worded:
        """All words up to here. What isn't ended goes on with those that follow."""
        for each in reversed(self._open):
            self._close(each)
        self._open = [each._replace(start=0) for each in self._open]
        text = "".join(self._pieces).rstrip()
        marks = sorted(filter(None, (_tight(mark, text) for mark in self._marks)), key=_outermost)
        self._pieces, self._marks, self._length, self._last = [], [], 0, "\n"
        return Worded(text, tuple(dict.fromkeys(marks)))

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)
            self._last = text[-1]

    def _close(self, opened: _Open) -> None:
        is_said = self.is_preformatted and opened.kind == MONOSPACED
        is_dead = opened.kind == LINK and not opened.href
        if opened.start < self._length and not (is_said or is_dead):
            self._marks.append(Mark(opened.start, self._length, opened.kind, opened.href))


def begin(words: Words, element: HtmlElement, base: str) -> None:
    """Takes in where an element in a line begins, and its text."""
    tag = element.tag
    if tag in MARKS:
        words.begin(MARKS[tag])
    elif tag == "a":
        words.begin(LINK, addresses.link(element.get("href"), base))
    elif tag == "br":
        words.line()
    elif tag == "q":
        words.add("“")
    elif tag == "img" and is_letter(element):
        words.add(element.get("alt"))
    words.add(element.text)


def end(words: Words, element: HtmlElement) -> None:
    """Takes in where it ends."""
    if element.tag in MARKS or element.tag == "a":
        words.end()
    elif element.tag == "q":
        words.add("”")


def is_letter(img: HtmlElement) -> bool:
    """Whether a picture stands for a character or a formula."""
    return EMOJI.search(img.get("class", "")[:1_000]) is not None


def words_of(element: HtmlElement, base: str = "", *, is_preformatted: bool = False) -> Worded:
    """All that an element says, each of its blocks on a line of its own."""
    words = Words(is_preformatted=is_preformatted)
    walk = etree.iterwalk(element, events=("start", "end"))
    skipped: HtmlElement | None = None
    for event, each in walk:
        if each is element:
            words.add(each.text if event == "start" else "")
        elif event == "start" and is_skipped(each):
            walk.skip_subtree()
            skipped = each
        elif skipped is not None and each is skipped:
            words.add(each.tail)
        else:
            if each.tag in BLOCKS and not words.at_line_start:
                words.line()
            if event == "start":
                begin(words, each, base)
            else:
                end(words, each)
                words.add(each.tail)
    return words.take()


def _tight(mark: Mark, text: str) -> Mark | None:
    """The mark without the blanks at its ends; None if it holds nothing else."""
    start, end = mark.start, min(mark.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return mark._replace(start=start, end=end) if start < end else None


def _outermost(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, mark.kind != LINK
