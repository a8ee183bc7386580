"""Readers of what other systems export: one small module for each format."""

from articles.readers import ArchiveReader, Unreadable

HEAD = 65_536  # bytes that a format is recognised by

READERS: list[ArchiveReader] = []


def reader_of(head: bytes) -> ArchiveReader:
    """The reader of a file that begins so. Raises Unreadable if none knows the format."""
    for reader in READERS:
        if reader.recognises(head):
            return reader
    raise Unreadable("This is no export in a format that can be read.")
