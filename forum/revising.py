"""What became of an article's passages from one version to another. Pure."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from articles.passages import (
    CAPTION,
    CODE,
    FIGURE,
    HEADING,
    ITEM,
    NUMBERED,
    PARAGRAPH,
    QUOTE,
    ROW,
    Body,
    Passage,
)
from forum.wording import words

Kind = Literal["same", "changed", "put in", "left out", "moved", "laid out anew"]
TOLD: tuple[Kind, ...] = ("changed", "put in", "left out", "moved", "laid out anew")
LAYOUTS = {
    PARAGRAPH: "a paragraph",
    HEADING: "a heading",
    ITEM: "an item of a list",
    NUMBERED: "an item of a numbered list",
    QUOTE: "a quotation",
    CODE: "code",
    CAPTION: "the caption of a table",
    ROW: "a row of a table",
    FIGURE: "a picture",
}

# How much of its words an edited passage has in common with what it was, at least. Different
# passages of one piece have a fifth in common, or a third if they are short.
ALIKE = 0.4
# What bounds the work, however much was rewritten.
TURNS = 5  # how far apart copies of the same words may be in number to be taken for each other
RARE = 10  # in so many passages a word may occur to show where to look for a passage
LIKELIEST = 5  # with how many of those found so a passage is compared
BEGINNING = 500  # words that are compared


class Change(NamedTuple):
    """A passage before and after; None where it wasn't there yet, or is no more."""

    before: Passage | None
    after: Passage | None
    moved: Literal["", "up", "down"] = ""

    @property
    def kind(self) -> Kind:
        if self.before is None:
            return "put in"
        if self.after is None:
            return "left out"
        if self.before.words != self.after.words:
            return "changed"
        if self.moved:
            return "moved"
        is_same = self.before._replace(number=0, text="") == self.after._replace(number=0, text="")
        return "same" if is_same else "laid out anew"

    @property
    def layout(self) -> str:
        """What it is laid out as now, if it was something else before: "a heading"."""
        if self.before is None or self.after is None or self.before.kind == self.after.kind:
            return ""
        return LAYOUTS[self.after.kind]

    @property
    def title(self) -> str:
        """The change in words: "Changed and moved up", "Laid out anew, now a heading"."""
        title = self.kind.capitalize()
        if self.moved:
            title += f" {self.moved}" if self.kind == "moved" else f" and moved {self.moved}"
        return f"{title}, now {self.layout}" if self.layout else title


def revise(before: Body, after: Body) -> list[Change]:
    """Each passage of either body once, in the order of `after`; what was left out, where it stood.

    Passages with the same words are the same, whatever their numbers: words that were left out
    and came back have a new one. Of the others, the most alike are taken for edits.
    """
    old, new = before.passages, after.passages
    same = _match(_same(old, new))
    edits = _edits(old, new, same)
    return list(_told(old, new, _match([*same.standing, *same.moved, *edits])))


def summary(changes: Iterable[Change]) -> str:
    """How many passages changed, and how: "2 passages changed, 1 put in"; "" if none did."""
    counts = Counter(change.kind for change in changes)
    told = [f"{counts[kind]} {kind}" for kind in TOLD if counts[kind]]
    if told:
        number, _, kind = told[0].partition(" ")
        told[0] = f"{number} passage{'s' if number != '1' else ''} {kind}"
    return ", ".join(told)


class _Pair(NamedTuple):
    """Where a passage stood and where it stands, and how much of the text that explains."""

    old: int
    new: int
    weight: float


class _Match(NamedTuple):
    """Pairs with no place in two of them: those that stand in the same order, and the others."""

    standing: list[_Pair]
    moved: list[_Pair]


def _same(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[_Pair]:
    """The passages with the same words; of many copies, those with about the same turn."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, passage in enumerate(old):
        places[passage.words].append(place)
    turns: Counter[str] = Counter()
    for place, passage in enumerate(new):
        said = passage.words
        turn = turns[said]
        turns[said] += 1
        for other in places[said][max(turn - TURNS, 0) : turn + TURNS + 1]:
            yield _Pair(other, place, len(passage.text) + 1)


def _edits(old: Sequence[Passage], new: Sequence[Passage], same: _Match) -> Iterator[_Pair]:
    """The other passages that are alike. Rare words that they share show which may be."""
    pairs = [*same.standing, *same.moved]
    gone = _beginnings(old, besides={pair.old for pair in pairs})
    come = _beginnings(new, besides={pair.new for pair in pairs})
    saying: defaultdict[str, list[int]] = defaultdict(list)
    for place, said in come.items():
        for word in dict.fromkeys(said):
            saying[word].append(place)
    for place, said in gone.items():
        rare = (saying[word] for word in dict.fromkeys(said) if len(saying[word]) <= RARE)
        for other, _ in Counter(chain.from_iterable(rare)).most_common(LIKELIEST):
            share = Indel.normalized_similarity(said, come[other], score_cutoff=ALIKE)
            if share:
                size = (len(old[place].text) + len(new[other].text)) / 2
                yield _Pair(place, other, share * size)


def _beginnings(passages: Sequence[Passage], *, besides: Container[int]) -> dict[int, list[str]]:
    """The first words of the passages at all other places."""
    return {
        place: [word.rstrip() for word in words(passage.text)[:BEGINNING]]
        for place, passage in enumerate(passages)
        if place not in besides
    }


def _match(candidates: Iterable[_Pair]) -> _Match:
    pairs = list(candidates)
    standing = _heaviest_in_order(pairs)
    old, new = {pair.old for pair in standing}, {pair.new for pair in standing}
    moved = []
    for pair in sorted(pairs, key=lambda pair: (-pair.weight, pair)):
        if pair.old not in old and pair.new not in new:
            old.add(pair.old)
            new.add(pair.new)
            moved.append(pair)
    return _Match(standing, moved)


class _Chain(NamedTuple):
    """Pairs in order, from the last one back, and their weight together."""

    last: _Pair
    before: "_Chain | None"
    weight: float


def _heaviest_in_order(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Of these pairs, those that stand in one order on both sides and weigh most together."""
    best: list[_Chain] = []  # each ends no earlier than the one before it, and weighs more
    for pair in sorted(pairs, key=lambda pair: (pair.old, -pair.new)):
        start = end = bisect_left(best, pair.new, key=lambda found: found.last.new)
        before = best[start - 1] if start else None
        weight = pair.weight + (before.weight if before else 0)
        while end < len(best) and best[end].weight <= weight:
            end += 1
        best[start:end] = [_Chain(pair, before, weight)]
    return list(_links(best[-1] if best else None))[::-1]


def _links(end: _Chain | None) -> Iterator[_Pair]:
    while end:
        yield end.last
        end = end.before


def _told(old: Sequence[Passage], new: Sequence[Passage], match: _Match) -> Iterator[Change]:
    moved = {pair.new: pair.old for pair in match.moved}
    stayed = {pair.old for pair in [*match.standing, *match.moved]}
    edges = [_Pair(-1, -1, 0), *match.standing, _Pair(len(old), len(new), 0)]
    for last, following in pairwise(edges):
        for place in range(last.old + 1, following.old):
            if place not in stayed:
                yield Change(old[place], None)
        for place in range(last.new + 1, following.new):
            if place in moved:
                way: Literal["up", "down"] = "up" if moved[place] > last.old else "down"
                yield Change(old[moved[place]], new[place], way)
            else:
                yield Change(None, new[place])
        if following.new < len(new):
            yield Change(old[following.old], new[following.new])
