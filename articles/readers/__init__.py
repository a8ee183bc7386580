"""Readers: one small module per format, all pure.

What is one piece, a text file or a saved page, is read whole: bytes → `ParsedArticle`. What holds
many, an export of a site or a feed, is read as a stream: file → `Found`s, one after the other, so
that a large one needs no more memory than a small one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from articles.passages import Block

__all__ = [
    "ArchiveReader",
    "Block",
    "Found",
    "FoundArticle",
    "FoundComment",
    "ParsedArticle",
    "ParsedComment",
    "Problem",
    "Skipped",
    "State",
    "Unreadable",
]


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
    """A datetime where the hour is known."""
    authors: tuple[str, ...]
    blocks: tuple[Block, ...]
    note: str
    comments: tuple[ParsedComment, ...]
    warnings: tuple[str, ...]
    """Sentences for whoever imports: what was doubtful, and what was made of it."""
    address: str = ""
    """Where it stands on the web, as the source gives it."""
    language: str = ""
    """A BCP 47 tag; empty: the source doesn't say."""
    tags: tuple[str, ...] = ()


class Unreadable(Exception):
    """A file that can't be imported; the reason is one sentence for whoever wanted to."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class State(StrEnum):
    """What became of a comment where it comes from."""

    PUBLISHED = "published"
    WAITING = "waiting"
    REMOVED = "removed"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article of an archive, or the page that its comments belong to."""

    key: str
    """What the source calls it: unique and the same in every export of it."""
    address: str = ""
    title: str = ""
    parsed: ParsedArticle | None = None
    """None if the archive holds comments only: then the article is one that is here already."""
    is_draft: bool = False
    is_summary: bool = False
    """What is parsed may be only how it begins: the page at the address would have all of it."""


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment of an archive, before it is known whether what it names is there."""

    key: str
    article: str
    """The key of its article."""
    body: str
    """Markdown."""
    original: str = ""
    """What the source holds, if that isn't Markdown."""
    parent: str = ""
    """The key of the comment that it answers."""
    author: str = ""
    author_key: str = ""
    """What the source calls its author; empty: nobody of theirs."""
    author_email: str = ""
    posted_at: datetime | None = None
    edited_at: datetime | None = None
    state: State = State.PUBLISHED


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that isn't brought in, and isn't missed: a pingback, a menu."""

    what: str
    """One of its kind: "pingback"."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that should have come in and can't, or not as it stands; the rest does."""

    where: str
    """A line, or what the source calls it: "line 120", "comment 42"."""
    reason: str
    """One sentence."""


Found = FoundArticle | FoundComment | Skipped | Problem


class ArchiveReader(Protocol):
    """What each module for a format of archives offers."""

    SOURCE: str
    """The first half of what its articles and comments are known by: "wordpress"."""
    NAME: str
    """For people: "WordPress export (WXR)"."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file that begins so (64 KB, or all of it) is of this format."""

    def read(self, file: BinaryIO, site: str = "") -> Iterator[Found]:
        """What the file holds, in its own order: a comment may come before its article, an answer
        before what it answers. Raises Unreadable if it can't go on; what came before stands.

        Where it stood, if somebody said so, is `site`: links may be relative to it."""
