"""Files as they were before somebody packed them: gzip and zip, read a piece at a time."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from articles.readers import Skipped, Unreadable

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
WITH_GZIP_HEADER = 31
PIECE = 65_536
MOST_FILES = 10_000
MOST_BYTES = 8_000_000_000
MOST_GROWTH = 200  # times; people's words become a tenth to a twentieth …
GROWTH_FLOOR = 20_000_000  # … so that more than these says that a file was made to burst
OTHER_KIND = "file of another kind"
NOT_CONTENT = ("__MACOSX/", ".")

Pieces = Iterator[bytes]


def files(file: BinaryIO, recognises: Callable[[bytes], bool]) -> Iterator[Pieces | Skipped]:
    """The file, or those of the kind that are packed in it, each in pieces; to be read one after
    the other. May be called again, for another look.

    The pieces raise Unreadable where the file ends too early or was made to burst.
    """
    for pieces in _files(file):
        first, pieces = _parted(pieces)
        if recognises(b"".join(first)):
            yield chain(first, pieces)
        else:
            yield Skipped(OTHER_KIND)


def heads(head: bytes) -> Iterator[bytes]:
    """The beginnings of the files that are packed in one that begins so, as far as they can be
    seen; or its own."""
    if head.startswith(ZIP):
        with suppress(zlib.error):
            yield from _zipped_heads(head)
    elif head.startswith(GZIP):
        unpacked = b""
        with suppress(Unreadable, zlib.error):  # what is cut off has a beginning too
            for part in _inflated(iter([head])):
                unpacked += part
                if len(unpacked) >= PIECE:
                    break
        yield unpacked[:PIECE]
    else:
        yield head


def _parted(pieces: Pieces) -> tuple[list[bytes], Pieces]:
    """As much as a format is recognised by, and the rest."""
    first: list[bytes] = []
    try:
        while sum(map(len, first)) < PIECE and (piece := next(pieces, b"")):
            first.append(piece)
    except Unreadable as error:
        if not first:
            raise
        return first, _broken_off(error)
    return first, pieces


def _broken_off(error: Unreadable) -> Pieces:
    raise error
    yield b""


def _files(file: BinaryIO) -> Iterator[Pieces]:
    file.seek(0)
    beginning = file.read(4)
    allowance = Allowance(file.seek(0, io.SEEK_END))
    file.seek(0)
    if beginning.startswith(ZIP):
        for pieces in _zipped(file):
            yield allowance.spent_on(pieces)
    elif beginning.startswith(GZIP):
        yield allowance.spent_on(_gunzipped(file))
    else:
        yield _plain(file)


@dataclass
class Allowance:
    """How much may come out of a file."""

    packed: int
    given: int = 0

    def spent_on(self, pieces: Pieces) -> Pieces:
        most = min(max(GROWTH_FLOOR, MOST_GROWTH * self.packed), MOST_BYTES)
        for piece in pieces:
            self.given += len(piece)
            if self.given > most:
                raise Unreadable("Unpacked, the file would be larger than any export is.")
            yield piece


def _plain(file: BinaryIO) -> Pieces:
    while piece := file.read(PIECE):
        yield piece


def _gunzipped(file: BinaryIO) -> Pieces:
    try:
        yield from _inflated(_plain(file))
    except zlib.error as error:
        raise Unreadable("The file is damaged: it can’t be unpacked any further.") from error


def _inflated(packed: Pieces) -> Pieces:
    """What is packed; of several that stand one after the other, all."""
    unpacker = zlib.decompressobj(WITH_GZIP_HEADER)
    for piece in packed:
        while piece:
            if unpacker.eof:
                if not piece.strip(b"\0"):
                    break  # tapes were filled up so
                unpacker = zlib.decompressobj(WITH_GZIP_HEADER)
            if part := unpacker.decompress(piece, PIECE):
                yield part
            piece = unpacker.unused_data or unpacker.unconsumed_tail
    if not unpacker.eof:
        if part := unpacker.flush():
            yield part
        raise Unreadable("The file ends in the middle: it was not downloaded as a whole.")


def _zipped(file: BinaryIO) -> Iterator[Pieces]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [info for info in archive.infolist() if _is_content(info)]
            if len(names) > MOST_FILES:
                raise Unreadable(f"An archive may hold {MOST_FILES:,} files; here are more.")
            for info in names:
                yield _unzipped(archive, info)
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError) as error:
        raise Unreadable("The ZIP file is damaged, or packed in a way that is unknown.") from error


def _is_content(info: zipfile.ZipInfo) -> bool:
    name = info.filename.rpartition("/")[2]
    return bool(name) and not info.filename.startswith(NOT_CONTENT) and name[0] != "."


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Pieces:
    if info.flag_bits & 1:
        raise Unreadable(f"“{info.filename}” in the ZIP file is protected by a password.")
    try:
        with archive.open(info) as member:
            while piece := member.read(PIECE):
                yield piece
    except (zipfile.BadZipFile, EOFError, zlib.error, OSError, RuntimeError) as error:
        raise Unreadable("The ZIP file is damaged: it can’t be unpacked any further.") from error


def _zipped_heads(head: bytes) -> Pieces:
    """By the header before each file: the list of all of them stands at the archive's end."""
    at = 0
    while head.startswith(ZIP, at) and len(head) > at + 30:
        method = int.from_bytes(head[at + 8 : at + 10], "little")
        size = int.from_bytes(head[at + 18 : at + 22], "little")
        name, extra = (int.from_bytes(head[at + n : at + n + 2], "little") for n in (26, 28))
        start = at + 30 + name + extra
        if method == zipfile.ZIP_DEFLATED:
            yield zlib.decompressobj(-zlib.MAX_WBITS).decompress(head[start:], PIECE)
        else:
            yield head[start : start + size]
        # Who wrote the file without knowing its size gave it behind the file.
        at = start + size if size else max(head.find(ZIP, start), start)
