"""Tables: those of data as rows; those that only lay out a page are none."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from articles.passages import CAPTION, ROW, Block, Layout, Mark
from articles.readers.html.words import SILENT, Worded, words_of

CELLS = ("td", "th")
PARTS = ("thead", "tbody", "tfoot")
MOST_COLUMNS = 100
LONGEST_CELL = 600  # characters on average; what says more is a column of a page
FLOWING = ".//table|.//h1|.//h2|.//h3|.//h4|.//pre|.//blockquote|.//form|.//figure|.//article"


def is_of_data(table: HtmlElement) -> bool:
    if table.get("role") in ("presentation", "none") or table.xpath(FLOWING):
        return False
    rows = list(_rows(table))
    cells = [cell for row in rows for cell in row.iterchildren(*CELLS)]
    if len(rows) < 2 or len(cells) < 2 * len(rows) - 1:
        return table.find(".//th") is not None and len(cells) > 1
    length = sum(len(cell.text_content()) for cell in cells)
    return length <= LONGEST_CELL * len(cells)


def rows(
    table: HtmlElement, base: str, caption: Worded = SILENT
) -> Iterator[tuple[Block, HtmlElement]]:
    """The caption, if there is one, and the rows, each with the element it is made of."""
    own = table.find("caption")
    said = words_of(own, base) if own is not None else caption
    is_first = True
    if said.text:
        yield Block(CAPTION, said.text, said.marks, Layout(is_first=True)), table
        is_first = False
    below: dict[int, int] = {}  # for how many rows a cell above still reaches into each column
    for row in _rows(table):
        block = _row(row, base, below)
        if block.text.strip():
            yield block._replace(layout=block.layout._replace(is_first=is_first)), row
            is_first = False


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in PARTS:
            yield from child.iterchildren("tr")


def _row(row: HtmlElement, base: str, below: dict[int, int]) -> Block:
    cells: list[Worded] = []
    heads: list[int] = []
    for cell in row.iterchildren(*CELLS):
        _fill(cells, below)
        if len(cells) >= MOST_COLUMNS:
            break
        if cell.tag == "th" or row.getparent().tag == "thead":
            heads.append(len(cells))
        width, height = _number(cell, "colspan"), _number(cell, "rowspan")
        for column in range(len(cells), min(len(cells) + width, MOST_COLUMNS)):
            if height > 1:
                below[column] = height - 1
        cells.append(words_of(cell, base))
        cells += [SILENT] * min(width - 1, MOST_COLUMNS - len(cells))
    _fill(cells, below)
    text, marks = _joined(cells)
    return Block(ROW, text, marks, Layout(heads=tuple(heads)))


def _fill(cells: list[Worded], below: dict[int, int]) -> None:
    """Empty cells where those of rows above reach down."""
    while below.get(len(cells)):
        below[len(cells)] -= 1
        cells.append(SILENT)


def _joined(cells: list[Worded]) -> tuple[str, tuple[Mark, ...]]:
    texts: list[str] = []
    marks: list[Mark] = []
    at = 0
    for text, within in cells:
        marks += (each._replace(start=each.start + at, end=each.end + at) for each in within)
        texts.append(text.replace("\t", " "))
        at += len(text) + 1
    return "\t".join(texts), tuple(marks)


def _number(cell: HtmlElement, name: str) -> int:
    given = cell.get(name, "").strip()
    return min(max(int(given[:4]), 1), MOST_COLUMNS) if given.isascii() and given.isdigit() else 1
