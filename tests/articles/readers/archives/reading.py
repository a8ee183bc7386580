"""What a file holds, as the tests look at it."""

import io
from typing import TypeVar

from articles.readers import Found, FoundArticle, FoundComment, Problem, Skipped, Unreadable
from articles.readers.archives import HEAD, reader_of

Kind = TypeVar("Kind", FoundArticle, FoundComment, Problem, Skipped)


def found(content: str | bytes, site: str = "") -> list[Found]:
    data = content.encode() if isinstance(content, str) else content
    return list(reader_of(data[:HEAD]).read(io.BytesIO(data), site))


def found_until(content: str | bytes) -> tuple[list[Found], Unreadable | None]:
    """What comes before the reader has to give up, and why it has to."""
    data = content.encode() if isinstance(content, str) else content
    things: list[Found] = []
    try:
        things.extend(reader_of(data[:HEAD]).read(io.BytesIO(data)))
    except Unreadable as error:
        return things, error
    return things, None


def of(kind: type[Kind], things: list[Found]) -> list[Kind]:
    return [thing for thing in things if isinstance(thing, kind)]


def articles(content: str | bytes, site: str = "") -> list[FoundArticle]:
    return of(FoundArticle, found(content, site))


def comments(content: str | bytes) -> list[FoundComment]:
    return of(FoundComment, found(content))
