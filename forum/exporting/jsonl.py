"""The whole site as JSON Lines, for its operator: `forum.restoring` reads it back."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import OuterRef, QuerySet, Subquery

from forum.exporting import END, EVERYTHING, FORMAT, VERSION
from forum.exporting.kinds import KINDS, Kind, Line

CHUNK = 1_000  # rows that are read at once
FEWER = {"article_version": 10, "rule_version": 10}  # whose rows may be long


def lines(*, with_addresses: bool = False) -> Iterator[str]:
    """All of the site but what docs/exporting.md lists, a line for each row.

    The same content is the same bytes, whichever database it lies in. `with_addresses` adds the
    members' confirmed e-mail addresses.
    """
    return file_of(_everything(with_addresses), holds=EVERYTHING)


def file_of(found: Iterable[Line], *, holds: str) -> Iterator[str]:
    """A file of these lines: the first says what it is, the last how many came before it, so that
    a file that was cut off can be told."""
    yield encode({"format": FORMAT, "version": VERSION, "holds": holds})
    number = 1
    for line in found:
        yield encode(line)
        number += 1
    yield encode({"kind": END, "lines": number})


def read(kind: Kind, rows: "QuerySet[Any]", keys: Mapping[str, str]) -> Iterator[Line]:
    """The lines of these rows; only a chunk of them is in memory at a time."""
    values = rows.values_list(*keys.values())
    for row in values.iterator(chunk_size=FEWER.get(kind.name, CHUNK)):
        yield finished(kind, dict(zip(keys, row, strict=True)))


def finished(kind: Kind, line: Line) -> Line:
    return {"kind": kind.name, **(kind.shape(line) if kind.shape else line)}


def encode(line: Line) -> str:
    return (
        json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
        + "\n"
    )


def _everything(with_addresses: bool) -> Iterator[Line]:
    for kind in KINDS:
        rows, keys = kind.rows, dict(kind.keys)
        if kind.name == "member" and with_addresses:
            confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
            rows = rows.annotate(
                address=Subquery(confirmed.order_by("-primary", "pk").values("email")[:1])
            )
            keys["email"] = "address"
        yield from read(kind, rows, keys)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{value!r} has no place in a line.")
