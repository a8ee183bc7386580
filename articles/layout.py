"""How passages stand together on a page: lists with their items, tables with their rows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.passages import CAPTION, ITEM, NUMBERED, ROW, Passage

LISTED = (ITEM, NUMBERED)
TABLED = (CAPTION, ROW)


@dataclass(frozen=True)
class Block:
    """What stands together: one passage, the items of a list, or the rows of a table."""

    kind: str
    passages: list[Passage]

    @property
    def is_list(self) -> bool:
        return self.kind in LISTED

    @property
    def is_table(self) -> bool:
        return self.kind in TABLED

    @property
    def is_parted(self) -> bool:
        return self.passages[0].layout.is_parted

    @property
    def listed(self) -> "List":
        """Its items, those of lists in it below the items that these are part of."""
        return _list(self.passages)

    @property
    def caption(self) -> Passage | None:
        first = self.passages[0]
        return first if first.kind == CAPTION else None

    @property
    def head(self) -> list[Passage]:
        """The rows at the top of a table that have nothing but heads."""
        rows = self._rows
        count = next((n for n, row in enumerate(rows) if not _is_head(row)), len(rows))
        return rows[:count]

    @property
    def rows(self) -> list[Passage]:
        """The rows below those."""
        return self._rows[len(self.head) :]

    @property
    def _rows(self) -> list[Passage]:
        return [passage for passage in self.passages if passage.kind == ROW]


@dataclass
class Item:
    passage: Passage
    lists: list["List"] = field(default_factory=list)


@dataclass
class List:
    kind: str
    items: list[Item] = field(default_factory=list)

    @property
    def start(self) -> int:
        """What a numbered list counts from."""
        return self.items[0].passage.layout.ordinal or 1


def laid_out(passages: Iterable[Passage]) -> list[Block]:
    """The blocks of a body, in its order."""
    blocks: list[Block] = []
    for passage in passages:
        if blocks and _belongs(passage, blocks[-1]):
            blocks[-1].passages.append(passage)
        else:
            blocks.append(Block(passage.kind, [passage]))
    return blocks


def _belongs(passage: Passage, block: Block) -> bool:
    layout = passage.layout
    if layout.is_parted:
        return False
    if passage.kind in LISTED and block.is_list:
        return layout.level > 0 or (passage.kind == block.kind and not layout.is_first)
    return passage.kind == ROW and block.is_table and not layout.is_first


def _is_head(row: Passage) -> bool:
    return len(row.layout.heads) == row.text.count("\t") + 1


def _list(passages: Sequence[Passage]) -> List:
    whole = List(passages[0].kind)
    open_lists = [whole]
    for passage in passages:
        depth = min(passage.layout.level, len(open_lists))
        below = open_lists[depth - 1].items if depth else []
        del open_lists[depth + 1 :]
        if len(open_lists) == depth or (depth and _begins(passage, open_lists[depth])):
            del open_lists[depth:]
            open_lists.append(List(passage.kind))
            below[-1].lists.append(open_lists[-1])
        open_lists[-1].items.append(Item(passage))
    return whole


def _begins(passage: Passage, there: List) -> bool:
    return passage.layout.is_first or passage.kind != there.kind
