"""What changed between two wordings of a text, word by word. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from forum.quoting.folding import MARKS
from forum.quoting.words import UNSPACED

# Where no blanks stand between words, each character is one.
WORD = re.compile(rf"[{UNSPACED}][{MARKS}]*\s*|[^\s{UNSPACED}]+\s*|^\s+")
# Words from the first that differs to the last. More of them would take too long to compare: they
# are one change.
LONGEST = 10_000


def changes(before: str, after: str) -> list[dict[str, str]]:
    """Both texts as one run of segments, as `forum.quoting.Segment` writes them: `original` joined
    is the text before, `quoted` joined the text after.

    A few words that stand between longer changes are part of the change: of a sentence written
    anew, what it happens to share with the old one tells nothing.
    """
    old, new = words(before), words(after)
    return [
        _segment("".join(old[step.old]), "".join(new[step.new]), is_same=step.is_same)
        for step in _gathered(
            _steps([word.rstrip() for word in old], [word.rstrip() for word in new])
        )
    ]


def words(text: str) -> list[str]:
    """Each with the blanks that follow it: joined they are the text."""
    return WORD.findall(text)


class _Step(NamedTuple):
    """Words of the old text beside those of the new one."""

    is_same: bool
    old: slice
    new: slice

    @property
    def size(self) -> int:
        return max(self.old.stop - self.old.start, self.new.stop - self.new.start)


def _steps(old: Sequence[str], new: Sequence[str]) -> list[_Step]:
    start = Prefix.similarity(old, new)
    end = Postfix.similarity(old[start:], new[start:])
    old_end, new_end = len(old) - end, len(new) - end
    if max(old_end, new_end) - start > LONGEST:
        whole = [
            _Step(True, slice(0, start), slice(0, start)),
            _Step(False, slice(start, old_end), slice(start, new_end)),
            _Step(True, slice(old_end, len(old)), slice(new_end, len(new))),
        ]
        return [step for step in whole if step.size]
    return [
        _Step(tag == "equal", slice(old_start, old_end), slice(new_start, new_end))
        for tag, old_start, old_end, new_start, new_end in Levenshtein.opcodes(old, new)
    ]


def _gathered(steps: Iterable[_Step]) -> list[_Step]:
    """The same steps in fewer: no change stands beside another."""
    gathered: list[_Step] = []
    for step in steps:
        joined = step
        while count := _part_of(joined, gathered):
            first = gathered[-count]
            del gathered[-count:]
            joined = _Step(
                False,
                slice(first.old.start, step.old.stop),
                slice(first.new.start, step.new.stop),
            )
        gathered.append(joined)
    return gathered


def _part_of(step: _Step, before: Sequence[_Step]) -> int:
    """How many of the steps before this change are part of it."""
    if step.is_same or not before:
        return 0
    if not before[-1].is_same:
        return 1
    return 2 if len(before) > 1 and before[-1].size < min(before[-2].size, step.size) else 0


def _segment(original: str, quoted: str, *, is_same: bool) -> dict[str, str]:
    if is_same:
        kind = "same"
    elif original and quoted:
        kind = "changed"
    else:
        kind = "left out" if original else "put in"
    return {"kind": kind, "original": original, "quoted": quoted}
