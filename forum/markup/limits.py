"""How much one comment may hold.

Nothing here is meant to be met by somebody who has something to say. The limits keep the slowest
input that anybody can devise within a quarter of a second, and a page readable. What was said
elsewhere has more room, but no more of what is slow to parse.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import ValidationError
from markdown_it.token import Token

from forum.markup.blockquotes import BlockQuote

MAX_CHARACTERS = 10_000
MAX_LINES = 1_000
MAX_DEPTH = 12  # quotes in lists in quotes …, and likewise emphasis in emphasis
MAX_OPENINGS = 1_500
MAX_REFERENCES = 50
MAX_BRACKETS = 300
MAX_MARKS = 3_000
MAX_LINKS = 50
MAX_ADDRESS = 2_000
MAX_QUOTES = 20
MAX_QUOTE = 2_000
MAX_GROWTH = 32  # characters of HTML for each one of the source …
GROWTH_FLOOR = 2_000  # … and these in any case

MARKS = "*_~`"
ESCAPED = re.compile(r"\\.")
OPENING = re.compile(r"(?:^|(?<=[\s>]))(?:>|[-+*](?=\s)|[0-9]{1,9}[.)](?=\s))", re.MULTILINE)

CONTAINERS = {
    "blockquote_open": 1,
    "list_item_open": 1,
    "blockquote_close": -1,
    "list_item_close": -1,
}


@dataclass(frozen=True)
class Room:
    characters: int = MAX_CHARACTERS
    lines: int = MAX_LINES
    links: int = MAX_LINKS
    quotes: int = MAX_QUOTES
    quote: int = MAX_QUOTE
    """Characters of the longest."""


TYPED = Room()
KEPT = Room(characters=200_000, lines=200_000, links=20_000, quotes=200, quote=200_000)


def check_source(source: str, room: Room = TYPED) -> None:
    """Refuses what would be slow to parse. Each count is at least what the parser would find."""
    if len(source) > room.characters:
        _refuse(
            "too_long",
            f"A comment can have at most {room.characters:,} characters; this one has "
            f"{len(source):,}. Shorten it, or post it in parts.",
        )
    if (lines := source.count("\n") + 1) > room.lines:
        _refuse(
            "too_many_lines",
            f"A comment can have at most {room.lines:,} lines; this one has {lines:,}. "
            "Join lines, or post it in parts.",
        )
    if len(OPENING.findall(source)) > MAX_OPENINGS:
        _refuse(
            "too_many_openings",
            f"A comment can have at most {MAX_OPENINGS:,} list items and quoted lines, each level "
            "of a line counted. Remove some, or post it in parts.",
        )
    bare = ESCAPED.sub("", source)
    if bare.count("]:") > MAX_REFERENCES:
        _refuse(
            "too_many_references",
            f"A comment can define at most {MAX_REFERENCES} link references “[name]: address”. "
            "Remove some, or write the addresses where they are needed.",
        )
    if bare.count("[") > MAX_BRACKETS:
        _refuse(
            "too_many_brackets",
            f"A comment can have at most {MAX_BRACKETS:,} opening square brackets. Remove some.",
        )
    if sum(map(bare.count, MARKS)) > MAX_MARKS:
        _refuse(
            "too_many_marks",
            f"A comment can have at most {MAX_MARKS:,} of the marks {' '.join(MARKS)} that make "
            "emphasis and code. Remove some.",
        )
    if bare.count("://") > 2 * room.links:  # an address may be both words and target of a link
        _refuse_links(room)


def check_parsed(
    tokens: Sequence[Token], quotes: Sequence[BlockQuote], source: str, room: Room
) -> None:
    """Refuses what would be slow to clean or too much to read."""
    if _depth(tokens) > MAX_DEPTH:
        _refuse(
            "too_deep",
            f"Quotes, lists and emphasis can stand at most {MAX_DEPTH} deep inside each other. "
            "Take out some of the levels.",
        )
    links = [t for token in tokens for t in token.children or () if t.type == "link_open"]
    if len(links) > room.links:
        _refuse_links(room)
    if any(len(str(link.attrGet("href"))) > MAX_ADDRESS for link in links):
        _refuse(
            "address_too_long",
            f"The address of a link can have at most {MAX_ADDRESS:,} characters. "
            "Use a shorter address.",
        )
    if sum(len(str(value)) for link in links for value in link.attrs.values()) > _allowed(source):
        _refuse_growth()
    if len(quotes) > room.quotes:
        _refuse(
            "too_many_quotes",
            f"A comment can have at most {room.quotes} quotes; this one has {len(quotes)}. "
            "Leave out some, or answer in several comments.",
        )
    if (longest := max((len(quote.words) for quote in quotes), default=0)) > room.quote:
        _refuse(
            "quote_too_long",
            f"A quote can have at most {room.quote:,} characters; one here has {longest:,}. "
            "Quote only what you answer, or split it into several quotes.",
        )


def check_rendered(html: str, source: str) -> None:
    if len(html) > _allowed(source):
        _refuse_growth()


def _depth(tokens: Sequence[Token]) -> int:
    depth = deepest = 0
    for token in tokens:
        depth += CONTAINERS.get(token.type, 0)
        inside = _inline_depth(token.children) if token.children else 0
        deepest = max(deepest, depth, inside)
    return deepest


def _inline_depth(children: Sequence[Token]) -> int:
    depth = deepest = 0
    for child in children:
        depth += child.nesting
        deepest = max(deepest, depth)
    return deepest


def _allowed(source: str) -> int:
    return MAX_GROWTH * len(source) + GROWTH_FLOOR


def _refuse_links(room: Room) -> NoReturn:
    _refuse(
        "too_many_links",
        f"A comment can have at most {room.links:,} links. Remove some, or post it in parts.",
    )


def _refuse_growth() -> NoReturn:
    _refuse(
        "too_large",
        f"Written out, this comment would be more than {MAX_GROWTH} times as long as what you "
        "typed. Shorten the addresses of its links, or use them less often.",
    )


def _refuse(code: str, sentence: str) -> NoReturn:
    raise ValidationError(sentence, code=code)
