"""Rendered HTML taken apart at its blockquotes, so that a template can write each as a figure."""

import re
from dataclasses import dataclass, field

TAG = re.compile("(</?blockquote>)")


@dataclass(frozen=True)
class QuotePiece:
    """A blockquote: its place in `Rendered.quotes`, and what stands in it."""

    ordinal: int
    pieces: "list[str | QuotePiece]" = field(default_factory=list)


def pieces(html: str) -> list[str | QuotePiece]:
    """The HTML from `render` as runs of HTML and quotes, which nest.

    Text in that HTML is escaped and its blockquotes have no attributes, so a tag is a tag.
    """
    found = 0
    within: list[list[str | QuotePiece]] = [[]]
    for part in TAG.split(html):
        if part == "<blockquote>":
            quote = QuotePiece(found)
            found += 1
            within[-1].append(quote)
            within.append(quote.pieces)
        elif part == "</blockquote>":
            within.pop()
        elif part:
            within[-1].append(part)
    return within[0]
