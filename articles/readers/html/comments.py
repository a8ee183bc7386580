"""The HTML of a comment as the Markdown that reads the same.

What a comment can't have here becomes what comes nearest: an image a link to it, a table lines, a
hidden "spoiler" words that are marked as one. Of an element that nobody knows the words stay.
"""

import re
from collections.abc import Mapping

from articles.readers.html import listening
from articles.readers.html.frames import Frame, Kind
from articles.readers.html.paragraph import CODE, EMPHASIS, LINK, STRONG, STRUCK, Paragraph
from articles.readers.html.targets import address, file_name
from articles.readers.quotations import as_quotes

BLOCKS = frozenset(
    """
    address article aside body caption center dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend main nav p section summary table
    """.split()  # noqa: SIM905
)
HEADING = re.compile(r"h[1-6]")
INLINE = {
    **dict.fromkeys(["b", "strong"], STRONG),
    **dict.fromkeys(["i", "em", "dfn", "var"], EMPHASIS),
    **dict.fromkeys(["s", "strike", "del"], STRUCK),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], CODE),
}
FRAMES = {"blockquote": Kind.QUOTE, "ul": Kind.LIST, "ol": Kind.LIST, "li": Kind.ITEM}
AROUND = {"q": ("“", "”"), "sup": ("^", ""), "spoiler": ("[spoiler]", "[/spoiler]")}
SPOILER = re.compile(r"(?:^|[\s_-])spoiler", re.IGNORECASE)
EMOTICON = re.compile(r"emoji|smil", re.IGNORECASE)
LATE_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")
MEDIA = frozenset({"audio", "embed", "iframe", "object", "source", "video"})
LANGUAGE = re.compile(r"\b(?:language-|lang-|brush: ?)([\w+#.-]{1,20})")
NUMBER = re.compile(r"[0-9]{1,8}")
TICKS = re.compile("`+")
DEEPEST = 10
"""Quotes and lists that stand deeper stand beside each other."""


def markdown(html: str) -> str:
    """Markdown for `forum.markup`, in which only the HTML's own markup acts: what looks like
    Markdown in its words is escaped. Any text is taken, however broken its HTML is."""
    return as_quotes(listening.read(html, Comment).finished())


class Comment:
    """Listens to the HTML."""

    def __init__(self) -> None:
        self.words = Paragraph()
        self.frames = [Frame(Kind.PAGE)]
        self.framed: list[bool] = []
        """Of each quote, list and item that is open: whether it has a frame."""
        self.after: list[str] = []
        """Of each element that is open: what is to be written behind its words."""
        self.code: list[str] = []
        self.language = ""
        self.depth_in_code = 0

    def finished(self) -> str:
        self._end_paragraph()
        return self.frames[0].markdown()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.depth_in_code:
            self._start_in_code(tag, attributes)
            return
        if tag in FRAMES:
            self._open_frame(tag, attributes)
        elif tag == "pre":
            self._end_paragraph()
            self.code, self.language, self.depth_in_code = [], _language(attributes), 1
        elif tag in BLOCKS:
            self._end_paragraph()
        elif tag in INLINE:
            self.words.begin(INLINE[tag])
        elif tag == "a":
            self.words.begin(LINK, _destination(attributes))
        else:
            self._empty_element(tag, attributes)
        before, after = _around(tag, attributes)
        self.words.add(before)
        self.after.append(after)

    def end(self, tag: str) -> None:
        if self.depth_in_code:
            self.depth_in_code -= 1
            if self.depth_in_code:
                return
            self._end_code()
        self.words.add(self.after.pop())
        if tag in FRAMES:
            self._end_paragraph()
            if self.framed.pop():
                inner = self.frames.pop()
                self.frames[-1].take(inner)
        elif tag in BLOCKS:
            self._end_paragraph(heading=int(tag[1]) if HEADING.fullmatch(tag) else 0)
        elif tag in INLINE or tag == "a":
            self.words.finish()

    def data(self, text: str) -> None:
        if self.depth_in_code:
            self.code.append(text)
        else:
            self.words.add(text)

    def _open_frame(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._end_paragraph()
        kind = FRAMES[tag]
        depth = sum(frame.kind in {Kind.QUOTE, Kind.ITEM} for frame in self.frames)
        self.framed.append(depth < DEEPEST)
        if depth < DEEPEST:
            number = NUMBER.fullmatch(attributes.get("start", ""))
            first = int(number[0]) if number else 1
            self.frames.append(
                Frame(kind, address(attributes.get("cite", "")), first if tag == "ol" else None)
            )

    def _empty_element(self, tag: str, attributes: Mapping[str, str]) -> None:
        match tag:
            case "br":
                if not self.words.break_line():
                    self._end_paragraph()
            case "tr":
                self.words.break_line()
            case "td" | "th":
                self.words.separate(" | ")
            case "hr":
                self._end_paragraph()
                self.frames[-1].blocks.append("***")  # "- ---" is a rule and no item
            case "img":
                self._image(attributes)
            case _ if tag in MEDIA:
                self._media(attributes)

    def _image(self, attributes: Mapping[str, str]) -> None:
        words = " ".join(attributes.get("alt", "").split())
        sources = (address(attributes.get(name, "")) for name in LATE_SOURCES)
        source = next(filter(None, sources), "")
        if EMOTICON.search(attributes.get("class", "")):
            source = ""
        self.words.begin(LINK, source)
        self.words.add(words or file_name(source))
        self.words.finish()

    def _media(self, attributes: Mapping[str, str]) -> None:
        if source := address(attributes.get("src") or attributes.get("data", "")):
            self._end_paragraph()
            self.words.add(source)
            self._end_paragraph()

    def _end_paragraph(self, heading: int = 0) -> None:
        words, self.words = self.words, self.words.following()
        if text := words.markdown():
            self.frames[-1].blocks.append(_heading(heading, text) if heading else text)

    def _start_in_code(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth_in_code += 1
        self.language = self.language or _language(attributes)
        if tag == "br":
            self.data("\n")

    def _end_code(self) -> None:
        text = "".join(self.code).removeprefix("\n").rstrip()
        if text:
            fence = "`" * max(3, 1 + max(map(len, TICKS.findall(text)), default=0))
            self.frames[-1].blocks.append(f"{fence}{self.language}\n{text}\n{fence}")


def _around(tag: str, attributes: Mapping[str, str]) -> tuple[str, str]:
    if SPOILER.search(attributes.get("class", "")):
        tag = "spoiler"
    return AROUND.get(tag, ("", ""))


def _destination(attributes: Mapping[str, str]) -> str:
    """Someone's name with an "@" before it leads to an account somewhere else: it is a name."""
    if "data-dsq-mention" in attributes or "mention" in attributes.get("class", "").split():
        return ""
    return address(attributes.get("href", ""))


def _language(attributes: Mapping[str, str]) -> str:
    found = LANGUAGE.search(attributes.get("class", ""))
    return found[1] if found else ""


def _heading(level: int, text: str) -> str:
    line = text.replace("\\\n", " ")
    if line.endswith("#") and not line.endswith("\\#"):
        line = f"{line[:-1]}\\#"
    return f"{'#' * level} {line}"
