"""Which words of an article people quote, and how many people quote them. Pure."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from articles.passages import Body, sentences
from forum.quoting.words import words_in

DEEPEST = 4
FEWEST_WORDS = 4  # of a line: what most people quote is otherwise "of the" and the like


class Place(NamedTuple):
    """A stretch of an article's text that a comment quotes, and whose comment it is; whether it
    `asks` the editors about these words and waits for an answer."""

    comment: int
    person: Hashable
    start: int
    end: int
    asks: bool = False


class Answer(NamedTuple):
    """What an editor answered to those who asked about a passage, as everybody reads it."""

    pk: int
    kind: str
    label: str
    words: str
    at: datetime
    signature: str
    changes_url: str  # where a correction is told word by word

    @property
    def anchor(self) -> str:
        return f"answer-{self.pk}"


class Run(NamedTuple):
    """Words that equally many people quote: 0, 1, 2, 3, or 4 and more."""

    text: str
    depth: int


@dataclass(frozen=True)
class Margin:
    """How many comments quote a passage, its words in runs, how many comments ask about its
    facts, and what editors answered."""

    comments: int
    runs: tuple[Run, ...]
    line: "Line | None" = None
    questions: int = 0
    answered: tuple[Answer, ...] = ()

    @property
    def quoted(self) -> str:
        by_quoted = groupby(self.runs, key=lambda run: run.depth > 0)
        return " … ".join("".join(run.text for run in runs) for quoted, runs in by_quoted if quoted)


class Margins(dict[int, Margin]):
    """The margins of all passages, by number, and the answers about passages that are `gone`."""

    def __init__(self, margins: Mapping[int, Margin], gone: tuple[Answer, ...] = ()) -> None:
        super().__init__(margins)
        self.gone = gone

    @property
    def has_answers(self) -> bool:
        return bool(self.gone) or any(margin.answered for margin in self.values())


class Line(NamedTuple):
    """Words from one sentence of a passage that several people quote."""

    text: str
    people: int
    passage: int


class _Stretch(NamedTuple):
    start: int
    end: int
    people: int


def margin(
    body: Body, number: int, places: Sequence[Place], answers: Sequence[Answer] = ()
) -> Margin:
    """A passage's margin, from the places that touch it. The texts of its runs joined are the
    passage; its line is what most people quote of it, two at least, among equals the longest."""
    stretches = _stretches(places)
    return Margin(
        comments=len({place.comment for place in places}),
        runs=tuple(_runs(body, number, _up_to(DEEPEST, stretches))),
        line=_most_quoted(body, number, stretches),
        questions=len({place.comment for place in places if place.asks}),
        answered=tuple(answers),
    )


def is_quoted(margins: Mapping[int, Margin]) -> bool:
    return any(margin.comments for margin in margins.values())


def most_quoted(margins: Mapping[int, Margin], *, limit: int = 1) -> list[Line]:
    """The words that most people quote, of each passage one line at most."""
    lines = [margin.line for margin in margins.values() if margin.line]
    return sorted(lines, key=lambda line: (-line.people, -len(line.text)))[:limit]


def quoted_stretches(
    start: int, end: int, segments: Iterable[Mapping[str, str]]
) -> Iterator[tuple[int, int]]:
    """Where the words stand that a quote of text[start:end] has as they are: of a verbatim quote
    all, of others what its segments (`forum.quoting.Segment`) call the same."""
    at = start
    for segment in segments:
        words = segment["original"]
        if segment["kind"] == "same" and any(map(str.isalnum, words)):
            yield at + len(words) - len(words.lstrip()), at + len(words.rstrip())
        at += len(words)
    if at == start:
        yield start, end


def _stretches(places: Iterable[Place]) -> list[_Stretch]:
    """The quoted words from the first to the last, cut wherever the number of people changes."""
    edges: defaultdict[int, list[tuple[Hashable, int]]] = defaultdict(list)
    for place in places:
        edges[place.start].append((place.person, 1))
        edges[place.end].append((place.person, -1))
    stretches = []
    quoting: dict[Hashable, int] = {}
    for start, end in pairwise(sorted(edges)):
        for person, change in edges[start]:
            quoting[person] = quoting.get(person, 0) + change
            if not quoting[person]:
                del quoting[person]
        if quoting:
            stretches.append(_Stretch(start, end, len(quoting)))
    return stretches


def _up_to(most: int, stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """The stretches, not telling more than so many people apart; neighbours alike are one."""
    joined: list[_Stretch] = []
    for start, end, people in stretches:
        last = joined[-1] if joined else None
        if last and last.end == start and last.people == min(people, most):
            joined[-1] = last._replace(end=end)
        else:
            joined.append(_Stretch(start, end, min(people, most)))
    return joined


def _runs(body: Body, number: int, depths: Sequence[_Stretch]) -> Iterator[Run]:
    at, passage_end = body.span(number)
    for start, end, depth in _between(at, passage_end, depths):
        if at < start:
            yield Run(body.text[at:start], 0)
        yield Run(body.text[start:end], depth)
        at = end
    if at < passage_end:
        yield Run(body.text[at:passage_end], 0)


def _between(start: int, end: int, stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """What lies there of stretches that are in order."""
    first = bisect_right(stretches, start, key=lambda stretch: stretch.end)
    last = bisect_left(stretches, end, key=lambda stretch: stretch.start)
    for stretch in stretches[first:last]:
        yield stretch._replace(start=max(start, stretch.start), end=min(end, stretch.end))


def _most_quoted(body: Body, number: int, stretches: Sequence[_Stretch]) -> Line | None:
    for people in sorted({stretch.people for stretch in stretches}, reverse=True):
        if people < 2:
            break
        shared = [s for s in _up_to(people, stretches) if s.people == people]
        if lines := list(_lines(body, number, shared)):
            return max(lines, key=lambda line: len(line.text))
    return None


def _lines(body: Body, number: int, stretches: Iterable[_Stretch]) -> Iterator[Line]:
    """What of each sentence lies in the stretches, where it is words enough."""
    passage_start, passage_end = body.span(number)
    for start, end, people in stretches:
        at = passage_start
        for sentence in sentences(body.text[passage_start:passage_end]):
            words = body.text[max(at, start) : max(at, min(at + len(sentence), end))].strip()
            at += len(sentence)
            if len(words_in(words)) >= FEWEST_WORDS:
                yield Line(words, people, number)
