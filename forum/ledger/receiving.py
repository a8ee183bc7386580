"""Takes what is to be imported: a file that lies here, one that is handed in, or an address."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Unpack

from articles.fetching import Unfetched
from articles.pages import Page, fetch_page, follow, page_of
from articles.readers import Unreadable, archives
from forum.ledger import pieces
from forum.ledger.beginning import Details, begin
from forum.models import ImportBatch
from forum.models.import_batch import uploads

MOST_BYTES = 50_000_000  # of an address
SECONDS = 120
ON_THE_WEB = ("https://", "http://")


def receive(
    place: str, *, source: str = "", or_piece: bool = False, **details: Unpack[Details]
) -> ImportBatch:
    """An import of the file at this path, or of what this address answers, of the format `source`
    or of the one that its beginning shows: of an archive, `or_piece` also of a single piece. Raises
    Unreadable if that can't be."""
    if place.startswith(ON_THE_WEB):
        return _receive_from_web(place, source, or_piece, details)
    path = Path(place).resolve()
    try:
        with path.open("rb") as file:
            format = _format(file.read(archives.HEAD), source, place, or_piece)
    except OSError as error:
        raise Unreadable(f"{error.strerror}.") from error
    return begin(path, format=format, name=str(path), **details)


def hand_in(
    chunks: Iterable[bytes],
    *,
    name: str,
    source: str = "",
    or_piece: bool = False,
    **details: Unpack[Details],
) -> ImportBatch:
    """An import of these bytes, which are kept until they are read. Raises Unreadable."""
    uploads().mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=uploads(), delete=False) as file:
        path = Path(file.name)
        try:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            format = _format(_head(path), source, name, or_piece)
            return begin(path, format=format, name=name, **details)
        except BaseException:
            path.unlink()
            raise


def _receive_from_web(url: str, source: str, or_piece: bool, details: Details) -> ImportBatch:
    """What this address answers; a page knows where it stands and how it is written."""
    try:
        if source == pieces.SOURCE:
            return _hand_in_page(fetch_page(url), url, details)
        address, answer = follow(url, seconds=SECONDS, most_bytes=MOST_BYTES)
        if answer.status != 200:
            raise Unreadable(f"The address answers with status {answer.status}.")
        if _format(answer.body[: archives.HEAD], source, address, or_piece) == pieces.SOURCE:
            return _hand_in_page(page_of(address, answer), url, details)
    except Unfetched as error:
        raise Unreadable(f"The address can’t be read: {error}") from error
    return hand_in([answer.body], name=url, source=source, **details)


def _hand_in_page(page: Page, url: str, details: Details) -> ImportBatch:
    known: Details = {**details, "address": page.address, "charset": page.charset[:100]}
    return hand_in([page.body], name=url, source=pieces.SOURCE, **known)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(archives.HEAD)


def _format(head: bytes, source: str, name: str, or_piece: bool) -> str:
    if source:
        return source
    try:
        return archives.reader_of(head).SOURCE
    except Unreadable:
        if or_piece and pieces.is_piece(head, name):
            return pieces.SOURCE
        raise
