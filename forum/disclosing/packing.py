"""The sections in a zip, sent as they are read: however much there is, little is in memory."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from io import RawIOBase
from itertools import chain
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone

from forum.disclosing.sections import SECTIONS, account, comments
from forum.exporting.html import style
from forum.models import Member

PIECE = 16_384  # bytes
GAP = "\0"  # a character that no text of ours has


def packed(member: Member) -> Iterator[bytes]:
    """A zip of `data.json` and `index.html`, piece by piece."""
    now = timezone.localtime().timetuple()[:6]
    sent = _Sent()
    with ZipFile(cast(Any, sent), "w") as archive:
        for name, parts in (("data.json", _as_json(member)), ("index.html", _as_page(member))):
            about = ZipInfo(name, date_time=now)
            about.compress_type = ZIP_DEFLATED
            with archive.open(about, "w", force_zip64=True) as entry:
                for part in parts:
                    entry.write(part.encode())
                    if sent.length >= PIECE:
                        yield sent.take()
    yield sent.take()


class _Sent(RawIOBase):
    """A file of which nothing is kept once it was taken."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.length = 0

    def write(self, data: Any) -> int:
        self.written.append(bytes(data))
        self.length += len(data)
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self.written)
        self.written, self.length = [], 0
        return taken


def _as_json(member: Member) -> Iterator[str]:
    yield f'{{\n"account": {_json(account(member))}'
    yield from _list("comments", (said.facts for said in comments(member)))
    for section in SECTIONS:
        yield from _list(section.name, section.rows(member))
    yield "\n}\n"


def _list(name: str, rows: Iterable[Any]) -> Iterator[str]:
    yield f',\n"{name}": ['
    before = "\n"
    for row in rows:
        yield f"{before}{_json(row)}"
        before = ",\n"
    yield "\n]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a file.")


def _as_page(member: Member) -> Iterator[str]:
    context = {
        "account": account(member),
        "member": member,
        "style": style(),
        "site": settings.SITE_URL,
        "today": timezone.localdate(),
        "rows": GAP,
    }
    top, _, bottom = get_template("disclosing/index.html").render(context).partition(GAP)
    yield top
    comment = get_template("disclosing/_comment.html")
    yield from _section(
        "Your comments", (comment.render(each._asdict()) for each in comments(member))
    )
    table_row = get_template("disclosing/_row.html")
    for section in SECTIONS:
        rows = (table_row.render({"facts": _readable(row)}) for row in section.rows(member))
        yield from _section(section.title, rows)
    yield bottom


def _section(title: str, rows: Iterator[str]) -> Iterator[str]:
    """Nothing, where there are no rows."""
    first = next(rows, None)
    if first is not None:
        yield f"<section>\n<h2>{title}</h2>\n<ul>\n"
        yield from chain([first], rows)
        yield "</ul>\n</section>\n"


def _readable(facts: dict[str, Any]) -> dict[str, Any]:
    """By names as they are read, without what is empty."""
    said = {name.replace("_", " ").capitalize(): value for name, value in facts.items()}
    return {name: value for name, value in said.items() if value not in (None, "")}
