"""The part of a text in which most of what was looked for stands, with those words marked."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from forum.search.queries import Phrase, Query
from forum.search.words import Word, words_in

WIDTH = 260  # characters
LEAD = 60  # of them before what was found
MOST_PLACES = 200
ELLIPSIS = "…"


class Run(NamedTuple):
    """Words of a text, and whether they were looked for."""

    text: str
    is_found: bool


class _Place(NamedTuple):
    start: int
    end: int
    phrase: int


def excerpt(text: str, query: Query) -> list[Run]:
    """Some lines of a text; its beginning if nothing that was looked for stands in it."""
    places = _places(text, query)
    found = _best(places)
    start = _blank_before(text, found - LEAD) if found > LEAD else 0
    end = _blank_before(text, start + WIDTH) if len(text) > start + WIDTH else len(text)
    runs = list(_runs(text, start, len(text[:end].rstrip()), places))
    if start:
        runs.insert(0, Run(ELLIPSIS, False))
    if end < len(text):
        runs.append(Run(ELLIPSIS, False))
    return runs


def marked(text: str, query: Query) -> list[Run]:
    """A whole text, such as a title."""
    return list(_runs(text, 0, len(text), _places(text, query)))


def _places(text: str, query: Query) -> list[_Place]:
    words = list(words_in(text))
    found = (
        _Place(words[at].start, words[at + len(phrase.words) - 1].end, number)
        for at in range(len(words))
        for number, phrase in enumerate(query.phrases)
        if _stands(phrase, words, at)
    )
    return list(islice(found, MOST_PLACES))


def _stands(phrase: Phrase, words: Sequence[Word], at: int) -> bool:
    if at + len(phrase.words) > len(words):
        return False
    *first, last = phrase.words
    if any(words[at + step].key != word for step, word in enumerate(first)):
        return False
    key = words[at + len(first)].key
    return key.startswith(last) if phrase.is_beginning else key == last


def _best(places: Sequence[_Place]) -> int:
    """Where the lines begin in which most of the phrases stand."""

    def number_near(first: _Place) -> int:
        reach = first.start + WIDTH - LEAD
        return len({place.phrase for place in places if first.start <= place.start < reach})

    return max(places, key=number_near).start if places else 0


def _blank_before(text: str, at: int) -> int:
    """The end of a word near there, if the script has blanks."""
    first = max(at - LEAD, 0)
    blank = max(text.rfind(" ", first, at), text.rfind("\n", first, at))
    return blank + 1 if blank >= 0 else at


def _runs(text: str, start: int, end: int, places: Sequence[_Place]) -> Iterator[Run]:
    done = start
    for place in sorted(places):
        first, last = max(place.start, done), min(place.end, end)
        if first < last:
            if done < first:
                yield Run(text[done:first], False)
            yield Run(text[first:last], True)
            done = last
    if done < end:
        yield Run(text[done:end], False)
