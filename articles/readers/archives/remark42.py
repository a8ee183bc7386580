"""remark42's backup: a line about the site, then a line for each comment."""

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from articles.readers import Found, FoundArticle, FoundComment, Problem, Skipped, State
from articles.readers.archives import unpacking
from articles.readers.archives.json import lines
from articles.readers.archives.moments import moment
from articles.readers.archives.values import inner, is_true, text
from articles.readers.html.comments import markdown
from articles.readers.html.plain import plain
from articles.readers.quotations import as_quotes

SOURCE = "remark42"
NAME = "remark42 backup"

COMMENT = re.compile(rb'\A\s*\{[^\n]{0,60000}"locator"\s*:\s*\{')
HEADER = re.compile(
    rb'\A\s*\{\s*"version"\s*:\s*\d+\s*,\s*"users"\s*:[^\n]*(?:\n\s*\{[^\n]*"locator"|\Z|\n)'
)


def recognises(head: bytes) -> bool:
    return bool(COMMENT.match(head) or HEADER.match(head))


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    told: set[str] = set()
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
            continue
        for record in lines(pieces):
            if isinstance(record, Problem):
                yield record
            elif inner(record, "locator"):
                yield from _comment(record, told)


def _comment(record: Mapping[str, object], told: set[str]) -> Iterator[Found]:
    key, page = text(record, "id"), text(inner(record, "locator"), "url")
    if not key or not page:
        yield Problem(f"comment {key or 'without a number'}", "It doesn’t say where it stands.")
        return
    if page not in told:
        told.add(page)
        yield FoundArticle(key=page, address=page, title=plain(text(record, "title")))
    user, source = inner(record, "user"), text(record, "orig")
    html = text(record, "text")
    yield FoundComment(
        key=key,
        article=page,
        body=as_quotes(source) or markdown(html),
        original="" if source else html,
        parent=text(record, "pid"),
        author=plain(text(user, "name")),
        author_key=text(user, "id"),
        posted_at=moment(record.get("time")),
        edited_at=moment(inner(record, "edit").get("time")),
        state=State.REMOVED if is_true(record, "delete") else State.PUBLISHED,
    )
