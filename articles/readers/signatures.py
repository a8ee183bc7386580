"""The lines above a comment that say whose it is: "Ada — 12 February 2026", "Ada says:"."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from articles.readers.dates import LONGEST, Found, find_date, whole_date
from articles.readers.lines import Line, folded
from articles.readers.names import is_handle, is_name

SAYS = r"(?:says|said|writes|wrote|commented|replied|responded|answered|posted)"
SAYING = re.compile(rf"(?P<name>.+?)\s+{SAYS}(?:\s+to\s+.+?)?\s*(?P<colon>:)?", re.IGNORECASE)
NAME_FIRST = re.compile(
    rf"(?:(?:posted|comment|written)\s+)?(?:(?:by|from):?\s+)?(?P<name>.+?)"
    rf"(?:\s*[—–|·•,(\[]\s*|\s+-+\s+|(?P<weak>\s+)(?P<says>{SAYS}\s*)?(?:(?:on|at)\s+)?)",
    re.IGNORECASE,
)
DATE_FIRST = re.compile(rf"\s*[—–|·•,-]\s*(?P<name>.+?)(?:\s+{SAYS})?\s*:?", re.IGNORECASE)
AFTER_THE_DATE = re.compile(rf"[)\]]?\s*(?P<says>{SAYS}|:)?\s*[:.]?", re.IGNORECASE)


class Signature(NamedTuple):
    author: str
    posted_at: date | None = None
    dated: bool = False
    length: int = 1
    """How many lines it takes up."""


def signature(lines: Sequence[Line], place: int) -> Signature | None:
    """The signature that starts on this line, if one does."""
    if len(lines[place].text) > LONGEST:
        return None
    text = folded(lines[place].text)
    found = find_date(text)
    if found:
        name = _name_beside(text, found)
        return Signature(name, found.when, dated=True) if name else None
    says = SAYING.fullmatch(text)
    name = (says["name"] if says else text).lstrip("@")
    if not name or not is_handle(name):
        return None
    below = whole_date(folded(lines[place + 1].text)) if _has_below(lines, place) else None
    if below:
        return Signature(name, below.when, dated=True, length=2)
    return Signature(name) if says and says["colon"] else None


def _has_below(lines: Sequence[Line], place: int) -> bool:
    return place + 1 < len(lines) and len(lines[place + 1].text) <= LONGEST


def _name_beside(text: str, found: Found) -> str:
    before, after = text[: found.start], text[found.end :]
    if before.strip().casefold() in {"", "on"}:
        match = DATE_FIRST.fullmatch(after)
        return _signed(match["name"]) if match else ""
    match, end = NAME_FIRST.fullmatch(before), AFTER_THE_DATE.fullmatch(after)
    if match is None or end is None:
        return ""
    certain = match["weak"] is None or match["says"] or end["says"]
    return _signed(match["name"]) if certain else ""


def _signed(name: str) -> str:
    """The name, if it is one; beside a date it may be written without capitals."""
    name = name.lstrip("@")
    return name if name and (is_handle(name) or is_name(name.title())) else ""
