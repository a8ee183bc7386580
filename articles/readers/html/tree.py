"""HTML as a tree, whatever is wrong with it."""

import re
from itertools import dropwhile
from typing import NamedTuple

from lxml import etree
from lxml.etree import SubElement
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# libxml2 gives up on what lies deeper than 2,048 elements. Nothing that people read does.
TOO_DEEP = 2_000
WRAPPERS = re.compile(r"</?(?!(?:p|br|li|h[1-6]|tr)\b)[a-z][^<>]*>", re.IGNORECASE)
OF_HEAD = frozenset(
    {"title", "meta", "link", "base", "script", "style", "noscript", "template", "object"}
)
MOST_ELEMENTS, DEEPEST = 25_000, 150
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class Size(NamedTuple):
    elements: int
    depth: int


def tree(html: str) -> HtmlElement:
    """The document that browsers would see, more or less; an empty one if there is none."""
    text = NOT_IN_XML.sub("", DECLARATION.sub("", html))
    root = _parsed(text)
    if size(root).depth > TOO_DEEP:
        root = _parsed(WRAPPERS.sub(" ", text))
    _empty_head(root)
    return root


def _empty_head(root: HtmlElement) -> None:
    """Moves words from the head into the body. Where a page leaves out the tags of both, libxml2
    takes an element that is younger than itself for a part of the head, with all that follows."""
    head = root.find("head")
    if head is None:
        return
    misplaced = [*dropwhile(lambda element: element.tag in OF_HEAD, head)]
    body = root.find("body")
    if body is None:
        body = SubElement(root, "body")
    for place, element in enumerate(misplaced):
        body.insert(place, element)
    if misplaced and body.text:
        misplaced[-1].tail = (misplaced[-1].tail or "") + body.text
        body.text = None


def _parsed(text: str) -> HtmlElement:
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return document_fromstring("<html><body></body></html>")


def size(root: HtmlElement) -> Size:
    elements = depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            elements += 1
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return Size(elements, deepest)


def is_usual(root: HtmlElement) -> bool:
    """Whether a page is no larger than what trafilatura reads in a few seconds: its time grows
    with the product of the two."""
    elements, depth = size(root)
    return elements <= MOST_ELEMENTS and depth <= DEEPEST
