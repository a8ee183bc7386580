"""Readers of what other systems export: one small module for each format."""

from articles.readers import ArchiveReader, Unreadable
from articles.readers.archives import (
    commento,
    coral,
    disqus,
    feed,
    ghost,
    isso,
    rejoinder,
    remark42,
    unpacking,
    wxr,
)

HEAD = 65_536  # bytes that a format is recognised by

READERS: list[ArchiveReader] = [
    *(rejoinder, wxr, disqus, feed),
    *(ghost, commento, remark42, coral, isso),
]


def reader_of(head: bytes) -> ArchiveReader:
    """The reader of a file that begins so, packed or not. Raises Unreadable if none knows it."""
    if not head:
        raise Unreadable("The file is empty.")
    for beginning in unpacking.heads(head):
        for reader in READERS:
            if reader.recognises(beginning):
                return reader
    raise Unreadable(
        "This is none of the formats that can be read. They are: "
        f"{', '.join(reader.NAME for reader in READERS)}; each also in a gzip or ZIP file."
    )
