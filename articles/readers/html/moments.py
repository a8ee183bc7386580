"""Days and hours as pages write them for machines."""

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime

from articles.readers.dates import find_date, whole_date

LONGEST = 100
EARLIEST, LATEST = 1700, 2100
DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(.*)", re.DOTALL)
ISO = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})(?:[T\s]\s*(?P<hour>\d{1,2}:\d\d(?::\d\d)?)(?:[.,](?P<part>\d+))?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?(?:\[[\w/]+\])?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\d:\d\d")
CHINESE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar janvier enero gennaio janeiro januari января يناير",
            "februar février fevrier febrero febbraio fevereiro februari февраля فبراير",
            "märz mars marzo março maart марта مارس",
            "april avril abril aprile апреля أبريل إبريل",
            "mai mayo maggio maio mei мая مايو",
            "juni juin junio giugno junho июня يونيو",
            "juli juillet julio luglio julho июля يوليو",
            "august août aout agosto augustus августа أغسطس",
            "september septembre septiembre settembre setembro сентября سبتمبر",
            "oktober octobre octubre ottobre outubro октября أكتوبر",
            "november novembre noviembre novembro ноября نوفمبر",
            "dezember décembre decembre diciembre dicembre dezembro december декабря ديسمبر",
        ),
        1,
    )
    for name in names.split()
}
IN_WORDS = re.compile(
    r"\b(\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})\b"
)
# Behind a day: "à 06h31", "06:31 Uhr", "alle 6.31", "午後6時31分".
CLOCK_BEHIND = re.compile(
    r"[\s,.;|·–—-]*(?:\([^()\d]{1,12}\)\s*)?"
    r"(?:(?:à|às|a las|alle(?: ore)?|ore|um|kl\.?|klo|om|o godz\.?|o|в|الساعة)\s*)?"
    r"(?P<half>午前|午後|上午|下午|오전|오후)?\s*(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s?[:.hH](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?(?![\d.])"
    r"|\s*(?:h\b|Uhr|時|点|點|시)\s*(?:(?P<minute_2>[0-5]?\d)\s*(?:分|분)?)?)",
    re.IGNORECASE,
)
AFTERNOON = frozenset({"午後", "下午", "오후"})
SECONDS = re.compile(r"\d{10}(?:\d{3})?")


def moment(text: str) -> date | None:
    """A datetime where the hour is given, naive where its zone isn't; None for what is no date."""
    cleaned = " ".join(text.split())[:LONGEST]
    if not cleaned:
        return None
    if slashed := SLASHED.fullmatch(cleaned):
        year, month, day, rest = slashed.groups()
        cleaned = f"{year}-{month}-{day}{rest}"
    found = _iso(cleaned) or _seconds(cleaned) or _mailed(cleaned) or seen(cleaned)
    return found if found and EARLIEST <= found.year <= LATEST else None


def _iso(text: str) -> date | None:
    found = ISO.fullmatch(text)
    try:
        if found is None:
            return date(*map(int, compact.groups())) if (compact := DAY.fullmatch(text)) else None
        day = date(*map(int, found["day"].split("-")))
        if not found["hour"]:
            return day
        hour = found["hour"].zfill(len("00:00") if found["hour"].count(":") == 1 else 8)
        return datetime.fromisoformat(f"{day.isoformat()}T{hour}{_zone(found['zone'])}")
    except ValueError:
        return None


def _zone(zone: str | None) -> str:
    if not zone or zone.upper() in ("Z", "UTC", "GMT"):
        return "+00:00" if zone else ""
    return zone if len(zone) > 3 else f"{zone}:00"


def _seconds(text: str) -> datetime | None:
    if not SECONDS.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC)


def _mailed(text: str) -> datetime | None:
    """As in mails: "Tue, 12 May 2026 09:30:00 +0200"."""
    if not CLOCK.search(text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


def seen(text: str) -> date | None:
    """As it is written for readers, in one of several languages, alone or with a few words."""
    if found := whole_date(text) or find_date(text):
        return _with_hour(found.when, text[found.end :])
    if day := CHINESE.search(text):
        return _with_hour(_day(*day.groups()), text[day.end() :])
    for day in IN_WORDS.finditer(text):
        if month := MONTHS.get(day[2].casefold()):
            return _with_hour(_day(day[3], str(month), day[1]), text[day.end() :])
    return None


def _with_hour(day: date | None, behind: str) -> date | None:
    """The moment, if an hour stands behind the day."""
    clock = CLOCK_BEHIND.match(behind)
    if day is None or isinstance(day, datetime) or clock is None:
        return day
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"] in AFTERNOON else 0)
    minute = int(clock["minute"] or clock["minute_2"] or 0)
    return datetime.combine(day, time(hour, minute, int(clock["second"] or 0)))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
