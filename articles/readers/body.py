"""The body of a plain-text article: its lines as paragraphs, sub-headings, lists and quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.passages import HEADING, ITEM, NUMBERED, PARAGRAPH, QUOTE, Block
from articles.readers import Unreadable
from articles.readers.lines import (
    Line,
    continues,
    ends_sentence,
    is_full,
    is_rule,
    joined,
    wrap_width,
)
from articles.readers.quotations import stands_in_marks

MAX_BLOCKS = 20_000
LONGEST_HEADING = 80
STARTS = {
    HEADING: re.compile(r"#{1,6}\s+(?=\S)"),
    QUOTE: re.compile(r"(?:>\s*)+"),
    ITEM: re.compile(r"[-*•‣◦]\s+(?=\S)"),
    NUMBERED: re.compile(r"(\d{1,3})[.)]\s+(?=\S)"),
}


@dataclass(slots=True)
class Piece:
    """A block in the making: its lines, without the mark that it began with."""

    kind: str
    lines: list[Line]
    mark: str = ""
    underlined: bool = False

    @property
    def indent(self) -> int:
        return self.lines[0].indent - len(self.mark)


def read_blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    pieces = [piece for piece in _pieces(lines) if piece.lines[0].text]
    _undo_lone_numbers(pieces)
    blocks = [Block(piece.kind, joined(piece.lines)) for piece in pieces]
    return tuple(
        block._replace(kind=_kind(place, pieces, blocks)) for place, block in enumerate(blocks)
    )


def looks_like_heading(text: str) -> bool:
    return (
        len(text) <= LONGEST_HEADING
        and len(text.split()) <= 12
        and not ends_sentence(text)
        and not text.endswith((",", ";", "-", "—"))
        and (text[0].isalnum() or text[0] in "“\"‘'«„¿¡")
        and not text[0].islower()
    )


def _pieces(lines: Sequence[Line]) -> Iterator[Piece]:
    starts = [_begins(line) for line in lines]
    width = wrap_width([start.lines[0] for start in starts if not start.mark])
    piece: Piece | None = None
    begun = 0
    for line, start in zip(lines, starts, strict=True):
        if piece and is_rule(line.text):
            piece.underlined = not line.after_blank
        elif piece and _belongs(line, start, piece, width):
            piece.lines += start.lines if piece.kind == QUOTE else [line]
            continue
        if piece:
            yield piece
        piece = None if is_rule(line.text) else start
        begun += 1
        if begun > MAX_BLOCKS:
            raise Unreadable(f"An article has at most {MAX_BLOCKS:,} paragraphs.", line.number)
    if piece:
        yield piece


def _begins(line: Line) -> Piece:
    """The piece that this line would begin."""
    if line.text[0].isalpha():
        return Piece(PARAGRAPH, [line])
    for kind, mark in STARTS.items():
        found = mark.match(line.text)
        if found:
            rest = line._replace(
                indent=line.indent + found.end(), text=line.text[found.end() :].strip()
            )
            return Piece(kind, [rest], found[0])
    return Piece(PARAGRAPH, [line])


def _belongs(line: Line, start: Piece, piece: Piece, width: int | None) -> bool:
    last = piece.lines[-1]
    if line.after_blank or HEADING in (start.kind, piece.kind):
        return False
    if QUOTE in (start.kind, piece.kind):
        worded = last.text and start.lines[0].text
        return bool(worded) and start.kind == piece.kind and continues(last, start.lines[0], width)
    if start.mark:
        # A number or a dash may have come to the start of a line by chance.
        in_mid_sentence = piece.kind == PARAGRAPH and not ends_sentence(last.text)
        return in_mid_sentence and width is not None and is_full(last, line, width)
    hangs = piece.kind != PARAGRAPH and line.indent > piece.indent
    return hangs or continues(last, line, width)


def _undo_lone_numbers(pieces: Sequence[Piece]) -> None:
    """A numbered list counts 1, 2, 3; any other number belongs to the words after it."""
    run: list[Piece] = []
    for piece in pieces:
        number = int(piece.mark.rstrip().rstrip(".)")) if piece.kind == NUMBERED else 0
        if number != len(run) + 1:
            _undo_if_lone(run)
            run = []
        if number == len(run) + 1:
            run.append(piece)
        elif number:
            _undo_if_lone([piece])
    _undo_if_lone(run)


def _undo_if_lone(run: Sequence[Piece]) -> None:
    if len(run) == 1:
        piece, first = run[0], run[0].lines[0]
        piece.kind = PARAGRAPH
        piece.lines[0] = first._replace(text=piece.mark + first.text)


def _kind(place: int, pieces: Sequence[Piece], blocks: Sequence[Block]) -> str:
    piece, text = pieces[place], blocks[place].text
    if piece.kind != PARAGRAPH:
        return piece.kind
    if stands_in_marks(text):
        return QUOTE
    heading = len(piece.lines) == 1 and looks_like_heading(text)
    if heading and piece.underlined:
        return HEADING
    between = 0 < place < len(blocks) - 1 and pieces[place + 1].kind != HEADING
    if heading and between and not looks_like_heading(blocks[place + 1].text):
        return HEADING
    return PARAGRAPH
