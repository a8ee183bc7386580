"""Members whom a comment names: “@Ada”, “@Lena Horvat”.

A mention is an at sign and the name as it is shown, whatever its case; where one name begins with
another the longer is meant. Whose names these are, `render` is told. In code, in links and in what
is quoted nobody is mentioned, nor with “\\@”.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from html import unescape
from itertools import islice, takewhile
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from forum.names import MAX_LENGTH, PUNCTUATION
from forum.quoting.words import is_unspaced

# From names as `fold` writes them to the members who bear them; asked at most once for a text.
People = Callable[[Collection[str]], Mapping[str, int]]

MOST = 10  # members whom one comment mentions; further names stay words
MOST_TRIED = 20  # at signs behind which a name is looked for
# Not in "ada@example.org" and not in an address such as "https://example.org/@ada".
AT = re.compile(r"(?<![^\s(\[{“„«‚‘'\"—–-])@(?=\S)")
BLANKS = re.compile(r"\s+")
MENTION = re.compile(r'<a class="mention" href="/members/([0-9]+)/">@([^<]+)</a>')


def mentioned(html: str) -> dict[str, int]:
    """Whom HTML from `render` mentions: their ids by the names, folded, that stand there."""
    return {fold(unescape(name)): int(pk) for pk, name in MENTION.findall(html)}


def as_before(html: str) -> People:
    """The people whom HTML from `render` mentions: what is rendered again mentions nobody else."""
    known = mentioned(html)
    return lambda names: known


def fold(name: str) -> str:
    """What names are compared by."""
    return BLANKS.sub(" ", unicodedata.normalize("NFKC", name)).casefold()


def link_mentions(state: StateCore) -> None:
    """A rule for markdown-it: turns the names of the `people` of its environment into links."""
    people: People | None = state.env.get("people")
    if people is None or "@" not in state.src:
        return
    texts = (text.content for inline in _own(state.tokens) for text in _outside_links(inline))
    behind = (text[at.end() :] for text in texts for at in AT.finditer(text))
    names = {fold(name) for text in islice(behind, MOST_TRIED) for name in _candidates(text)}
    known = people(names) if names else {}
    if known:
        _Linking(known).link(state.tokens)


class _Linking:
    def __init__(self, known: Mapping[str, int]) -> None:
        self.known = known
        self.places_left = MOST_TRIED
        self.people: set[int] = set()

    def link(self, tokens: list[Token]) -> None:
        for inline in _own(tokens):
            plain = {id(text) for text in _outside_links(inline)}
            inline.children = [
                part
                for child in inline.children or []
                for part in (self._split(child) if id(child) in plain else [child])
            ]

    def _split(self, text: Token) -> Iterator[Token]:
        done = 0
        for at in AT.finditer(text.content):
            name = self._name_at(text.content[at.end() :]) if at.start() >= done else ""
            if name:
                end = at.end() + len(name)
                yield _text(text.content[done : at.start()], text.level)
                yield from _link(self.known[fold(name)], text.content[at.start() : end], text.level)
                done = end
        yield _text(text.content[done:], text.level)

    def _name_at(self, text: str) -> str:
        self.places_left -= 1
        name = next((name for name in _candidates(text) if fold(name) in self.known), "")
        if not name or self.places_left < 0:
            return ""
        member = self.known[fold(name)]
        if member not in self.people and len(self.people) == MOST:
            return ""
        self.people.add(member)
        return name


def _own(tokens: list[Token]) -> Iterator[Token]:
    """The runs of text outside quotes."""
    depth = 0
    for token in tokens:
        if token.type in {"blockquote_open", "blockquote_close"}:
            depth += token.nesting
        elif token.type == "inline" and not depth:
            yield token


def _outside_links(inline: Token) -> Iterator[Token]:
    depth = 0
    for child in inline.children or []:
        if child.type in {"link_open", "link_close"}:
            depth += child.nesting
        elif child.type == "text" and not depth:
            yield child


def _candidates(text: str) -> list[str]:
    """All that could be a name at the beginning of a text, the longest first."""
    run = "".join(takewhile(_is_of_names, text[:MAX_LENGTH]))
    ends = range(len(run), 0, -1)
    return [run[:end] for end in ends if _ends_word(text[end - 1], text[end : end + 1])]


def _is_of_names(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd" or character in f" {PUNCTUATION}"


def _ends_word(character: str, after: str) -> bool:
    if character == " " or (after and unicodedata.category(after)[0] == "M"):
        return False
    return not after.isalnum() or is_unspaced(after)


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _link(member: int, words: str, level: int) -> list[Token]:
    attributes: dict[str, Any] = {"class": "mention", "href": f"/members/{member}/"}
    return [
        Token("link_open", "a", 1, attrs=attributes, level=level),
        _text(words, level + 1),
        Token("link_close", "a", -1, level=level),
    ]
