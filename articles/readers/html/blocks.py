"""The words of an article in HTML as blocks: what they say, and what of their form says more.

Whatever the HTML, a block holds only text, marks of known kinds, and addresses that can be read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from articles.passages import (
    CODE,
    FIGURE,
    HEADING,
    ITEM,
    NUMBERED,
    PARAGRAPH,
    QUOTE,
    STRONG,
    Block,
    Layout,
    Mark,
)
from articles.readers import Unreadable
from articles.readers.body import MAX_BLOCKS
from articles.readers.html import tables
from articles.readers.html.elements import BLOCKS, HEADINGS, LISTS, is_skipped
from articles.readers.html.pictures import PICTURES, figure
from articles.readers.html.tree import tree
from articles.readers.html.words import SILENT, Worded, Words, begin, end, is_letter, words_of
from articles.readers.lines import is_rule

PARTS = (*PICTURES, "figure", "table", "blockquote", "pre")
MOST_PLACES = 100_000
LONGEST = 2_000_000
LOWEST_HEADING = 4
DEEPEST_LIST = 5
LONGEST_ITEM = 600  # characters; what would make an item longer is a paragraph below it


class Place(NamedTuple):
    """A block, and the element of the page that says it."""

    block: Block
    element: HtmlElement


def blocks(html: str, base: str = "") -> tuple[Block, ...]:
    """The blocks of a piece of HTML that is an article's words and nothing else.

    Links in it are relative to `base`. Raises Unreadable for more words or blocks than an article
    may have; whatever else is wrong with the HTML, its words are read.
    """
    if len(html) > LONGEST:
        raise Unreadable(f"It is longer than {LONGEST:,} characters.")
    return arranged(place.block for place in places(tree(html), base))


@dataclass
class _List:
    kind: str
    ordinal: int
    """Of the next item; counted where the list is numbered."""
    is_first: bool = True


class _Reading:
    """One walk through an element. What it comes by is put down as blocks."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.found: list[Place] = []
        self.words = Words()
        self.open: list[HtmlElement] = []  # blocks
        self.lists: list[_List] = []
        self.quotes = 0
        self.is_item = False  # whether the next words are the beginning of an item
        self.item: Place | None = None  # whose words may go on
        self.pictures: list[Place] = []  # that came by in the middle of words
        self.is_parted = False

    def read(self, root: HtmlElement) -> list[Place]:
        walk = etree.iterwalk(root, events=("start", "end"))
        passed = None
        for event, element in walk:
            if event == "end":
                if element is not passed:
                    self._end(element)
                self.words.add(element.tail if element is not root else "")
            elif self._passes(element):
                passed = element
                walk.skip_subtree()
            else:
                self._begin(element)
        self._flush()
        return self.found

    def _passes(self, element: HtmlElement) -> bool:
        """Whether an element says nothing to us, or all that it says has been put down."""
        tag = element.tag
        if tag in PICTURES:
            return self._picture(element)
        if tag == "noscript":
            return self._picture_for_others(element)
        if is_skipped(element):
            return True
        if tag == "pre":
            return self._code(element)
        if tag == "table" and tables.is_of_data(element):
            return self._table(element, SILENT)
        return is_figure(element) and self._figure(element)

    def _begin(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag not in BLOCKS:
            if tag == "br" and self.words.at_line_start and self.words:
                self._flush()
            begin(self.words, element, self.base)
            return
        self._flush()
        self.open.append(element)
        if tag in LISTS:
            self.lists.append(_List(*_counting(element)))
        elif tag in ("li", "dd"):
            self.is_item, self.item = True, None
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "hr":
            self.is_parted = bool(self.found)
        elif tag == "dt":
            self.words.begin(STRONG)
        self.words.add(element.text)

    def _end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag not in BLOCKS:
            end(self.words, element)
            return
        self._flush()
        self.open.pop()
        if tag in LISTS:
            self.lists.pop()
            self.item = None
        elif tag in ("li", "dd"):
            self.is_item, self.item = False, None
        elif tag == "blockquote":
            self.quotes -= 1
        elif tag == "dt":
            self.words.end()

    def _flush(self) -> None:
        """Puts down the words that came by since the last block."""
        said = self.words.take()
        if said.text and is_rule(said.text):
            self.is_parted = bool(self.found)
        elif said.text:
            self._put(self._block(said), self.open[-1] if self.open else None)
        pictures, self.pictures = self.pictures, []
        for block, element in pictures:
            self._put(block, element)

    def _block(self, said: Worded) -> Block:
        level = next((HEADINGS[e.tag] for e in reversed(self.open) if e.tag in HEADINGS), 0)
        if level:
            self.is_item = False
            return _heading(said, level)
        if self.is_item:
            return self._item(said)
        captioned = _captioned(self.open[-1]) if self.open else None
        if self.quotes or (captioned is not None and captioned.find(".//blockquote") is not None):
            return Block(QUOTE, *said)
        return Block(PARAGRAPH if captioned is None else FIGURE, *said)

    def _item(self, said: Worded) -> Block:
        self.is_item = False
        if not self.lists:
            return Block(ITEM, *said)
        mine = self.lists[-1]
        layout = Layout(
            level=min(len(self.lists) - 1, DEEPEST_LIST),
            ordinal=mine.ordinal if mine.kind == NUMBERED else 0,
            is_first=mine.is_first,
        )
        mine.ordinal, mine.is_first = mine.ordinal + 1, False
        return Block(mine.kind, *said, layout)

    def _put(self, block: Block, element: HtmlElement) -> None:
        last = self.found[-1] if self.found else None
        if block.kind == PARAGRAPH and last and last is self.item and not self.is_parted:
            joined = _joined(last.block, block)
            if len(joined.text) <= LONGEST_ITEM:
                self.item = self.found[-1] = Place(joined, last.element)
                return
        if len(self.found) >= MOST_PLACES:
            raise Unreadable(f"There are more than {MOST_PLACES:,} paragraphs.")
        if self.is_parted:
            block = block._replace(layout=block.layout._replace(is_parted=True))
            self.is_parted = False
        place = Place(block, element)
        self.found.append(place)
        self.item = place if block.kind in (ITEM, NUMBERED) else None

    def _picture(self, img: HtmlElement) -> bool:
        if is_letter(img):
            self.words.add(img.get("alt"))
        elif block := figure(img, self.base):
            if self.words:
                self.pictures.append(Place(block, img))
            else:
                self._put(block, img)
        return True

    def _code(self, pre: HtmlElement) -> bool:
        self._flush()
        said = words_of(pre, self.base, is_preformatted=True)
        if said.text.strip():
            self._put(Block(CODE, *said), pre)
        return True

    def _table(self, table: HtmlElement, caption: Worded) -> bool:
        self._flush()
        for block, element in tables.rows(table, self.base, caption):
            self._put(block, element)
        return True

    def _picture_for_others(self, noscript: HtmlElement) -> bool:
        """The picture for browsers without script, if there was none for those with."""
        before = noscript.getprevious()
        img = noscript.find(".//img")
        if img is not None and (before is None or figure(before, self.base) is None):
            self._picture(img)
        return True

    def _figure(self, element: HtmlElement) -> bool:
        """A figure of one thing with all that is said of it; of any other the parts are read."""
        inside = [each for each in element.iter(*PARTS) if each is not element]
        pictures = [each for each in inside if each.tag in PICTURES]
        outside_noscript = [each for each in pictures if each.getparent().tag != "noscript"]
        if len(inside) == len(pictures) and len(outside_noscript) < 2:
            self._flush()
            caption = words_of(element, self.base)
            found = (figure(img, self.base, caption) for img in pictures)
            block = next((each for each in found if each and each.layout.source), None)
            if block or caption.text:
                self._put(block or Block(FIGURE, *caption), element)
            return True
        if len(inside) == 1 and inside[0].tag == "table" and tables.is_of_data(inside[0]):
            said = element.find(".//figcaption")
            return self._table(inside[0], words_of(said, self.base) if said is not None else SILENT)
        return False


def places(root: HtmlElement, base: str = "") -> list[Place]:
    """The blocks of an element with where they stand, before they are `arranged`."""
    return _Reading(base).read(root)


def is_figure(element: HtmlElement) -> bool:
    return element.tag == "figure" or "wp-caption" in element.get("class", "").split()


def arranged(found: Iterable[Block]) -> tuple[Block, ...]:
    """With headings and lists in steps of one, whichever levels the page has."""
    whole = list(found)
    if len(whole) > MAX_BLOCKS:
        raise Unreadable(f"An article has at most {MAX_BLOCKS:,} paragraphs.")
    levels = sorted({block.layout.level for block in whole if block.kind == HEADING})
    steps = {level: min(step, LOWEST_HEADING) for step, level in enumerate(levels, 2)}
    heading, item = 1, -1
    stepped: list[Block] = []
    for block in whole:
        level = 0
        if block.kind == HEADING:
            heading = level = min(steps[block.layout.level], heading + 1)
        elif block.kind in (ITEM, NUMBERED):
            level = min(block.layout.level, item + 1)
        item = level if block.kind in (ITEM, NUMBERED) else -1
        stepped.append(block._replace(layout=block.layout._replace(level=level)))
    return tuple(stepped)


def _heading(said: Worded, level: int) -> Block:
    """On one line; that it is bold says no more than that it is a heading."""
    marks = (each for each in said.marks if each != Mark(0, len(said.text), STRONG))
    return Block(HEADING, said.text.replace("\n", " "), tuple(marks), Layout(level=level))


def _captioned(element: HtmlElement) -> HtmlElement | None:
    """The figure of which this is the caption."""
    return element.getparent() if element.tag == "figcaption" else None


def _counting(listed: HtmlElement) -> tuple[str, int]:
    start = listed.get("start", "1").strip()
    is_number = start.isascii() and start.isdigit() and len(start) < 6
    return (NUMBERED if listed.tag == "ol" else ITEM), int(start) if is_number else 1


def _joined(above: Block, below: Block) -> Block:
    by = len(above.text) + 1
    marks = (each._replace(start=each.start + by, end=each.end + by) for each in below.marks)
    return above._replace(text=f"{above.text}\n{below.text}", marks=(*above.marks, *marks))
