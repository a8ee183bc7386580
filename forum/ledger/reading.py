"""From a file to the ledger, with little memory, whatever its size."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from articles.addresses import canonical
from articles.pages import Robots
from articles.readers import Found, FoundArticle, FoundComment, Skipped, Unreadable, archives
from articles.readers.archives.unpacking import OTHER_KIND
from forum.ledger import pieces
from forum.ledger.completing import at_site, with_defaults, with_page
from forum.ledger.payloads import items_of
from forum.models import ImportBatch, ImportItem
from forum.models.import_batch import LONGEST_SOURCE

CHUNK = 500
HEAVY = 2_000_000  # characters, of which a chunk holds hardly more

State = ImportBatch.State


def read(batch: ImportBatch) -> Iterator[int]:
    """Writes a line for each thing that the file holds; yields now and then how many were read.

    Broken off, it goes on after what it has written: a reader finds the same in the same file.
    """
    try:
        with Path(batch.path).open("rb") as file:
            found: Iterator[Found] = islice(_found(batch, file), batch.read_to, None)
            if batch.address and batch.format != pieces.SOURCE:
                found = map(partial(at_site, batch.address), found)
            if batch.with_pages:
                found = map(partial(with_page, Robots()), found)
            if batch.feed:
                found = map(partial(with_defaults, batch.feed), found)
            yield from _store(batch, found)
    except Unreadable as refusal:
        batch.stop(_sentence(refusal))
    except FileNotFoundError:
        batch.stop("The file is no longer there. Hand it in again.")
    except OSError as error:
        batch.stop(f"The file can’t be read: {error.strerror}.")
    else:
        if set(batch.skipped) == {OTHER_KIND} and not batch.lines.exists():
            batch.stop("The file isn’t of this format, and nothing in it is.")
            return
        _forget_file(batch)
        batch.source = _source_of(batch)
        batch.enter(State.PLANNING)


def store_found(batch: ImportBatch, chunk: Sequence[Found]) -> None:
    """Writes the lines of what was found."""
    skipped = Counter(batch.skipped)
    items = []
    for number, found in enumerate(chunk, batch.read_to + 1):
        if isinstance(found, Skipped):
            skipped[found.what[:100]] += 1
            continue
        for item in items_of(found):
            item.batch, item.number = batch, number
            items.append(item)
    batch.read_to += len(chunk)
    batch.skipped = dict(skipped)
    with transaction.atomic():
        ImportItem.objects.bulk_create(items, ignore_conflicts=True)
        batch.save(update_fields=["read_to", "skipped"])


def _found(batch: ImportBatch, file: BinaryIO) -> Iterator[Found]:
    if batch.format == pieces.SOURCE:
        return pieces.read(batch, file)
    readers = {reader.SOURCE: reader for reader in archives.READERS}
    if batch.format not in readers:
        raise Unreadable("Nothing here reads this format.")
    return readers[batch.format].read(file, batch.address)


def _store(batch: ImportBatch, found: Iterator[Found]) -> Iterator[int]:
    try:
        chunk: list[Found] = []
        weight = 0
        longest = 1 if batch.with_pages else CHUNK  # a page may take most of a claim's minute
        for one in found:
            chunk.append(one)
            weight += _weight(one)
            if len(chunk) == longest or weight > HEAVY:
                store_found(batch, chunk)
                yield len(chunk)
                chunk, weight = [], 0
    except Unreadable as refusal:
        store_found(batch, chunk)
        if not batch.read_to:
            raise
        _note(batch, f"{_sentence(refusal)} What comes after that is not read.")
    else:
        store_found(batch, chunk)
    yield len(chunk)


def _sentence(refusal: Unreadable) -> str:
    return f"Line {refusal.line}: {refusal.reason}" if refusal.line else refusal.reason


def _weight(found: Found) -> int:
    if isinstance(found, FoundComment):
        return len(found.body) + len(found.original)
    if isinstance(found, FoundArticle) and found.parsed:
        said = [*found.parsed.blocks, *found.parsed.comments]
        return sum(len(getattr(each, "text", "") or getattr(each, "body", "")) for each in said)
    return 0


def _source_of(batch: ImportBatch) -> str:
    """Two sites of one system give the same numbers to different things: which one this is, tells
    whoever imports it, or the host at which most of its articles are. Single pieces have no
    site in common."""
    if batch.format == pieces.SOURCE:
        return batch.format
    if batch.address:
        return f"{batch.format} {canonical(batch.address)}"[:LONGEST_SOURCE]
    addresses = batch.lines.articles().exclude(address="").values_list("address", flat=True)
    hosts = Counter(re.split("[/?]", address, maxsplit=1)[0] for address in addresses.iterator())
    site = max(hosts, key=lambda host: (hosts[host], host), default="")
    return f"{batch.format} {site}".strip()


def _note(batch: ImportBatch, reason: str) -> None:
    ImportItem.objects.create(
        batch=batch,
        number=batch.read_to + 1,
        kind=ImportItem.Kind.PROBLEM,
        key="the file",
        verdict=ImportItem.Verdict.FAILED,
        reason=reason[:500],
    )


def _forget_file(batch: ImportBatch) -> None:
    """What was handed in holds e-mail addresses; what is needed of it stands in the ledger."""
    if batch.is_file_ours:
        os.unlink(batch.path)
    batch.path = ""
