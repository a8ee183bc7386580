"""The words of a quote laid beside the words of a source."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

LONGEST_SKIP = 6  # words left out at one place count as at most these


@dataclass(frozen=True)
class Run:
    """Words that follow each other in the quote and in the source alike."""

    quote: int
    source: int
    length: int

    @property
    def quote_end(self) -> int:
        return self.quote + self.length

    @property
    def source_end(self) -> int:
        return self.source + self.length


@dataclass(frozen=True)
class Alignment:
    """The runs that a quote and one passage have in common, and how close they are (1: equal)."""

    runs: Sequence[Run]
    closeness: float


def align(
    quote: Sequence[str], text: Sequence[str], start: int, end: int, *, omissions: Collection[int]
) -> Alignment | None:
    """The best alignment of a quote with words of text[start:end]; None without any in common.

    `omissions` are the numbers of the quote's words before which it says that it leaves out some.
    """
    opcodes = LCSseq.opcodes(quote, text[start:end])
    runs = [
        Run(op.src_start, start + op.dest_start, op.src_end - op.src_start)
        for op in opcodes
        if op.tag == "equal"
    ]
    runs = _gathered(runs, quote, text)
    runs = _without_strays(runs, omissions)
    if not runs:
        return None
    matched = sum(run.length for run in runs)
    cost = runs[0].quote + len(quote) - runs[-1].quote_end
    cost += sum(
        after.quote - run.quote_end + _skipped(run, after, omissions)
        for run, after in pairwise(runs)
    )
    return Alignment(runs, matched / (matched + cost))


def _gathered(runs: Sequence[Run], quote: Sequence[str], text: Sequence[str]) -> list[Run]:
    """The same words in fewer runs, nearer together.

    Where a word stands several times, the longest common subsequence may take any of them: "the"
    from some words before, rather than the one that the next words follow.
    """
    backwards: list[Run] = []  # each moved towards the one after it
    for number in range(len(runs) - 1, -1, -1):
        before = runs[number - 1] if number else None
        after = backwards[-1] if backwards else None
        run = _moved_on(runs[number], before, after, quote, text) if after else runs[number]
        if after and (run.quote_end, run.source_end) == (after.quote, after.source):
            backwards[-1] = Run(run.quote, run.source, run.length + after.length)
        else:
            backwards.append(run)
    gathered: list[Run] = []  # and what can be joined to the one before it
    for run in reversed(backwards):
        last = gathered[-1] if gathered else None
        if last and _could_stand(run, last.quote_end, last.source_end, quote, text):
            gathered[-1] = Run(last.quote, last.source, last.length + run.length)
        else:
            gathered.append(run)
    return gathered


def _moved_on(
    run: Run, before: Run | None, after: Run, quote: Sequence[str], text: Sequence[str]
) -> Run:
    joined = Run(after.quote - run.length, after.source - run.length, run.length)
    if _could_stand(run, joined.quote, joined.source, quote, text):
        return joined
    if before and before.source - before.quote == run.source - run.quote:
        return run
    farthest = joined.source - (after.quote - run.quote_end) - LONGEST_SKIP
    for source in range(joined.source, max(run.source, farthest), -1):
        if _could_stand(run, run.quote, source, quote, text):
            return Run(run.quote, source, run.length)
    return run


def _could_stand(
    run: Run, quote_start: int, source_start: int, quote: Sequence[str], text: Sequence[str]
) -> bool:
    """Whether a run could stand elsewhere on one side, without moving on the other."""
    if run.quote != quote_start and run.source != source_start:
        return False
    words = quote[run.quote : run.quote_end]
    return (
        words == quote[quote_start : quote_start + run.length]
        and words == text[source_start : source_start + run.length]
    )


def _without_strays(runs: list[Run], omissions: Collection[int]) -> list[Run]:
    """The chain of runs worth having: no lone "the" at a distance from the rest."""
    best: list[Run] = []
    best_worth = worth = 0
    first = 0
    for number, run in enumerate(runs):
        if number:
            worth -= _skipped(runs[number - 1], run, omissions)
        if worth <= 0:
            worth, first = 0, number
        worth += 2 * run.length
        if worth > best_worth:
            best_worth, best = worth, runs[first : number + 1]
    return best


def _skipped(run: Run, after: Run, omissions: Collection[int]) -> int:
    """What words of the source that the quote skips without saying so count."""
    if any(run.quote_end <= number <= after.quote for number in omissions):
        return 0
    surplus = (after.source - run.source_end) - (after.quote - run.quote_end)
    return min(max(surplus, 0), LONGEST_SKIP)
