"""The comments below a plain-text article, as Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from articles.readers import ParsedComment, Unreadable
from articles.readers.furniture import is_form, is_furniture
from articles.readers.lines import Line, continues, joined, wrap_width
from articles.readers.markdown import escape, quote
from articles.readers.openings import one_for_each_paragraph, openings
from articles.readers.quotations import runs
from articles.readers.signatures import signature
from articles.readers.thread import Opening

MAX_COMMENTS = 10_000


class Discussion(NamedTuple):
    comments: tuple[ParsedComment, ...]
    warnings: tuple[str, ...]


def read_comments(lines: Sequence[Line], announced: int | None) -> Discussion:
    """The comments in these lines, the ones below the heading that announced so many."""
    area = _without_furniture(lines)
    starts = openings(area, announced) if area else []
    if not starts and announced == 0:
        left_out = f"Line {area[0].number}: what follows here was left out." if area else ""
        return Discussion((), (left_out,) if area else ())
    starts = starts or one_for_each_paragraph(area)
    if len(starts) > MAX_COMMENTS:
        first_too_many = area[starts[MAX_COMMENTS].place]
        raise Unreadable(f"There are more than {MAX_COMMENTS:,} comments.", first_too_many.number)
    comments = _comments(area, starts)
    warnings = [
        f"Line {area[start.place].number}: this comment has no words and was left out."
        for start, comment in zip(starts, comments, strict=True)
        if not comment.body
    ]
    if announced is not None and announced != len(comments):
        many = "comment" if announced == 1 else "comments"
        warnings.append(f"The page announces {announced:,} {many}, and {len(comments):,} follow.")
    return Discussion(_worded(comments), tuple(warnings))


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines that people wrote, and the boxes for writing where they stand between these."""
    area: list[Line] = []
    after_blank = True
    for line in lines:
        if is_furniture(line) and not (area and is_form(line)):
            after_blank = True
            continue
        area.append(line._replace(after_blank=after_blank or line.after_blank))
        after_blank = False
    return area


def _comments(area: Sequence[Line], starts: Sequence[Opening]) -> list[ParsedComment]:
    width = wrap_width(area)
    places = [*(start.place for start in starts), len(area)]
    return [
        _comment(_content(area[begin:end], start.mark), start.parent, width)
        for start, (begin, end) in zip(starts, pairwise(places), strict=True)
    ]


def _content(lines: Sequence[Line], mark: int) -> list[Line]:
    """The comment's own lines: without its number, up to the first box for writing."""
    first = lines[0]
    rest = first._replace(indent=first.indent + mark, text=first.text[mark:])
    worded = [rest, *lines[1:]] if rest.text else lines[1:]
    return list(takewhile(lambda line: not is_form(line), worded))


def _comment(lines: Sequence[Line], parent: int | None, width: int | None) -> ParsedComment:
    signed = signature(lines, 0) if lines else None
    if signed is None:
        return ParsedComment(_markdown(lines, width), parent=parent)
    body = _markdown(lines[signed.length :], width)
    return ParsedComment(body, signed.author, signed.posted_at, parent)


def _markdown(lines: Sequence[Line], width: int | None) -> str:
    written: list[str] = []
    for quoted, group in groupby(lines, key=lambda line: line.text.startswith(">")):
        if quoted:
            written.append(quote(_paragraphs(_without_angles(group), width)))
        else:
            written += [
                quote(run.paragraphs) if run.quoted else escape(run.paragraphs[0])
                for run in runs(_paragraphs(group, width))
            ]
    return "\n\n".join(filter(None, written))


def _without_angles(lines: Iterable[Line]) -> Iterator[Line]:
    after_blank = True
    for line in lines:
        text = line.text.lstrip("> \u00a0")
        if text:
            yield line._replace(text=text, after_blank=after_blank or line.after_blank)
        after_blank = not text


def _paragraphs(lines: Iterable[Line], width: int | None) -> list[str]:
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and continues(paragraphs[-1][-1], line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [joined(paragraph) for paragraph in paragraphs]


def _worded(comments: Sequence[ParsedComment]) -> tuple[ParsedComment, ...]:
    """Those with words; what answered one without them answers the one above it."""
    worded: list[ParsedComment] = []
    places: list[int | None] = []
    for comment in comments:
        parent = None if comment.parent is None else places[comment.parent]
        places.append(len(worded) if comment.body else parent)
        if comment.body:
            worded.append(replace(comment, parent=parent))
    return tuple(worded)
