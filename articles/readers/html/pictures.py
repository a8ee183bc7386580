"""Pictures: where they are on the web, and what is said of them."""

import re

from lxml.html import HtmlElement

from articles.passages import FIGURE, Block, Layout
from articles.readers.html import addresses
from articles.readers.html.words import SILENT, Worded, Words

PICTURES = frozenset({"img", "amp-img", "image"})
# Where pages keep the address until the picture comes into view.
LATER = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-full-src")
SETS = ("srcset", "data-srcset", "data-lazy-srcset")
CANDIDATE = re.compile(r"\s*(\S+?)(?:\s+([\d.]+)[wx])?\s*(?:,\s+|,(?=https?:)|$)")
SMALLEST = 40  # pixels; smaller ones are icons, and what counts readers
LONGEST_ALT = 1_000
UNSAID = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|svg)$|^https?://", re.IGNORECASE)


def figure(img: HtmlElement, base: str, caption: Worded = SILENT) -> Block | None:
    """A picture with its caption; None if it is no more than a decoration."""
    source, alt = _address(img, base), _alt(img)
    if not caption.text and (not source or _is_small(img)):
        return None
    return Block(FIGURE, caption.text, caption.marks, Layout(source=source, alt=alt))


def _address(img: HtmlElement, base: str) -> str:
    given = [img.get(name) for name in (*LATER, "src")]
    around = next(img.iterancestors("picture"), None)
    sources = () if around is None else around.iter("source")
    sets = [each.get(name) for each in (img, *sources) for name in SETS]
    found = (addresses.picture(one, base) for one in [*given, *map(_largest, sets)])
    return next(filter(None, found), "")


def _largest(candidates: str | None) -> str:
    found = CANDIDATE.findall((candidates or "")[:10_000])
    return max(found, key=lambda each: float(each[1].strip(".") or 1), default=("", ""))[0]


def _alt(img: HtmlElement) -> str:
    """What is to be seen on it; a file's name doesn't say."""
    words = Words()
    words.add(img.get("alt") or img.get("title"))
    text = words.take().text
    return "" if UNSAID.search(text) else text[:LONGEST_ALT]


def _is_small(img: HtmlElement) -> bool:
    sizes = (img.get("width", ""), img.get("height", ""))
    return any(size.isdecimal() and int(size[:6]) <= SMALLEST for size in sizes)
