"""HTML as a parser reads it, tag by tag: in time and memory that grow with its length only."""

import re
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from lxml import etree

NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LAST_WORD = "\ue04f"  # for private use, so nobody's
HIDING = frozenset({"script", "style", "title", "template", "head"})
RAW = "script|style|title|textarea|xmp|plaintext|iframe|noembed|noframes"
NEVER_CLOSED = re.compile(r"<(?=[^<>\"'!]*<)")
NO_TAG = re.compile(
    rf"<(?!/?+(?!(?:{RAW})\b)[a-z][^<>\"']*+(?:\"[^\"<>]*+\"[^<>\"']*+|'[^'<>]*+'[^<>\"']*+)*+>)",
    re.IGNORECASE,
)


class Target(Protocol):
    """Is told of every tag in order; whatever the HTML, each start has its end."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...


Listener = TypeVar("Listener", bound=Target)


def read(html: str, listener: Callable[[], Listener]) -> Listener:
    """A listener that has been told what stands in the HTML.

    Where something is opened by a "<" and never closed, as in "a<b", a browser shows nothing of
    all that follows. Here it is taken for text.
    """
    html = NEVER_CLOSED.sub("&lt;", NOT_TEXT.sub("", html).replace(LAST_WORD, ""))
    target = listener()
    if not _told(html, target):
        target = listener()
        _told(NO_TAG.sub("&lt;", html), target)
    return target


def _told(html: str, target: Target) -> bool:
    """Tells the target; whether it heard the end."""
    ear = _Ear(target)
    parser = etree.HTMLParser(target=ear, encoding="utf-8", huge_tree=True)  # type: ignore[arg-type]
    parser.feed(f"<div>{html}{LAST_WORD}".encode())
    parser.close()
    return ear.heard_the_end


class _Ear:
    """Passes on what can be seen."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.hidden = 0
        self.heard_the_end = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in HIDING:
            self.hidden += 1
        elif not self.hidden:
            self.target.start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag in HIDING:
            self.hidden -= 1
        elif not self.hidden:
            self.target.end(tag)

    def data(self, text: str) -> None:
        if self.hidden:
            return
        if text.endswith(LAST_WORD):
            self.heard_the_end = True
            text = text.removesuffix(LAST_WORD)
        self.target.data(text)

    def close(self) -> None:
        """lxml asks for one."""
