"""isso's database: it has no other export."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from articles.readers import Found, FoundArticle, FoundComment, Problem, Skipped, State, Unreadable
from articles.readers.archives import unpacking
from articles.readers.archives.moments import moment
from articles.readers.quotations import as_quotes

SOURCE = "isso"
NAME = "isso database (SQLite)"

STATES = {1: State.PUBLISHED, 2: State.WAITING, 4: State.REMOVED}
ORDINARY = """
    SELECT count(*) FROM sqlite_master
    WHERE type = 'table' AND name IN ('threads', 'comments') AND sql LIKE 'CREATE TABLE%'
"""
COMMENTS = """
    SELECT c.id, c.parent, c.created, c.modified, c.mode, c.text, c.author, c.email, t.id, t.uri,
           t.title
    FROM comments c LEFT JOIN threads t ON t.id = c.tid ORDER BY c.id
"""


def recognises(head: bytes) -> bool:
    return head.startswith(b"SQLite format 3\0")


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "isso")
            with path.open("wb") as copy:
                copy.writelines(pieces)
            try:
                yield from _read(path)
            except (sqlite3.Error, UnicodeDecodeError) as error:  # its sentences are broken too
                raise Unreadable(f"The database is damaged: {error}.") from error


def _read(path: Path) -> Iterator[Found]:
    told: set[int] = set()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        # Who made a database may have put a trap into its views, so only tables are read.
        database.execute("PRAGMA trusted_schema = OFF")
        if database.execute(ORDINARY).fetchone() != (2,):
            raise Unreadable("This is an SQLite database, but not one of isso.")
        for row in database.execute(COMMENTS):
            yield from _comment(row, told)


def _comment(row: tuple[Any, ...], told: set[int]) -> Iterator[Found]:
    key, parent, created, modified, mode, words, author, mail, thread, address, title = row
    if thread is None:
        yield Problem(f"comment {key}", "The page that it stands on isn’t in the database.")
        return
    if thread not in told:
        told.add(thread)
        yield FoundArticle(key=str(thread), address=_text(address), title=_text(title))
    yield FoundComment(
        key=str(key),
        article=str(thread),
        body=as_quotes(_text(words)),
        parent=_text(parent),
        author=_text(author),
        author_email=_text(mail),
        posted_at=moment(created),
        edited_at=moment(modified),
        state=STATES.get(mode, State.WAITING),
    )


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, bytes) else str(value).strip()
