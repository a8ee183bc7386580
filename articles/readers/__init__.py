"""Readers: one small module per format, each a pure function from bytes to a parsed article."""

from dataclasses import dataclass
from datetime import date

from articles.passages import Block

__all__ = ["Block", "ParsedArticle", "ParsedComment", "Unreadable"]


@dataclass(frozen=True)
class ParsedComment:
    body: str
    """Markdown."""
    author: str = ""
    posted_at: date | None = None
    """A datetime where the hour is known, naive where its zone isn't."""
    parent: int | None = None
    """The place of the comment that it answers, in the same tuple of comments."""


@dataclass(frozen=True)
class ParsedArticle:
    title: str
    section: str
    published_on: date | None
    authors: tuple[str, ...]
    blocks: tuple[Block, ...]
    note: str
    comments: tuple[ParsedComment, ...]
    warnings: tuple[str, ...]
    """Sentences for whoever imports: what was doubtful, and what was made of it."""


class Unreadable(Exception):
    """A file that can't be imported; the reason is one sentence for whoever wanted to."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
