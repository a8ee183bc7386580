"""Dates as people write them in English, and the hour if they give it."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

LONGEST = 200
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
YEAR = r"[12]\d{3}"
DATE = re.compile(
    rf"""
    \b (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]{{0,2}}\s+)?
    (?: (?P<month>{MONTH})\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{YEAR})
      | (?P<day_2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]*
        (?P<month_2>{MONTH}),?[\s-]*(?P<year_2>{YEAR})
      | (?P<year_3>{YEAR})(?P<dash>[-/.])(?P<month_3>\d{{1,2}})(?P=dash)(?P<day_3>\d{{1,2}})
      | (?P<first>\d{{1,2}})(?P<slash>[-/.])(?P<second>\d{{1,2}})(?P=slash)(?P<year_4>{YEAR})
      | (?:an?|\d{{1,3}})\s(?:second|minute|hour|day|week|month|year)s?\sago
      | yesterday | just\snow
    ) (?![\d/])
    """,
    re.VERBOSE | re.IGNORECASE,
)
CLOCK = r"""
    (?P<hour>[012]?\d)(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?
                        |\s*(?P<half_2>[ap]\.?m\b\.?))
    \s*(?P<zone>z\b|utc\b|gmt\b|[+-]\d\d:?\d\d\b|(?:[ecmpa][sd]?t|cest|eest|eet|bst|msk)\b)?
"""
CLOCK_AFTER = re.compile(rf"(?:,|\s+at|\s*[|·—–@-]|t)?\s*{CLOCK}", re.VERBOSE | re.IGNORECASE)
CLOCK_BEFORE = re.compile(rf"\b{CLOCK}(?:,|\s+on)?\s+$", re.VERBOSE | re.IGNORECASE)
LABEL = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated|modified|dated?)(?: on)?:?\s+|on\s+)?",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """A date in a text; `when` is None if it can't be known which day it means."""

    when: date | None
    start: int
    end: int


def find_date(text: str) -> Found | None:
    """The first date in a short text, with the hour beside it: then `when` is a datetime."""
    match = DATE.search(text) if len(text) <= LONGEST else None
    if match is None:
        return None
    day = _day(match)
    after = CLOCK_AFTER.match(text, match.end())
    if after:
        return Found(_at(day, after), match.start(), after.end())
    before = CLOCK_BEFORE.search(text[: match.start()])
    if before:
        return Found(_at(day, before), before.start(), match.end())
    return Found(day, match.start(), match.end())


def whole_date(text: str) -> Found | None:
    """The date, if the text is nothing else: "Published on Thursday, 12 February 2026, 10:30"."""
    found = find_date(text)
    if found is None or text[found.end :].strip(" .:)"):
        return None
    return found if LABEL.fullmatch(text[: found.start].lstrip(" (")) else None


def _day(match: re.Match[str]) -> date | None:
    year = match["year"] or match["year_2"] or match["year_3"] or match["year_4"]
    if year is None:
        return None
    if match["first"]:
        return _numeric(int(match["first"]), int(match["second"]), int(year), match["slash"])
    month = match["month"] or match["month_2"]
    number = MONTHS.index(month[:3].casefold()) + 1 if month else int(match["month_3"])
    return _valid(int(year), number, int(match["day"] or match["day_2"] or match["day_3"]))


def _numeric(first: int, second: int, year: int, separator: str) -> date | None:
    """With dots the day comes first; with strokes it depends on where the writer lives."""
    if separator == "." or first > 12 or first == second:
        return _valid(year, second, first)
    return _valid(year, first, second) if second > 12 else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date | None, clock: re.Match[str]) -> date | None:
    hour, half = int(clock["hour"]), (clock["half"] or clock["half_2"] or "")[:1].casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if day is None or hour > 23:
        return day
    return datetime.combine(day, time(hour, int(clock["minute"] or 0), tzinfo=_zone(clock)))


def _zone(clock: re.Match[str]) -> timezone | None:
    """Letters such as EST mean several zones: only what is certain is taken."""
    name = (clock["zone"] or "").upper()
    if name in {"Z", "UTC", "GMT"}:
        return UTC
    if not name.startswith(("+", "-")):
        return None
    offset = timedelta(hours=int(name[1:3]), minutes=int(name[-2:]))
    return timezone(-offset if name[0] == "-" else offset) if offset < timedelta(days=1) else None
