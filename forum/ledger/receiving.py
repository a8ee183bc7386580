"""Takes what is to be imported: a file that lies here, one that is handed in, or an address."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from articles.fetching import Unfetched
from articles.pages import follow
from articles.readers import ArchiveReader, Unreadable, archives
from forum.ledger.beginning import begin
from forum.models import Feed, ImportBatch, Member
from forum.models.import_batch import uploads

MOST_BYTES = 50_000_000  # of an address
SECONDS = 120


def receive(
    place: str,
    *,
    source: str | None = None,
    with_pages: bool = False,
    by: Member | None = None,
    due_at: datetime | None = None,
) -> ImportBatch:
    """An import of the file at this path, or of what this address answers, of the format `source`
    or of the one that its beginning shows; `with_pages`: with the pages of articles that stand in
    it only as summaries. Raises Unreadable if that can't be."""
    if place.startswith(("http://", "https://")):
        data = [_fetched(place)]
        return hand_in(data, name=place, source=source, with_pages=with_pages, by=by, due_at=due_at)
    path = Path(place).resolve()
    try:
        with path.open("rb") as file:
            reader = _reader(file.read(archives.HEAD), source)
    except OSError as error:
        raise Unreadable(f"{error.strerror}.") from error
    return begin(
        path,
        format=reader.SOURCE,
        name=str(path),
        with_pages=with_pages,
        by=by,
        due_at=due_at,
    )


def hand_in(
    chunks: Iterable[bytes],
    *,
    name: str,
    source: str | None = None,
    with_pages: bool = False,
    feed: Feed | None = None,
    by: Member | None = None,
    due_at: datetime | None = None,
) -> ImportBatch:
    """An import of these bytes, which are kept until they are read. Raises Unreadable."""
    uploads().mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=uploads(), delete=False) as file:
        path = Path(file.name)
        try:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            reader = _reader(_head(path), source)
            return begin(
                path,
                format=reader.SOURCE,
                name=name,
                with_pages=with_pages,
                feed=feed,
                by=by,
                due_at=due_at,
            )
        except BaseException:
            path.unlink()
            raise


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(archives.HEAD)


def _reader(head: bytes, source: str | None) -> ArchiveReader:
    if source:
        return next(reader for reader in archives.READERS if source == reader.SOURCE)
    return archives.reader_of(head)


def _fetched(url: str) -> bytes:
    try:
        _, answer = follow(url, seconds=SECONDS, most_bytes=MOST_BYTES)
    except Unfetched as error:
        raise Unreadable(f"The address can’t be read: {error}") from error
    if answer.status != 200:
        raise Unreadable(f"The address answers with status {answer.status}.")
    return answer.body
