"""Which format one piece has: by what stands in it, and only then by what it is called."""

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath

from articles.readers import ParsedArticle, markdown_file, plain_text
from articles.readers.front_matter import front_matter
from articles.readers.html import page
from articles.readers.html.decoding import MAX_BYTES as MAX_PAGE_BYTES

HEAD = 4_096
PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
ELEMENT = re.compile(rb"<(?:p|div|h[1-6]|article|meta|title|table|br)[\s/>]", re.IGNORECASE)
PAGES = (".html", ".htm", ".xhtml")
MARKDOWN = (".md", ".markdown")
SUFFIXES = (".txt", *PAGES, *MARKDOWN)
MAX_BYTES = MAX_PAGE_BYTES  # that a piece of any format may have


class Format(StrEnum):
    TEXT = "plain text"
    MARKDOWN = "Markdown"
    PAGE = "web page"


def read(data: bytes, name: str = "", *, address: str = "", charset: str = "") -> ParsedArticle:
    """The article in a file of this name, or at this address; raises Unreadable if none is."""
    readers: dict[Format, Callable[[], ParsedArticle]] = {
        Format.PAGE: lambda: page.read(data, address=address, charset=charset),
        Format.MARKDOWN: lambda: markdown_file.read(data, address=address),
        Format.TEXT: lambda: plain_text.read(data),
    }
    return readers[recognised(data, name)]()


def recognised(data: bytes, name: str = "") -> Format:
    head = data[:HEAD].replace(b"\0", b"")  # UTF-16 has one in every other place
    suffix = PurePath(name.partition("?")[0]).suffix.lower()
    if PAGE.search(head) and head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return Format.PAGE
    if suffix in PAGES and ELEMENT.search(head):
        return Format.PAGE
    if suffix in MARKDOWN or _has_facts(head):
        return Format.MARKDOWN
    return Format.TEXT


def _has_facts(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    if not text.startswith(("---", "+++")):
        return False
    return front_matter(text.replace("\r\n", "\n")) is not None
