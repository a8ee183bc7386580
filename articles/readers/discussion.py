"""The line under which the comments of a saved page stand."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from articles.readers.furniture import is_form, is_furniture
from articles.readers.lines import Line, ends_sentence, folded, is_rule
from articles.readers.openings import opens

SHORTEST, LONGEST = 7, 300
FOOT = 12
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER = rf"\d{{1,3}}(?:[,.]?\d{{3}})?|zero|{'|'.join(NUMBERS)}"
KINDS = r"comments?|responses?|replies|reply|thoughts?|remarks?|reactions?"
HEADINGS = (
    re.compile(
        rf"(?:\#+\s+)?(?P<count>{NUMBER})\s+(?:reader\s+)?(?P<kind>{KINDS})(?:\s+(?:yet|so\s+far))?"
        r"(?:\s+(?:to|on)\s+[“\"‘'«].*)?\s*(?P<colon>:)?\.?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\#+\s+)?(?:reader\s+)?(?P<kind>comments?|responses|replies|discussion)"
        r"(?:\s*[:(\[–—-]\s*(?P<count>\d{1,3}(?:[,.]?\d{3})?)\s*[)\]]?)?\s*(?P<colon>:)?",
        re.IGNORECASE,
    ),
)


class Heading(NamedTuple):
    place: int
    announced: int | None
    """How many comments."""
    of_comments: bool = True
    certain: bool = True
    """Whether it is no lead-in such as "2 comments:", which a comment may have."""
    length: int = 1


def find_heading(lines: Sequence[Line]) -> Heading | None:
    """The heading of the comments, or the box for writing one where there are none.

    A page may say "1 reply" between its comments and "2 comments" in its body: a heading is what
    a comment follows, and if several are it is the last for comments, the first for replies.
    """
    headings = [heading for place in range(len(lines)) if (heading := _heading(lines, place))]
    if not headings:
        return _foot(lines)
    following = _following(lines, headings[0].place)
    opening = [h for h in headings if h.place in following and opens(lines, following[h.place])]
    closing = [heading for heading in headings if heading.place not in following]
    counted = [h for h in headings if h.of_comments and h.announced is not None and h.place > 0]
    return _best(lines, opening) or next(iter(closing or counted[-1:]), None) or _foot(lines)


def _best(lines: Sequence[Line], headings: Sequence[Heading]) -> Heading | None:
    of_comments = [heading for heading in headings if heading.of_comments]
    if not of_comments:
        return headings[0] if headings else None
    certain = [heading for heading in of_comments if heading.certain] or of_comments
    outermost = min(lines[heading.place].indent for heading in certain)
    return [heading for heading in certain if lines[heading.place].indent == outermost][-1]


def _following(lines: Sequence[Line], start: int) -> dict[int, int]:
    """For each line from here on, the next one that isn't furniture."""
    following: dict[int, int] = {}
    for place in range(len(lines) - 2, start - 1, -1):
        if not is_furniture(lines[place + 1]):
            following[place] = place + 1
        elif place + 1 in following:
            following[place] = following[place + 1]
    return following


def _foot(lines: Sequence[Line]) -> Heading | None:
    for place in range(max(len(lines) - FOOT, 1), len(lines)):
        if is_form(lines[place]):
            return Heading(place, 0, length=0)
    return None


def _heading(lines: Sequence[Line], place: int) -> Heading | None:
    if not SHORTEST <= len(lines[place].text) <= LONGEST:
        return None
    text = folded(lines[place].text)
    match = next(filter(None, (heading.fullmatch(text) for heading in HEADINGS)), None)
    if match is None or not _stands_alone(lines, place):
        return None
    count, of_comments = _number(match["count"]), match["kind"].casefold().startswith("comment")
    if count is None and not of_comments:
        return None
    return Heading(place, count, of_comments, certain=match["colon"] is None)


def _stands_alone(lines: Sequence[Line], place: int) -> bool:
    before = lines[place - 1].text if place else ""
    return lines[place].after_blank or ends_sentence(before) or is_rule(before)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.casefold() in NUMBERS:
        return NUMBERS.index(text.casefold())
    return int(re.sub(r"\D", "", text) or 0)
