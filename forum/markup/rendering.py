"""From a comment's source to what is stored and shown."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from markdown_it.token import Token

from forum.markup import limits
from forum.markup.blockquotes import BlockQuote, read
from forum.markup.characters import clean
from forum.markup.mentions import People, mentioned
from forum.markup.parsing import parse, write
from forum.markup.sanitising import DIRECTED, sanitise

VERSION = 1
LONGEST = limits.KEPT.characters // 2  # twice as long, with a backslash before each mark

MARK = re.compile(r"[!-/:-@\[-`{-~]")  # each of them may be one
BLANK_LINES = re.compile(r"\n\s*\n")

# The article's title and the discussion's have the first two levels of the page.
HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


@dataclass(frozen=True)
class Rendered:
    """A comment as it is read.

    `html` is safe and complete; each of its blockquotes is a plain `<blockquote>`, in the order of
    `quotes`. `text` is its own words, without any quote, paragraphs separated by "\\n\\n".
    """

    html: str
    quotes: tuple[BlockQuote, ...]
    text: str

    @property
    def mentions(self) -> set[int]:
        """The ids of the members whom it mentions."""
        return set(mentioned(self.html).values())


def render(
    source: str, people: People | None = None, *, room: limits.Room = limits.TYPED
) -> Rendered:
    """Renders a comment; raises ValidationError with a `code` of `limits` if it breaks a limit.

    `people` says which of the names behind its at signs are members'; without it none is. What is
    stored already, or was said elsewhere, has more `room` (`limits.KEPT`).
    """
    source = clean(source)
    limits.check_source(source, room)
    reading = read(parse(source, people))
    limits.check_parsed(reading.tokens, reading.quotes, source, room)
    html = sanitise(write(_dressed(reading.tokens)))
    limits.check_rendered(html, source)
    return Rendered(html, reading.quotes, reading.text)


def render_whole(source: str) -> tuple[str, Rendered]:
    """What was said elsewhere, as it can be stored here, and rendered: as it is or, where that
    would break a limit, with its marks as words. Raises ValidationError beyond `LONGEST`."""
    source = clean(source)
    if len(source) > LONGEST:
        raise ValidationError(f"It has more than {LONGEST:,} characters.", code="too_long")
    try:
        return source, render(source, room=limits.KEPT)
    except ValidationError:
        source = _literal(source)
        return source, render(source, room=limits.KEPT)


def plain(source: str) -> str:
    """A comment's own words as plain text, for locating quotes of it. Raises as `render` does."""
    source = clean(source)
    limits.check_source(source)
    return read(parse(source)).text


def _literal(source: str) -> str:
    """Markdown without any markup: no longer than twice as long."""
    paragraphs = [
        "\\\n".join(MARK.sub(r"\\\g<0>", line.strip()) for line in paragraph.split("\n"))
        for paragraph in BLANK_LINES.split(source.strip())
    ]
    return "\n\n".join(paragraphs)


def _dressed(tokens: list[Token]) -> list[Token]:
    """Fits the tokens into a page: headings below its own, and each text in its own direction."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        token.tag = HEADINGS.get(token.tag, token.tag)
        if token.nesting == 1 and token.tag in DIRECTED and not _starts_item(before, token):
            token.attrSet("dir", "auto")
    return tokens


def _starts_item(before: Token | None, token: Token) -> bool:
    # A list item finds its direction in its own words only, not in a child that has a direction.
    return before is not None and before.type == "list_item_open" and token.tag == "p"
