"""The quotes in a parsed comment, and the words around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from forum.markup import links

DASH = re.compile(r"\s*(?:[—–―]|--)\s*")
BREAKS = {"softbreak": " ", "hardbreak": "\n"}


@dataclass(frozen=True)
class BlockQuote:
    """A blockquote as plain text, without the quotes inside it, paragraphs separated by "\\n\\n".

    Its last line may name the source, "— [label](href)"; that line is not among the words.
    """

    words: str
    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class Reading:
    """What stands in a comment: its tokens without attributions, its own words, its quotes."""

    tokens: list[Token]
    text: str
    quotes: tuple[BlockQuote, ...]


def read(tokens: Sequence[Token]) -> Reading:
    own = _Words()
    quotes: list[_Words] = []
    within = [own]
    kept: list[Token] = []
    for token in tokens:
        if token.type == "blockquote_open":
            quotes.append(_Words())
            within.append(quotes[-1])
        elif token.type == "blockquote_close":
            _take_attribution(within.pop(), kept)
        elif words := _words(token):
            within[-1].paragraphs.append(words)
        kept.append(token)
    return Reading(kept, own.text, tuple(quote.finished() for quote in quotes))


@dataclass
class _Words:
    paragraphs: list[str] = field(default_factory=list)
    label: str = ""
    href: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    def finished(self) -> BlockQuote:
        return BlockQuote(self.text, self.label, self.href)


def _words(token: Token) -> str:
    if token.type == "inline":
        return _inline_words(token.children or [])
    if token.type in {"fence", "code_block"}:
        return token.content.strip("\n")
    return ""


def _inline_words(children: Sequence[Token]) -> str:
    return "".join(BREAKS.get(child.type, child.content) for child in children).strip()


def _take_attribution(quote: _Words, kept: list[Token]) -> None:
    """Moves the attribution from the end of a quote that is about to close into the quote."""
    if len(kept) < 3 or kept[-1].type != "paragraph_close":
        return
    inline = kept[-2]
    children = inline.children or []
    start = max((i + 1 for i, child in enumerate(children) if child.type in BREAKS), default=0)
    link = _attribution(children[start:])
    if link is None:
        return
    if start:
        inline.children = children[: start - 1]
        quote.paragraphs[-1] = _inline_words(inline.children)
    elif kept[-4].type != "blockquote_open":  # a quote of nothing but a name stays as it is
        del kept[-3:]
        quote.paragraphs.pop()
    else:
        return
    quote.href = str(link[0].attrGet("href"))
    quote.label = _inline_words(link)


def _attribution(line: Sequence[Token]) -> Sequence[Token] | None:
    """The link of a line that is a dash and a link; None if it is anything else."""
    line = [token for token in line if token.type != "text" or token.content.strip()]
    if len(line) < 4 or not DASH.fullmatch(line[0].content):
        return None
    link = line[1:]
    ends = [i for i, token in enumerate(link) if token.type == "link_close"]
    if link[0].type != "link_open" or ends != [len(link) - 1]:
        return None
    return link if links.may_lead_to(str(link[0].attrGet("href"))) else None
