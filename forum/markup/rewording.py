"""Comments' sources with other words in one of their quotes."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from markdown_it.token import Token

from forum.markup.blockquotes import read
from forum.markup.characters import clean
from forum.markup.parsing import parse
from forum.markup.writing import attribution, escape

NESTING = {"blockquote_open": 1, "blockquote_close": -1}


def reword(source: str, ordinal: int, words: str) -> str:
    """The source with this plain text as the words of the blockquote that has this ordinal.

    The quote keeps its attribution and the quotes inside it, and all around it stays as it is.
    Raises IndexError if the source has not so many quotes.
    """
    source = clean(source)
    tokens = parse(source)
    start = [at for at, token in enumerate(tokens) if token.type == "blockquote_open"][ordinal]
    inside = list(takewhile(lambda token: token.level > tokens[start].level, tokens[start + 1 :]))
    first, end = _lines_of(tokens[start])
    depth = sum(NESTING.get(token.type, 0) for token in tokens[: start + 1])
    lines = source.split("\n")

    blocks = [escape(words) if block is None else block for block in _blocks(inside, lines, depth)]
    quote = read(tokens).quotes[ordinal]
    if quote.href:
        blocks.append(attribution(quote.label, quote.href))
    content = "\n\n".join(blocks).split("\n")
    if inside[-1].type != "paragraph_close" or _lines_of(inside[-2])[1] < end:
        content.append("")  # else the line below might become a part of the quote
    return "\n".join([*lines[:first], *_quoted(content, lines[first], depth), *lines[end:]])


def _blocks(inside: Sequence[Token], lines: Sequence[str], depth: int) -> Iterator[str | None]:
    """The quotes in a quote as Markdown, and None where its own words begin."""
    level = inside[0].level
    nesting, has_begun = 0, False
    for token in inside:
        if token.type == "blockquote_open" and nesting == 0:
            first, end = _lines_of(token)
            nested = _unwrapped(lines[first:end], depth + 1)
            yield "\n".join(f"> {line}" for line in nested)
        elif token.level == level and token.nesting >= 0 and not has_begun:
            has_begun = True
            yield None
        nesting += NESTING.get(token.type, 0)


def _unwrapped(lines: Sequence[str], depth: int) -> Iterator[str]:
    """A quote's lines without what shows how deep it stands."""
    # List markers stand in the first line only; a line of lazy quoting may lack some of the ">".
    yield re.sub(rf"^(?:[^>]*>){{{depth}}} ?", "", lines[0])
    for line in lines[1:]:
        yield re.sub(rf"^(?:[ \t]*>){{0,{depth}}} ?", "", line)


def _quoted(content: Sequence[str], first_line: str, depth: int) -> Iterator[str]:
    opening = re.match(rf"(?:[^>]*>){{{depth}}}", first_line)
    before = opening[0] if opening else ">"
    for line in content:
        yield f"{before} {line}".rstrip()
        before = re.sub(r"[^>\s]", " ", before)


def _lines_of(token: Token) -> tuple[int, int]:
    first, end = token.map or (0, 0)
    return first, end
