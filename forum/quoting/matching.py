"""Two versions of a text, word beside word: where each word of the earlier one is in the later.

Paragraphs that stand as they were come first; then, between them, the words of those that changed,
both in their order; then what moved, if no other words are the same. So a word is found again by
where it stands, and never because another looks alike.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from forum.quoting.findings import Source

BLANK_LINE = re.compile(r"\n\s*\n")
FEWEST = 3  # words in a row that stand in their order: fewer do in any two texts
TELLING = 4  # words in a row that, being the only such ones, have moved
# The lengths of two sequences multiplied: longer ones are not compared. It takes 50 MB and as many
# milliseconds, and is what a chapter of 20,000 words rewritten from the first to the last needs.
MOST_COMPARED = 400_000_000

Keys = tuple[str, ...]


def match_words(before: Source, after: Source) -> list[int]:
    """For each word of `before` the number of the word of `after` that it has become; -1: none."""
    matched = [-1] * len(before.words)
    old, new = _paragraphs(before), _paragraphs(after)
    standing = list(
        _common([_keys(before, one) for one in old], [_keys(after, one) for one in new])
    )
    for here, there in standing:
        matched[old[here].start : old[here].stop] = new[there]
    edges = [(-1, -1), *standing, (len(old), len(new))]
    for (old_from, new_from), (old_to, new_to) in pairwise(edges):
        gone = [word for words in old[old_from + 1 : old_to] for word in words]
        come = [word for words in new[new_from + 1 : new_to] for word in words]
        for here, there in _changed([before.keys[n] for n in gone], [after.keys[n] for n in come]):
            matched[gone[here]] = come[there]
    _add_moved(matched, before.keys, after.keys)
    return matched


def _paragraphs(source: Source) -> list[range]:
    """The words of each paragraph that has any."""
    starts = [source.folded.starts[word.start] for word in source.words]
    edges = [bisect_left(starts, blank.end()) for blank in BLANK_LINE.finditer(source.text)]
    return [range(*edge) for edge in pairwise([0, *edges, len(starts)]) if edge[0] < edge[1]]


def _keys(source: Source, words: range) -> Keys:
    return tuple(source.keys[words.start : words.stop])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int]] = []
    for here, there in _common(before, after):
        if run and (here - 1, there - 1) != run[-1]:
            yield from run if len(run) >= FEWEST else ()
            run = []
        run.append((here, there))
    yield from run if len(run) >= FEWEST else ()


def _common(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """The longest common subsequence."""
    if before and after and len(before) * len(after) <= MOST_COMPARED:
        for step in LCSseq.opcodes(before, after):
            if step.tag == "equal":
                yield from zip(
                    range(step.src_start, step.src_end),
                    range(step.dest_start, step.dest_end),
                    strict=True,
                )


def _add_moved(matched: list[int], before: Sequence[str], after: Sequence[str]) -> None:
    taken = set(matched)
    gone = _only_places(before, [number < 0 for number in matched])
    come = _only_places(after, [number not in taken for number in range(len(after))])
    for keys in gone.keys() & come.keys():
        here, there = gone[keys], come[keys]
        while here < len(before) and there < len(after) and before[here] == after[there]:
            if matched[here] >= 0 or there in taken:
                break
            matched[here] = there
            taken.add(there)
            here, there = here + 1, there + 1


def _only_places(words: Sequence[str], is_free: Sequence[bool]) -> dict[Keys, int]:
    """Where words in a row that are free stand, of those that stand once."""
    places: dict[Keys, int] = {}
    several = set()
    for start in range(len(words) - TELLING + 1):
        if all(is_free[start : start + TELLING]):
            keys = tuple(words[start : start + TELLING])
            if keys in places:
                several.add(keys)
            places[keys] = start
    return {keys: place for keys, place in places.items() if keys not in several}
