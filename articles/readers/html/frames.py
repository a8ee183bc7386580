"""Quotes, lists and their items: what stands within them, put into Markdown from within."""

import re
from dataclasses import dataclass, field
from enum import Enum

from articles.readers import markdown

LIST_START = re.compile(r"(?:([-+])|\d{1,9}([.)]))(?: |$)")
TIGHT = re.compile(r"- |1\. ")
ATTRIBUTION = re.compile(r"(?:.*\n)?— \[[^\n]*\]\(\S+\)", re.DOTALL)
HOST = re.compile(r"https?://(?:www\.)?([^/?#]+)", re.IGNORECASE)


class Kind(Enum):
    PAGE = "page"
    QUOTE = "quote"
    LIST = "list"
    ITEM = "item"


@dataclass(slots=True)
class Frame:
    kind: Kind
    source: str = ""
    """Of a quote: the address that it was taken from."""
    first: int | None = None
    """Of a list: the number of its first item."""
    blocks: list[str] = field(default_factory=list)

    def take(self, inner: "Frame") -> None:
        """Puts what stood in the inner frame, which has ended, into this one."""
        if not inner.blocks:
            return
        if self.kind is Kind.LIST and inner.kind is Kind.LIST and self.blocks:
            self.blocks[-1] += f"\n{inner.markdown()}"  # a list in a list and in no item of it
        elif inner.kind is Kind.ITEM and self.kind is not Kind.LIST:
            self.blocks.append(_item("-", inner.markdown()))
        else:
            self.blocks.append(inner.markdown(after=self.blocks[-1] if self.blocks else ""))

    def markdown(self, after: str = "") -> str:
        match self.kind:
            case Kind.QUOTE:
                return _quote([*self.blocks, *self._attribution()])
            case Kind.LIST:
                return self._list(after)
            case Kind.ITEM if len(self.blocks) == 2 and TIGHT.match(self.blocks[1]):
                return "\n".join(self.blocks)
        return "\n\n".join(self.blocks)

    def _attribution(self) -> list[str]:
        if not self.source or ATTRIBUTION.fullmatch(self.blocks[-1]):
            return []
        host = HOST.match(self.source)
        label = markdown.label(host[1] if host else self.source)
        return [f"— [{label}]({markdown.target(self.source)})"]

    def _list(self, after: str) -> str:
        """Two lists that follow each other have different marks, or they would be one."""
        before = LIST_START.match(after)
        if self.first is None:
            mark = "+" if before and before[1] == "-" else "-"
            marks = [mark for _ in self.blocks]
        else:
            mark = ")" if before and before[2] == "." else "."
            marks = [f"{n}{mark}" for n, _ in enumerate(self.blocks, self.first)]
        between = "\n\n" if any("\n\n" in block for block in self.blocks) else "\n"
        return between.join(map(_item, marks, self.blocks))


def _item(mark: str, block: str) -> str:
    indent = " " * (len(mark) + 1)
    return f"{mark} " + "\n".join(
        f"{indent}{line}" if line and n else line for n, line in enumerate(block.split("\n"))
    )


def _quote(blocks: list[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(blocks).split("\n"))
