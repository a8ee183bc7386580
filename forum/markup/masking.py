"""Comments' sources with some of their quotes taken out."""

from collections.abc import Collection

from forum.markup.parsing import parse

MASK = "> […]"


def without_quotes(source: str, ordinals: Collection[int]) -> str:
    """The source with a mark in the place of each blockquote whose ordinal is given, and of all
    that is quoted in it."""
    if not ordinals:
        return source
    lines = source.split("\n")
    quotes = [token for token in parse(source) if token.type == "blockquote_open"]
    for ordinal in sorted(ordinals):
        first, last = quotes[ordinal].map or (0, 0)
        lines[first:last] = [MASK, *[""] * (last - first - 1)]
    return "\n".join(lines)
