"""Where the words that were chosen from a page stand in it. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
)
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
SHINGLE = 4  # words in a row that show that two texts share more than words
LONG = 8  # words; shorter texts are known only as wholes
SHARE = 0.6  # of a text's shingles that are found, if it is
MOST_COMPARED = 6_000  # texts on a side, for which order is looked at

Key = tuple[str, ...]


class Aligned(NamedTuple):
    """Which texts of the page were chosen; and which of the chosen ones aren't in the page, each
    after the place of the one that it follows, -1 if it follows none."""

    places: set[int]
    missing: list[tuple[int, int]]


def key(text: str) -> Key:
    """The words of a text, whatever stands between them."""
    return tuple(WORD.findall(text.casefold()))


def aligned(page: Sequence[Key], chosen: Sequence[Key]) -> Aligned:
    """Texts that are equal, in one order; of the others, those that are mostly the same."""
    same = _same(page, chosen)
    found = set(same)
    left = [number for number in range(len(chosen)) if number not in same.values()]
    sought = set().union(*(_shingles(chosen[number]) for number in left))
    for number, text in enumerate(page):
        if number not in found and len(text) >= LONG and _share(text, sought) >= SHARE:
            found.add(number)
    there = set().union(*(_shingles(page[number]) for number in found - same.keys()))
    missing = [n for n in left if len(chosen[n]) >= LONG and _share(chosen[n], there) < SHARE]
    places = {at: place for place, at in same.items()}
    return Aligned(found, [(_before(number, places), number) for number in missing])


def _before(number: int, places: dict[int, int]) -> int:
    return next((places[n] for n in range(number - 1, -1, -1) if n in places), -1)


def _same(page: Sequence[Key], chosen: Sequence[Key]) -> dict[int, int]:
    """Places in the page, and which of the chosen texts stands there."""
    texts = set(chosen) - {()}
    numbers = [number for number, text in enumerate(page) if text in texts]
    if max(len(numbers), len(chosen)) > MOST_COMPARED:
        firsts = {text: number for number, text in reversed(list(enumerate(chosen)))}
        return {number: firsts[page[number]] for number in numbers}
    ids = {text: number for number, text in enumerate(texts)}
    here = [ids[page[number]] for number in numbers]
    there = [ids.get(text, -1) for text in chosen]
    steps = LCSseq.opcodes(here, there)
    return {
        numbers[step.src_start + offset]: step.dest_start + offset
        for step in steps
        if step.tag == "equal"
        for offset in range(step.src_end - step.src_start)
    }


def _shingles(text: Key) -> set[Key]:
    return {text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))}


def _share(text: Key, among: set[Key]) -> float:
    shingles = _shingles(text)
    return len(shingles & among) / len(shingles)
