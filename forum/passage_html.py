"""A passage's words as HTML: with its own marks, and with those of who quotes it. Pure.

Nothing of the HTML that it was imported from is here: each element is written anew, and a link
leads where `SCHEMES` allow.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from articles.passages import (
    CODE,
    EMPHASIS,
    LINK,
    MONOSPACED,
    STRONG,
    STRUCK,
    SUBSCRIPT,
    SUPERSCRIPT,
    Mark,
    Passage,
)
from forum.margins import Run

ELEMENTS = {
    EMPHASIS: "em",
    STRONG: "strong",
    MONOSPACED: "code",
    STRUCK: "s",
    SUBSCRIPT: "sub",
    SUPERSCRIPT: "sup",
}
SCHEMES = ("https://", "http://", "mailto:")


class Cell(NamedTuple):
    """Of a table's row."""

    html: SafeString
    is_head: bool
    is_first: bool
    is_last: bool


class _Stretch(NamedTuple):
    start: int
    end: int
    depth: int


def words(passage: Passage, runs: Iterable[Run]) -> SafeString:
    """The words, with `runs` as the margin has them: joined they are the passage's text."""
    html = _html(passage, _stretches(runs), 0, len(passage.text))
    return format_html("<code>{}</code>", html) if passage.kind == CODE else html


def cells(passage: Passage, runs: Iterable[Run]) -> list[Cell]:
    """The cells of a row. With a tab between each and the next they are its words."""
    stretches = _stretches(runs)
    texts = passage.text.split("\t")
    ends = accumulate(texts, lambda end, text: end + 1 + len(text), initial=-1)
    places = ((end + 1, end + 1 + len(text)) for end, text in zip(ends, texts, strict=False))
    return [
        Cell(
            _html(passage, stretches, start, end),
            is_head=number in passage.layout.heads,
            is_first=number == 0,
            is_last=number == len(texts) - 1,
        )
        for number, (start, end) in enumerate(places)
    ]


def _stretches(runs: Iterable[Run]) -> list[_Stretch]:
    at = 0
    stretches = []
    for text, depth in runs:
        stretches.append(_Stretch(at, at + len(text), depth))
        at += len(text)
    return stretches


def _html(passage: Passage, stretches: Sequence[_Stretch], start: int, end: int) -> SafeString:
    within = [mark for mark in passage.marks if start <= mark.start < mark.end <= end]
    html = "".join(_marked(passage, within, stretches, start, end))
    return mark_safe(html)  # noqa: S308 - escaped below


def _marked(
    passage: Passage, marks: Sequence[Mark], stretches: Sequence[_Stretch], start: int, end: int
) -> Iterator[str]:
    """What lies there. Marks lie inside each other or apart, the outer first."""
    at = start
    open_marks: list[Mark] = []
    for mark in [*marks, Mark(end, end, "")]:
        while open_marks and open_marks[-1].end <= mark.start:
            closing = open_marks.pop()
            yield _plain(passage, stretches, at, closing.end)
            yield _closing(closing)
            at = closing.end
        if open_marks and mark.end > open_marks[-1].end:
            continue
        yield _plain(passage, stretches, at, mark.start)
        yield _opening(mark)
        open_marks.append(mark)
        at = mark.start


def _plain(passage: Passage, stretches: Sequence[_Stretch], start: int, end: int) -> str:
    html = []
    for begins, ends, depth in stretches:
        text = escape(passage.text[max(begins, start) : min(ends, end)])
        if passage.kind != CODE:
            text = mark_safe(text.replace("\n", "<br>\n"))  # noqa: S308 - escaped
        if text:
            html.append(f'<mark data-depth="{depth}">{text}</mark>' if depth else text)
    return "".join(html)


def _opening(mark: Mark) -> str:
    if mark.kind == LINK and mark.href.startswith(SCHEMES):
        return f'<a href="{escape(mark.href)}">'
    return f"<{ELEMENTS[mark.kind]}>" if mark.kind in ELEMENTS else ""


def _closing(mark: Mark) -> str:
    if mark.kind == LINK and mark.href.startswith(SCHEMES):
        return "</a>"
    return f"</{ELEMENTS[mark.kind]}>" if mark.kind in ELEMENTS else ""
