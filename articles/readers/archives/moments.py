"""Moments as machines write them."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = 1000  # the year; zero stands for "never" in some systems and the year 1 in others
MILLISECONDS = 100_000_000_000
FULL_YEAR = re.compile(r"(?<![-\d])[12]\d{3}(?!\d)")
BLANK_ZONE = re.compile(r" (?:UTC|GMT|Z)$")


def moment(written: object) -> datetime | None:
    """The moment in UTC; naive where its zone isn't said, None where nothing or nonsense is.

    Understood are ISO 8601 with a blank or a "T", dates as in mail, seconds and milliseconds since
    1970, and {"$date": …} of MongoDB.
    """
    try:
        match written:
            case bool() | None:
                return None
            case int() | float():
                return _since_1970(written)
            case str():
                return _sane(_read(written.strip()))
            case {"$date": inner}:
                return moment(inner)
            case {"$numberLong": inner}:
                return _since_1970(int(inner))
    except (ValueError, TypeError, OverflowError, IndexError, OSError):
        return None
    return None


def in_utc(written: object) -> datetime | None:
    """The same for what is known to be in UTC though it doesn't say so."""
    when = moment(written)
    return when.replace(tzinfo=UTC) if when and not when.tzinfo else when


def _since_1970(number: float) -> datetime | None:
    seconds = number / 1000 if abs(number) > MILLISECONDS else number
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds) if seconds else None


def _read(text: str) -> datetime:
    if text[:4].isdigit():
        return datetime.fromisoformat(BLANK_ZONE.sub("+00:00", text))
    if not FULL_YEAR.search(text):
        raise ValueError("year")  # two digits would be taken for a year of today
    return parsedate_to_datetime(text)


def _sane(when: datetime) -> datetime | None:
    if when.year < EARLIEST:
        return None
    return when.astimezone(UTC) if when.tzinfo else when
