"""What mail providers report of addresses, read from the JSON that they post. Pure.

Ours, and as described by Postmark, Mailgun and Amazon SES (by SNS). What isn't understood is no
report; more than one is in none of these but ours and SES's.
"""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

MOST = 1000
POSTMARK_HARD = {"HardBounce", "BadEmailAddress"}
POSTMARK_SOFT = {"SoftBounce", "Transient", "DnsError"}


class Kind(StrEnum):
    HARD = "hard"  # there is no such mailbox
    SOFT = "soft"  # not now: it is full, or its server is away
    COMPLAINT = "complaint"  # its owner called a mail unwanted


class Report(NamedTuple):
    address: str
    kind: Kind
    said: str


def read(data: Any) -> list[Report]:
    """The reports in what was posted. The first so many, if there are more."""
    found: list[Report] = []
    for address, kind, said in _reports(data if isinstance(data, dict) else {}):
        if kind and isinstance(address, str) and address.isprintable() and len(found) < MOST:
            found.append(Report(address.strip().lower(), kind, _line(said)))
    return found


def confirmation(data: Any) -> str:
    """The address that SNS wants to be opened before it posts reports; empty if it doesn't."""
    is_asked = isinstance(data, dict) and data.get("Type") == "SubscriptionConfirmation"
    return str(data.get("SubscribeURL", "")) if is_asked else ""


def _reports(data: dict[str, Any]) -> Iterator[tuple[Any, Kind | None, Any]]:
    if "reports" in data:
        yield from _ours(data)
    elif "RecordType" in data:
        yield _postmark(data)
    elif "event-data" in data:
        yield _mailgun(_dict(data["event-data"]))
    elif data.get("Type") == "Notification":
        yield from _amazon(_message(data))


def _ours(data: dict[str, Any]) -> Iterator[tuple[Any, Kind | None, Any]]:
    for each in map(_dict, _list(data["reports"])):
        kind = each.get("kind")
        yield each.get("address"), Kind(kind) if kind in list(Kind) else None, each.get("said")


def _postmark(data: dict[str, Any]) -> tuple[Any, Kind | None, Any]:
    record, kind = data["RecordType"], data.get("Type")
    found = None
    if record == "SpamComplaint" or kind == "SpamComplaint":
        found = Kind.COMPLAINT
    elif record == "Bounce" and kind in POSTMARK_HARD:
        found = Kind.HARD
    elif record == "Bounce" and kind in POSTMARK_SOFT:
        found = Kind.SOFT
    return data.get("Email"), found, data.get("Details") or data.get("Description")


def _mailgun(event: dict[str, Any]) -> tuple[Any, Kind | None, Any]:
    what, status, found = event.get("event"), _dict(event.get("delivery-status")), None
    if what == "complained":
        found = Kind.COMPLAINT
    elif what == "failed":
        found = Kind.HARD if event.get("severity") == "permanent" else Kind.SOFT
    return event.get("recipient"), found, status.get("message") or status.get("description")


def _amazon(message: dict[str, Any]) -> Iterator[tuple[Any, Kind | None, Any]]:
    what = message.get("notificationType") or message.get("eventType")
    bounce, complaint = _dict(message.get("bounce")), _dict(message.get("complaint"))
    if what == "Bounce":
        kind = Kind.HARD if bounce.get("bounceType") == "Permanent" else Kind.SOFT
        for each in map(_dict, _list(bounce.get("bouncedRecipients"))):
            yield each.get("emailAddress"), kind, each.get("diagnosticCode")
    elif what == "Complaint":
        for each in map(_dict, _list(complaint.get("complainedRecipients"))):
            yield each.get("emailAddress"), Kind.COMPLAINT, ""


def _message(data: dict[str, Any]) -> dict[str, Any]:
    try:
        return _dict(json.loads(data["Message"]))
    except (KeyError, TypeError, ValueError, RecursionError):
        return {}


def _line(said: Any) -> str:
    """Words that can be stored and shown."""
    words = said.split() if isinstance(said, str) else []
    return "".join(letter for letter in " ".join(words) if letter.isprintable())


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
