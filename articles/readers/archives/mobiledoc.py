"""Ghost's older form of a post, Mobiledoc 0.3, as the HTML that Ghost would make of it."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from articles.readers.archives.ghost_cards import CARDS
from articles.readers.archives.values import items

MARKUP, IMAGE, LIST, CARD = 1, 2, 3, 10  # kinds of sections
WORDS, ATOM = 0, 1  # kinds of what stands in a line
NAMES = {"code": "codeblock", "hr": "horizontalrule", "card-markdown": "markdown"}
TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"})
LISTS = frozenset({"ul", "ol"})
SET_ON_WORDS = frozenset({"strong", "b", "em", "i", "s", "code", "sub", "sup", "u"})


def as_html(source: str) -> str:
    """The post as HTML, unclean; "" for what is no such document."""
    try:
        document = json.loads(source)
    except (ValueError, RecursionError):
        return ""
    read = _Document(document)
    return "".join(read.section(each) for each in items(document, "sections"))


class _Document:
    """Sections name what stands in the lists beside them by their places there."""

    def __init__(self, document: Any) -> None:
        self.markups = items(document, "markups")
        self.cards = items(document, "cards")
        self.atoms = items(document, "atoms")

    def section(self, section: Any) -> str:
        match section:
            case [int(kind), str(tag), list(markers), *_] if kind == MARKUP:
                tag = {"pull-quote": "blockquote", "aside": "blockquote"}.get(tag, tag)
                tag = tag if tag in TAGS else "p"
                return f"<{tag}>{self._line(markers)}</{tag}>"
            case [int(kind), str(tag), list(rows), *_] if kind == LIST:
                tag = tag if tag in LISTS else "ul"
                rows = [self._line(row) for row in rows if isinstance(row, list)]
                return f"<{tag}>{''.join(f'<li>{row}</li>' for row in rows)}</{tag}>"
            case [int(kind), str(address), *_] if kind == IMAGE:
                return CARDS["image"]({"src": address})
            case [int(kind), int(place), *_] if kind == CARD:
                return self._card(place)
        return ""

    def _card(self, place: int) -> str:
        match _at(self.cards, place):
            case [str(name), dict(payload), *_]:
                name = NAMES.get(name, name)
                return CARDS[name](payload) if name in CARDS else ""
        return ""

    def _line(self, markers: Iterable[Any]) -> str:
        """Each marker opens some markups, has words, and closes as many as it says."""
        opened: list[str] = []
        html = []
        for marker in markers:
            match marker:
                case [int(kind), list(opens), int(closes), said, *_]:
                    for tag, attribute in map(self._markup, opens):
                        html.append(f"<{tag}{attribute}>")
                        opened.append(f"</{tag}>")
                    html.append(self._said(kind, said))
                    html += [opened.pop() for _ in range(min(closes, len(opened)))]
        return "".join(html + opened[::-1])

    def _said(self, kind: int, said: Any) -> str:
        if kind == WORDS and isinstance(said, str):
            return escape(said)
        match _at(self.atoms, said) if kind == ATOM else None:
            case ["soft-return", *_]:
                return "<br>"
            case [str(), str(text), *_]:
                return escape(text)
        return ""

    def _markup(self, place: Any) -> tuple[str, str]:
        """The tag, and what stands in it."""
        match _at(self.markups, place):
            case ["a", list(attributes), *_]:
                return "a", f' href="{escape(dict(_pairs(attributes)).get("href", ""))}"'
            case [str(tag), *_] if tag in SET_ON_WORDS:
                return tag, ""
        return "span", ""


def _at(things: list[Any], place: Any) -> Any:
    return things[place] if isinstance(place, int) and 0 <= place < len(things) else None


def _pairs(attributes: list[Any]) -> Iterator[tuple[str, str]]:
    """Names and values, which alternate."""
    for name, value in zip(attributes[::2], attributes[1::2], strict=False):
        if isinstance(name, str) and isinstance(value, str):
            yield name, value
