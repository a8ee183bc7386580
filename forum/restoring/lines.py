"""The lines of a file, each read and looked at by itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from forum.exporting import END, EVERYTHING, FORMAT, VERSION
from forum.exporting.kinds import BY_NAME, Kind, Line

LONGEST = 16 * 1024 * 1024  # bytes of a line
BATCH = 1_000


class Unrestorable(Exception):
    """The file can't be restored; the text says why, for whoever runs the site."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(f"Line {line}: {reason}" if line else reason)


@dataclass
class Batch:
    """Lines of one kind that follow each other, by their numbers."""

    kind: Kind
    lines: dict[int, Line] = field(default_factory=dict)


def batches(file: BinaryIO) -> Iterator[Batch]:
    """All lines between the first, which says what the file is, and the last."""
    batch: Batch | None = None
    for number, line in _between(file):
        kind = BY_NAME.get(_text(line.pop("kind", None)))
        if not kind:
            raise Unrestorable("It is of no kind that this site knows.", number)
        if batch and (batch.kind is not kind or len(batch.lines) == BATCH):
            yield batch
            batch = None
        batch = batch or Batch(kind)
        batch.lines[number] = _flat(kind, line, number)
    if batch:
        yield batch


def _between(file: BinaryIO) -> Iterator[tuple[int, Line]]:
    first = _parsed(file.readline(LONGEST + 1), 1)
    if first.get("format") != FORMAT:
        raise Unrestorable("This is no export of a site: its first line doesn’t say so.", 1)
    if first.get("version") != VERSION:
        raise Unrestorable(
            f"The file is of version {first.get('version')} of the format; this program restores "
            f"version {VERSION} only. Restore it with the program that wrote it, update that one, "
            "and export again; or bring its articles and comments in with import_archive.",
            1,
        )
    if first.get("holds") != EVERYTHING:
        raise Unrestorable("The file holds only what everybody may read, not the whole site.")
    number = 1
    while raw := file.readline(LONGEST + 1):
        number += 1
        line = _parsed(raw, number)
        if line.get("kind") == END:
            if line.get("lines") != number - 1 or file.readline(1):
                raise Unrestorable("The file says here that it ends, and it doesn’t.", number)
            return
        yield number, line
    raise Unrestorable(f"The file breaks off after line {number}: its last line is missing.")


def _parsed(raw: bytes, number: int) -> Line:
    if len(raw) > LONGEST:
        raise Unrestorable("It is longer than any line that the site writes.", number)
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Unrestorable("It isn’t JSON in UTF-8.", number) from error
    if not isinstance(line, dict):
        raise Unrestorable("It isn’t an object of JSON.", number)
    return line


def _flat(kind: Kind, line: Line, number: int) -> Line:
    if not kind.unshape:
        return line
    try:
        return kind.unshape(line)
    except (KeyError, TypeError, ValueError) as error:
        raise Unrestorable(f"It isn’t what the site writes for {kind.name}.", number) from error


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
