"""The last door before a page: the elements and attributes that a comment's HTML may hold.

bleach reads HTML as a browser does and writes only what is listed here; then links are judged once
more on its tree. It gets HTML that markdown-it wrote, never what people typed: the reasons are in
docs/decisions/bleach.md.
"""

import html
import re
import threading
from collections.abc import Iterator
from typing import Any

from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]
from bleach.sanitizer import Cleaner

from forum.markup import links

HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
BLOCKS = frozenset({"p", "hr", "pre", "blockquote", "ul", "ol", "li"}) | HEADINGS
ELEMENTS = BLOCKS | {"br", "em", "strong", "s", "code", "a"}
DIRECTED = HEADINGS | {"p", "li"}
SCHEMES = frozenset({"http", "https", "mailto"})
LANGUAGE = re.compile(r"language-[\w+#.-]{1,20}")
FIRST_NUMBER = re.compile(r"[0-9]{1,9}")

_of_this_thread = threading.local()


def sanitise(untrusted: str) -> str:
    cleaned: str = _cleaner().clean(untrusted)
    return cleaned


def is_allowed(element: str, name: str, value: str) -> bool:
    match element, name:
        case "a", "href" | "title":
            return True
        case "a", "class":
            return value == "mention"
        case "ol", "start":
            return FIRST_NUMBER.fullmatch(value) is not None
        case "code", "class":
            return LANGUAGE.fullmatch(value) is not None
        case _, "dir":
            return element in DIRECTED and value == "auto"
    return False


class LinkPolicy(Filter):
    """Takes the link from around words that would lead where `links` doesn't let them."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        open_link = False
        for token in super().__iter__():
            if token["type"] not in {"StartTag", "EndTag"} or token["name"] != "a":
                yield token
            elif token["type"] == "EndTag":
                if open_link:
                    yield token
                open_link = False
            elif open_link := _judge(token["data"]):
                yield token


def _judge(attributes: dict[tuple[str | None, str], str]) -> bool:
    href = html.unescape(attributes.get((None, "href"), ""))
    if links.leads_away(href):
        attributes[(None, "rel")] = "nofollow ugc noopener"
    return links.may_lead_to(href)


def _cleaner() -> Cleaner:
    # A Cleaner shared by threads has mixed up the texts of different people.
    if not hasattr(_of_this_thread, "cleaner"):
        _of_this_thread.cleaner = Cleaner(
            tags=ELEMENTS,
            attributes=is_allowed,
            protocols=SCHEMES,
            strip=True,
            filters=[LinkPolicy],
        )
    cleaner: Cleaner = _of_this_thread.cleaner
    return cleaner
