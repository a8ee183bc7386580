"""A comment's HTML as plain text, for where there is nothing else."""

import re
from html.parser import HTMLParser

PARAGRAPHS = {"p", "pre", "h3", "h4", "h5", "h6", "ul", "ol", "li"}
BLANKS = re.compile(r"\s+")


def as_text(html: str) -> str:
    """The HTML from `render`, or a run of it between two quotes, as it would be typed in a mail:
    paragraphs apart, list items with a mark, links with their addresses behind them, but for
    mentions."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip("\n").rstrip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.is_preformatted = False
        self.href, self.said = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._break("\n- ")
        elif tag in PARAGRAPHS and not self._begins_item():
            self._break("\n\n")
        elif tag == "hr":
            self._break("\n\n* * *\n\n")
        elif tag == "br":
            self._break("\n")
        elif tag == "a":
            is_mention = ("class", "mention") in attrs
            self.href = "" if is_mention else dict(attrs).get("href") or ""
            self.said = ""
        if tag == "pre":
            self.is_preformatted = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.is_preformatted = False
        if tag in PARAGRAPHS and tag != "li":
            self._break("\n\n")
        elif tag == "a" and self.href not in {"", self.said, f"mailto:{self.said}"}:
            self.parts.append(f" <{self.href}>")

    def handle_data(self, data: str) -> None:
        self.said += data
        if self.is_preformatted:
            self.parts.append(data)
            return
        text = BLANKS.sub(" ", data)
        is_first = self._begins_item() or not self.parts or self.parts[-1].endswith("\n")
        if text := text.lstrip() if is_first else text:
            self.parts.append(text)

    def _break(self, text: str) -> None:
        if self.parts:
            self.parts[-1] = self.parts[-1].rstrip(" ")
        self.parts.append(text)

    def _begins_item(self) -> bool:
        return bool(self.parts) and self.parts[-1] == "\n- "
