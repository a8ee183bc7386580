"""Which blocks of a page are the article.

trafilatura says which words are; where they stand in the page says what else belongs to them that
it leaves out: rows, captions, items, last paragraphs.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from articles.passages import HEADING, PARAGRAPH, Block
from articles.readers.html import titles
from articles.readers.html.alignment import aligned, key
from articles.readers.html.blocks import Place, arranged
from articles.readers.html.bylines import split
from articles.readers.html.densest import densest
from articles.readers.html.facts import Facts
from articles.readers.html.mending import mended
from articles.readers.html.moments import seen
from articles.readers.html.tree import is_usual

logger = logging.getLogger(__name__)

AT_HEAD = 6  # blocks in which title, by-line and date may be repeated
LONGEST_LINE = 200
LONGEST_DATE = 6  # words besides numbers
LONGEST_BYLINE, SHORT = 14, 40  # words; characters, where words aren't told apart
ENDS = (".", "!", "?", "…", ":", "”", "»")
PUBLISHED = re.compile(
    r"(?:first |last )?(?:published|posted|updated|publié|mis à jour|veröffentlicht|aktualisiert"
    r"|erstellt|stand(?=:)|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|publicerad"
    r"|udgivet|publisert|opublikowan[oa]|опубликовано|نشر)\b",
    re.IGNORECASE,
)
LONGEST_KICKER, LONGEST_PUBLISHED = 4, 24  # words
READING_TIME = re.compile(r"\d{1,3}\s*-?min(?:ute)?s?\b.{0,12}", re.IGNORECASE)
# trafilatura's elements inside a line, and those between whose words there is a blank.
LINED = frozenset({"hi", "ref", "del", "lb", "graphic", "cell"})
APART = frozenset({"lb", "graphic", "cell"})


def body(root: HtmlElement, found: Sequence[Place], about: Facts) -> tuple[Block, ...]:
    """The blocks of the article, of those `found` on the page; none if there is none."""
    units = _units(root)
    there = aligned([key(place.block.text) for place in found], [key(unit) for unit in units])
    kept = mended(found, there.places, about.title)
    chosen = _woven(found, kept, [(after, units[n]) for after, n in there.missing])
    return arranged(_without_head([block for block, _ in chosen or densest(found)], about))


def _units(root: HtmlElement) -> list[str]:
    """The texts that trafilatura chooses, each paragraph, item and row by itself."""
    if not is_usual(root):
        return []
    try:
        document = bare_extraction(deepcopy(root), include_comments=False)
    except Exception:
        # It reads what people write, and is written by others: whatever goes wrong in it, the page
        # is read without it.
        logger.exception("trafilatura failed on a page")
        return []
    chosen = getattr(document, "body", None)
    return [] if chosen is None else list(_lines(chosen))


def _lines(chosen: HtmlElement) -> Iterator[str]:
    line: list[str] = []
    for event, element in etree.iterwalk(chosen, events=("start", "end")):
        if element.tag not in LINED:
            yield from _line(line)
            line = []
        elif element.tag in APART:
            line.append(" ")
        line.append((element.text if event == "start" else element.tail) or "")
    yield from _line(line)


def _line(pieces: list[str]) -> list[str]:
    text = " ".join("".join(pieces).split())
    return [text] if text else []


def _woven(
    found: Sequence[Place], kept: set[int], missing: Sequence[tuple[int, str]]
) -> list[Place]:
    """The blocks kept, and between them what was chosen and stands nowhere as a block."""
    after: defaultdict[int, list[str]] = defaultdict(list)
    for number, text in missing:
        after[number].append(text)
    if not found:
        return []
    woven = [Place(Block(PARAGRAPH, text), found[0].element) for text in after.pop(-1, [])]
    for number in sorted(kept | after.keys()):
        if number in kept:
            woven.append(found[number])
        woven += (Place(Block(PARAGRAPH, text), found[number].element) for text in after[number])
    return woven


def _without_head(blocks: Sequence[Block], about: Facts) -> list[Block]:
    """Without the title, the by-line and the date that the body repeats at its beginning, and
    without the kicker above the title."""
    first = blocks[:AT_HEAD]
    title = next((n for n, block in enumerate(first) if titles.same(block.text, about.title)), 0)
    head = [block for n, block in enumerate(first) if not (n < title and _is_kicker(block))]
    return [*(block for block in head if not _is_of_head(block, about)), *blocks[AT_HEAD:]]


def _is_kicker(block: Block) -> bool:
    text = block.text.strip()
    is_short = len(key(text)) <= LONGEST_KICKER and len(text) <= SHORT
    return block.kind == PARAGRAPH and is_short and not text.endswith(ENDS)


def _is_of_head(block: Block, about: Facts) -> bool:
    text = block.text.strip()
    if block.kind == HEADING:
        return titles.same(text, about.title)
    return (
        block.kind == PARAGRAPH
        and 0 < len(text) <= LONGEST_LINE
        and all(_is_line_of_head(line.strip(), about) for line in text.split("\n"))
    )


def _is_line_of_head(line: str, about: Facts) -> bool:
    """The title again, who wrote it, when, or how long it takes to read."""
    if titles.same(line, about.title) or line.isdecimal() or READING_TIME.fullmatch(line):
        return True
    names, is_sentence, day = split(line), line.endswith(ENDS), seen(line)
    if names and set(names) <= set(about.authors):
        return True
    if day and PUBLISHED.match(line) and len(key(line)) <= LONGEST_PUBLISHED and not is_sentence:
        return True
    is_short = len(key(line)) <= LONGEST_BYLINE or len(line) <= SHORT
    if is_short and not is_sentence:
        return any(line.startswith(name) or (name in line and day) for name in about.authors) or (
            day is not None and sum(word.isalpha() for word in key(line)) <= LONGEST_DATE
        )
    return False
