"""Ghost's newer form of a post, Lexical's tree as JSON, as the HTML that Ghost would make of it."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from articles.readers.archives.ghost_cards import CARDS, as_typed, link
from articles.readers.archives.values import items, text

DEEPEST = 100
# What is set on words, by the bits of `format`.
FORMATS = {1: "strong", 2: "em", 4: "s", 16: "code", 32: "sub", 64: "sup"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
WRAPPED = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}


def as_html(source: str) -> str:
    """The post as HTML, unclean; "" for what is no such tree."""
    try:
        root = json.loads(source)["root"]
        return "".join(_children(root, DEEPEST))
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _children(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    if depth:
        for child in items(node, "children"):
            if isinstance(child, Mapping):
                yield _node(child, depth - 1)


def _node(node: Mapping[str, Any], depth: int) -> str:
    kind = text(node, "type")
    inside = "".join(_children(node, depth))
    if kind in ("text", "extended-text"):
        return _words(node)
    if kind in WRAPPED:
        return f"<{WRAPPED[kind]}>{inside}</{WRAPPED[kind]}>"
    if kind in ("heading", "extended-heading"):
        tag = text(node, "tag") if node.get("tag") in HEADINGS else "h2"
        return f"<{tag}>{inside}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        return f"<{tag}>{inside}</{tag}>"
    if kind in ("link", "autolink"):
        return link(text(node, "url"), inside)
    return CARDS[kind](node) if kind in CARDS else inside


def _words(node: Mapping[str, Any]) -> str:
    html = escape(as_typed(node, "text"))
    bits = node.get("format")
    for bit, tag in FORMATS.items():
        if isinstance(bits, int) and bits & bit:
            html = f"<{tag}>{html}</{tag}>"
    return html
