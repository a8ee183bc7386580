"""HTML as a tree, whatever is wrong with it."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

# libxml2 gives up on what lies deeper than 2,048 elements. Nothing that people read does.
TOO_DEEP = 2_000
WRAPPERS = re.compile(r"</?(?!(?:p|br|li|h[1-6]|tr)\b)[a-z][^<>]*>", re.IGNORECASE)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def tree(html: str) -> HtmlElement:
    """The document that browsers would see, more or less; an empty one if there is none."""
    text = NOT_IN_XML.sub("", DECLARATION.sub("", html))
    root = _parsed(text)
    if _is_too_deep(root):
        root = _parsed(WRAPPERS.sub(" ", text))
    return root


def _parsed(text: str) -> HtmlElement:
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return document_fromstring("<html><body></body></html>")


def _is_too_deep(root: HtmlElement) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > TOO_DEEP:
            return True
    return False
