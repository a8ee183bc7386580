"""A quote and its source side by side, in words that people can read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from forum.quoting.findings import Kind, Segment, Source
from forum.quoting.sought import OMISSION, Sought

NO_WORD = re.compile(r"[\W_]*")
MARK = re.compile(rf"[\s.,;:]*{OMISSION.pattern}[\s.,;:]*")


@dataclass(frozen=True)
class Match:
    """Folded text that quote and source have in common."""

    q_start: int
    q_end: int
    s_start: int
    s_end: int


@dataclass
class _Part:
    """A stretch of the folded quote beside one of the folded source."""

    kind: Kind
    q_end: int
    s_end: int


def segments(
    sought: Sought, source: Source, matches: Sequence[Match], *, strict: bool = False
) -> tuple[int, int, tuple[Segment, ...]]:
    """The place in the source from the first match to the last, and the quote in segments.

    Only when strict do blanks count.
    """
    text = source.folded.text
    start, end = matches[0].s_start, _end(sought.text, text, matches[-1])
    parts = _edge(sought.text[: matches[0].q_start], 0, start)
    for match, following in pairwise(matches):
        parts.append(_Part("same", match.q_end, match.s_end))
        parts += _gap(sought.text, text, match, following, strict=strict)
    last = matches[-1]
    matched = last.q_end + end - last.s_end
    parts.append(_Part("same", matched, end))
    parts += _edge(sought.text[matched:], matched, end)
    parts[-1].q_end = len(sought.text)
    return *source.folded.span(start, end), _cut(sought, source, start, _joined(parts))


def _end(quote: str, text: str, last: Match) -> int:
    """The end of the last match, with closing punctuation that both have."""
    q_at, s_at = last.q_end, last.s_end
    while q_at < len(quote) and s_at < len(text) and quote[q_at] == text[s_at]:
        if _is_word(quote[q_at]):
            break
        q_at, s_at = q_at + 1, s_at + 1
    return last.s_end + len(text[last.s_end : s_at].rstrip())


def _edge(outside: str, q_start: int, s_at: int) -> list[_Part]:
    """What the quote has before the first match or after the last."""
    if NO_WORD.fullmatch(outside):
        return [_Part("same", q_start + len(outside), s_at)]
    lead = len(outside) - len(outside.lstrip(" \"'…"))
    tail = len(outside.rstrip(" \"'…"))
    return [
        _Part("same", q_start + lead, s_at),
        _Part("put in", q_start + tail, s_at),
        _Part("same", q_start + len(outside), s_at),
    ]


def _gap(quote: str, text: str, match: Match, following: Match, *, strict: bool) -> list[_Part]:
    """What stands between two matches: punctuation that both have, then what differs."""
    q_start, q_end = match.q_end, following.q_start
    s_start, s_end = match.s_end, following.s_start
    same = [_Part("same", q_end, s_end)]
    quoted, original = quote[q_start:q_end], text[s_start:s_end]
    if quoted == original or (not strict and _squeezed(quoted) == _squeezed(original)):
        return same
    lead = _common(quoted, original)
    tail = _common(quoted[lead:][::-1], original[lead:][::-1])
    q_start, q_end = _without_blanks(quote, q_start + lead, q_end - tail)
    s_start, s_end = _without_blanks(text, s_start + lead, s_end - tail)
    kind = _kind(quote[q_start:q_end], text[s_start:s_end])
    return [_Part("same", q_start, s_start), _Part(kind, q_end, s_end), *same]


def _kind(quoted: str, original: str) -> Kind:
    if not original and quoted:
        return "put in"
    if not quoted or ("…" in quoted and NO_WORD.fullmatch(quoted)):
        return "left out"
    return "changed"


def _common(one: str, other: str) -> int:
    """How many characters that are not of words two texts begin with together."""
    pairs = zip(one, other, strict=False)
    return next(
        (i for i, (a, b) in enumerate(pairs) if a != b or _is_word(a)), min(len(one), len(other))
    )


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    lead = len(part) - len(part.lstrip())
    return start + lead, max(start + lead, start + len(part.rstrip()))


def _is_word(character: str) -> bool:
    return NO_WORD.fullmatch(character) is None


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _joined(parts: Sequence[_Part]) -> list[_Part]:
    """The parts without empty ones; neighbours of one kind are one."""
    joined: list[_Part] = []
    q_at, s_at = 0, parts[0].s_end
    for part in parts:
        if joined and (joined[-1].kind == part.kind or (part.q_end, part.s_end) == (q_at, s_at)):
            joined[-1].q_end, joined[-1].s_end = part.q_end, part.s_end
        elif not joined or (part.q_end, part.s_end) != (q_at, s_at):
            joined.append(part)
        q_at, s_at = part.q_end, part.s_end
    return joined


def _cut(sought: Sought, source: Source, start: int, parts: Sequence[_Part]) -> tuple[Segment, ...]:
    """The parts as words of the quote and of the source as they were written."""
    end = parts[-1].s_end
    first, last = source.folded.span(start, end)

    def quoted(at: int) -> int:
        return sought.folded.starts[at] if at < len(sought.text) else len(sought.original)

    def original(at: int) -> int:
        return source.folded.starts[at] if at < end else last

    q_edges = [0, *(quoted(part.q_end) for part in parts)]
    s_edges = [first, *(original(part.s_end) for part in parts)]
    return tuple(
        Segment(part.kind, sought.original[q_from:q_to], source.text[s_from:s_to])
        for part, (q_from, q_to), (s_from, s_to) in zip(
            parts, pairwise(q_edges), pairwise(s_edges), strict=True
        )
    )
