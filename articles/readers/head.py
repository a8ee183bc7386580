"""What stands above the body of a plain-text article: title, section, date and by-line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from articles.readers import Unreadable
from articles.readers.body import looks_like_heading
from articles.readers.dates import Found, find_date, whole_date
from articles.readers.lines import Line, continues, folded, is_rule, joined
from articles.readers.names import ONLY_BY, byline_names, names_in

LONGEST_TITLE = 300
LONGEST_SECTION = 60
LONGEST_STANDFIRST = 400
LONGEST_FACT = 500
HASHES = re.compile(r"#{1,6}\s+")
BESIDE_A_DATE = (
    r"(?:\b(?:published|posted|updated|on|at)\b:?|\d+ min(?:ute)?s?(?: read)?|[\s|·•—–,;/-])+"
)
AROUND = re.compile(rf"^{BESIDE_A_DATE}|{BESIDE_A_DATE}$", re.IGNORECASE)


@dataclass
class Head:
    title: str
    length: int
    """How many lines it takes up."""
    section: str = ""
    published_on: date | None = None
    authors: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    standfirst: list[Line] = field(default_factory=list)
    """A paragraph between the title and the by-line: it belongs to the body."""
    has_facts: bool = False


class Fact(NamedTuple):
    """What one of its lines says (or two: "By", and the name below it)."""

    authors: tuple[str, ...] = ()
    found: Found | None = None
    length: int = 1


def read_head(lines: Sequence[Line]) -> Head:
    """The head of these lines, of which there is at least one."""
    head = _begin(lines)
    while head.length < len(lines):
        line = lines[head.length]
        fact = _fact(lines, head.length)
        if fact:
            _take(head, fact, line)
        elif _is_section(head, lines):
            head.section = folded(line.text)
            head.length += 1
        elif is_rule(line.text):
            head.length += 1
        elif not _take_standfirst(head, lines):
            break
    return head


def _begin(lines: Sequence[Line]) -> Head:
    first = next((place for place, line in enumerate(lines) if not is_rule(line.text)), None)
    if first is None:
        raise Unreadable("There is no title.", lines[0].number)
    fact = _fact(lines, first)
    if fact and not any(
        (_fact(lines, place) or Fact()).authors for place in range(first + 1, first + 7)
    ):
        what = "a by-line" if fact.authors else "a date"
        raise Unreadable(f"There is no title: the first line is {what}.", lines[first].number)
    last = first + 1
    while last < min(first + 4, len(lines)) and _title_goes_on(lines, last):
        last += 1
    return Head(_title(lines[first:last]), last)


def _title_goes_on(lines: Sequence[Line], place: int) -> bool:
    return continues(lines[place - 1], lines[place], None) and _fact(lines, place) is None


def _title(lines: Sequence[Line]) -> str:
    title = HASHES.sub("", joined(lines), count=1)
    if len(title) > LONGEST_TITLE:
        raise Unreadable(
            f"The first line should be the title, which has at most {LONGEST_TITLE} characters; "
            f"this one has {len(title):,}.",
            lines[0].number,
        )
    return title


def _fact(lines: Sequence[Line], place: int) -> Fact | None:
    if place >= len(lines) or len(lines[place].text) > LONGEST_FACT:
        return None
    text = folded(lines[place].text)
    if ONLY_BY.fullmatch(text):
        below = lines[place + 1].text if place + 1 < len(lines) else ""
        names = names_in(folded(below)) if len(below) <= LONGEST_FACT else ()
        return Fact(names, length=2) if names else None
    found = find_date(text)
    if found is None:
        names = byline_names(text)
        return Fact(names) if names else None
    if whole_date(text):
        return Fact(found=found)
    return _both(text, found)


def _both(text: str, found: Found) -> Fact | None:
    """A by-line and a date on one line, in either order."""
    before = AROUND.sub("", text[: found.start])
    after = AROUND.sub("", text[found.end :])
    names = byline_names(before or after) if not (before and after) else ()
    return Fact(names, found) if names or not (before or after) else None


def _take(head: Head, fact: Fact, line: Line) -> None:
    head.length += fact.length
    head.has_facts = True
    head.authors += tuple(name for name in fact.authors if name not in head.authors)
    when = fact.found.when if fact.found else None
    if fact.found and when is None:
        head.warnings.append(
            f"Line {line.number}: which day “{folded(line.text)}” means is unclear, "
            "so the date was left out."
        )
    if head.published_on is None and when:
        head.published_on = when.date() if isinstance(when, datetime) else when


def _is_section(head: Head, lines: Sequence[Line]) -> bool:
    """A short line above a date or a by-line; or, where there is neither, three words at most."""
    text = lines[head.length].text
    short = len(text) <= LONGEST_SECTION and looks_like_heading(text)
    if head.section or not short or find_date(text) or head.length + 1 == len(lines):
        return False
    if _fact(lines, head.length + 1):
        return True
    goes_on = continues(lines[head.length], lines[head.length + 1], None)
    return not (goes_on or head.has_facts or head.standfirst) and len(text.split()) <= 3


def _take_standfirst(head: Head, lines: Sequence[Line]) -> bool:
    """Whether a short paragraph came here, with a date or a by-line below it."""
    if head.has_facts or head.standfirst:
        return False
    start = head.length
    end = start + 1
    while end < len(lines) and not lines[end].after_blank and _fact(lines, end) is None:
        end += 1
        if end - start > 6:
            return False
    if (
        _fact(lines, end) is None
        or sum(line.width for line in lines[start:end]) > LONGEST_STANDFIRST
    ):
        return False
    head.standfirst += lines[start:end]
    head.length = end
    return True
