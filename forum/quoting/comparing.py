"""A quote beside the passage that it comes closest to."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from forum.quoting.aligning import Run
from forum.quoting.differences import Match, segments
from forum.quoting.findings import Finding, Source
from forum.quoting.sought import Sought
from forum.quoting.words import Word

SENTENCE_END = tuple(".!?…:")
OPENING = " \"'([-"


def compare(sought: Sought, source: Source, runs: Sequence[Run]) -> Finding | None:
    """An altered quote with its differences; None if not even blanks differ."""
    for exacting in (False, True):  # if nothing else differs, then case and blanks are what does
        matches = _matches(sought, source, runs, exacting=exacting)
        start, end, parts = segments(sought, source, matches, strict=exacting)
        if any(part.kind != "same" for part in parts):
            return Finding("altered", source, start, end, parts)
    return None


def _matches(sought: Sought, source: Source, runs: Sequence[Run], *, exacting: bool) -> list[Match]:
    """The words in common, between the two ends of the passage."""
    first, last = runs[0], runs[-1]
    before = _changed_before(sought, source, first)
    after = _changed_after(sought, source, last)
    q_start = sought.words[0 if before else first.quote].start
    q_end = sought.words[-1 if after else last.quote_end - 1].end
    s_start = source.words[first.source - before].start
    s_end = source.words[last.source_end - 1 + after].end
    return [
        Match(q_start, q_start, s_start, s_start),
        *sorted(
            [
                *_common_words(sought, source, runs, exacting=exacting),
                *_around_omissions(sought, source, runs),
            ],
            key=lambda match: match.q_start,
        ),
        Match(q_end, q_end, s_end, s_end),
    ]


def _changed_before(sought: Sought, source: Source, first: Run) -> int:
    """How many words before the first one in common are taken as changed, rather than put in:
    as many as the quote has there, but not beyond the sentence or clause."""
    count = 0
    while count < first.quote and _follow(source, first.source - count - 1):
        count += 1
    return count


def _changed_after(sought: Sought, source: Source, last: Run) -> int:
    count = 0
    while count < len(sought.words) - last.quote_end and _follow(
        source, last.source_end - 1 + count
    ):
        count += 1
    return count


def _follow(source: Source, number: int) -> bool:
    """Whether nothing but a blank stands between a word and the next."""
    if not 0 <= number < len(source.words) - 1:
        return False
    between = source.folded.text[source.words[number].end : source.words[number + 1].start]
    return between in {"", " "}


def _common_words(
    sought: Sought, source: Source, runs: Sequence[Run], *, exacting: bool
) -> Iterator[Match]:
    for run in runs:
        for number in range(run.length):
            ours = sought.words[run.quote + number]
            theirs = source.words[run.source + number]
            may_recase = not exacting and (
                number == 0
                or _begins_sentence(sought.text, ours)
                or _begins_sentence(source.folded.text, theirs)
            )
            if _same(
                _spelling(sought.text, ours), _spelling(source.folded.text, theirs), may_recase
            ):
                yield Match(ours.start, ours.end, theirs.start, theirs.end)


def _around_omissions(sought: Sought, source: Source, runs: Sequence[Run]) -> Iterator[Match]:
    """Where a mark of omission stands between changed words: these are taken off what it omits."""
    for run, after in pairwise(runs):
        changed = sought.words[run.quote_end : after.quote]
        skipped = source.words[run.source_end : after.source]
        marks = [mark for mark in sought.omissions if _lies_between(mark, sought, run, after)]
        if not marks or len(skipped) <= len(changed):
            continue
        before = sum(word.start < marks[0][0] for word in changed)
        behind = sum(word.start >= marks[-1][1] for word in changed)
        if before:
            yield Match(marks[0][0], marks[0][0], *[skipped[before - 1].end] * 2)
        if behind:
            yield Match(marks[-1][1], marks[-1][1], *[skipped[-behind].start] * 2)


def _lies_between(mark: tuple[int, int], sought: Sought, run: Run, after: Run) -> bool:
    return sought.words[run.quote_end - 1].end <= mark[0] < sought.words[after.quote].start


def _same(quoted: str, original: str, may_recase: bool) -> bool:
    """Whether two words that differ in case at most count as the same; "us" is not "US"."""
    return quoted == original or (may_recase and quoted[1:] == original[1:])


def _spelling(text: str, word: Word) -> str:
    return text[word.start : word.end]


def _begins_sentence(text: str, word: Word) -> bool:
    before = text[max(0, word.start - 10) : word.start].rstrip(OPENING)
    return not before or before.endswith(SENTENCE_END)
