"""The words of one paragraph of HTML, with emphasis, code and links, as Markdown.

Markdown can't say all that HTML can: an emphasis that begins or ends within a word, beside a
punctuation mark, would read as an asterisk. Such an emphasis goes; the words never do.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.readers import markdown

STRONG, EMPHASIS, STRUCK, CODE, LINK = "strong", "emphasis", "struck", "code", "link"
MARKS = {STRONG, EMPHASIS, STRUCK}
SPACE = re.compile(r"[ \t\n\r\f]+")
BLANKS = " \n\xa0"
ADDRESS = re.compile(r"[a-z]+://", re.IGNORECASE)
STOPS = ".,:;!?…"
TICKS = re.compile("`+")


@dataclass(eq=False, slots=True)
class Span:
    kind: str
    start: int
    href: str = ""
    end: int = -1


class Paragraph:
    """A paragraph that is being read: first `add` and the like, then `markdown`."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.spans: list[Span] = []
        """As they begin; each stands within another or beside it."""
        self.open: list[Span | None] = []
        self.within: dict[str, Span] = {}
        self.last: Span | None = None
        self.label = 0
        """Where among the pieces the words of the link begin."""

    def following(self) -> "Paragraph":
        """The next paragraph, within the same emphasis and link."""
        following = Paragraph()
        for span in self.open:
            following.begin(span.kind if span else "", span.href if span else "")
        return following

    def add(self, text: str) -> None:
        text = SPACE.sub(" ", text)
        if not self.pieces or self.pieces[-1].endswith((" ", "\n")):
            text = text.removeprefix(" ")
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def break_line(self) -> bool:
        """False at the beginning of a line."""
        if self.pieces and self.pieces[-1].endswith(" "):
            self.length -= 1
            if (last := self.pieces.pop()) != " ":
                self.pieces.append(last[:-1])
        if not self.pieces or self.pieces[-1] == "\n":
            return False
        self.pieces.append("\n")
        self.length += 1
        return True

    def separate(self, separator: str) -> None:
        """Between two cells of a line."""
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.add(separator)

    def begin(self, kind: str, href: str = "") -> None:
        """Emphasis in emphasis changes nothing, nor does a link in a link or to nowhere."""
        span = None
        nowhere = kind == LINK and not href
        if not (nowhere or not kind or kind in self.within or CODE in self.within):
            span = self._span(kind, href)
            self.within[kind] = span
            self.label = len(self.pieces) if kind == LINK else self.label
        self.open.append(span)

    def finish(self) -> None:
        span = self.open.pop()
        if span is None:
            return
        del self.within[span.kind]
        span.end = self.length
        self.last = span
        if span.kind == LINK:
            self._show_address(span)

    def markdown(self) -> str:
        text = "".join(self.pieces).rstrip(BLANKS)
        spans = [span for span in self.spans if _shrink(span, text)]
        edges = Edges(text, spans)
        spans = [span for span in spans if span.kind not in MARKS or edges.bears(span)]
        if not spans:
            return markdown.escape(text)
        return markdown.lines("".join(_pieces(text, spans)))

    def _span(self, kind: str, href: str) -> Span:
        last = self.last
        touching = last and last.kind == kind != LINK and last.end == self.length
        if last and touching and all(o.start <= last.start for o in self.within.values()):
            return last  # two that touch are one
        self.spans.append(span := Span(kind, self.length, href))
        return span

    def _show_address(self, link: Span) -> None:
        """Words that are only the address, or its beginning, become the address."""
        shown = "".join(self.pieces[self.label :]).strip()
        begun = shown.removesuffix("…").removesuffix("...")
        cut = begun != shown and len(begun) > 7 and begun in link.href[: len(begun) + 12]
        if shown == link.href or cut:
            self.pieces[self.label :] = [link.href]
            self.length = link.start + len(link.href)
            del self.spans[self.spans.index(link) :]
            self.last = None


def _shrink(span: Span, text: str) -> bool:
    """Leaves the blanks at either end outside; False if nothing else is in it."""
    span.end = min(span.end, len(text))
    while span.start < span.end and text[span.start] in BLANKS:
        span.start += 1
    while span.start < span.end and text[span.end - 1] in BLANKS:
        span.end -= 1
    return span.start < span.end


class Edges:
    """What begins and ends where."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self.text = text
        self.begins: defaultdict[int, set[str]] = defaultdict(set)
        self.ends: defaultdict[int, set[str]] = defaultdict(set)
        for span in spans:
            self.begins[span.start].add(span.kind)
            self.ends[span.end].add(span.kind)

    def bears(self, span: Span) -> bool:
        """Whether Markdown takes the marks around a span for marks. A stop at its end may be left
        outside for that, and if nothing helps it counts no more."""
        self._step_back(span)
        if self._opens(span) and self._closes(span):
            return True
        self.begins[span.start].discard(span.kind)
        self.ends[span.end].discard(span.kind)
        return False

    def _step_back(self, span: Span) -> None:
        if not _is_word(self.text[span.end : span.end + 1]):
            return
        end = span.end
        while end > span.start and self.text[end - 1] in STOPS and self.ends[end] <= {span.kind}:
            end -= 1
        if end > span.start:
            self.ends[span.end].discard(span.kind)
            self.ends[end].add(span.kind)
            span.end = end

    def _opens(self, span: Span) -> bool:
        if not _is_word(self.text[max(span.start - 1, 0) : span.start]) or self.ends[span.start]:
            return True
        within = self.text[span.start : span.end]
        plain = _is_word(within[0]) and not ADDRESS.match(within)
        return plain and _alone(span, self.begins[span.start])

    def _closes(self, span: Span) -> bool:
        if not _is_word(self.text[span.end : span.end + 1]) or self.begins[span.end]:
            return True
        within = self.text[span.start : span.end]
        plain = _is_word(within[-1]) and "://" not in within.split()[-1]
        return plain and _alone(span, self.ends[span.end])


def _alone(span: Span, kinds: set[str]) -> bool:
    """Whether no other mark comes between this one and the words, but an asterisk."""
    return kinds == {span.kind} or kinds == {STRONG, EMPHASIS}


def _is_word(character: str) -> bool:
    return bool(character) and not (
        character.isspace() or unicodedata.category(character)[0] in "PS"
    )


def _pieces(text: str, spans: list[Span]) -> Iterator[str]:
    """The text from mark to mark, escaped as each piece needs it, and the marks."""
    begins = [(span.start, 1, -span.end, n, span) for n, span in enumerate(spans)]
    ends = [(span.end, 0, -span.start, -n, span) for n, span in enumerate(spans)]
    within: set[str] = set()
    at = 0
    for place, begin, _, _, span in sorted(begins + ends, key=lambda edge: edge[:4]):
        if at < place:
            yield _piece(text[at:place], within, then=span if begin else None)
            at = place
        yield _mark(span, text, begin=bool(begin))
        (within.add if begin else within.discard)(span.kind)
    if at < len(text):
        yield _apart(markdown.piece(text[at:]))


def _piece(text: str, within: set[str], then: Span | None) -> str:
    if CODE in within:
        return text.replace("\n", " ")
    if LINK in within:
        return markdown.label(text)
    escaped = _apart(markdown.piece(text, before_a_mark=True))
    image = then is not None and then.kind == LINK and escaped.endswith("!")
    return f"{escaped[:-1]}\\!" if image else escaped


def _apart(piece: str) -> str:
    """With a tilde at its edge escaped: beside the marks of what is struck it is one of them."""
    if piece.startswith("~"):
        piece = f"\\{piece}"
    return f"{piece[:-1]}\\~" if piece.endswith("~") and not piece.endswith("\\~") else piece


def _mark(span: Span, text: str, *, begin: bool) -> str:
    match span.kind:
        case "strong":
            return "**"
        case "struck":
            return "~~"
        case "emphasis":
            beside = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
            return "*" if any(map(_is_word, beside)) else "_"
        case "code":
            return _ticks(text[span.start : span.end], begin=begin)
        case _:
            return "[" if begin else f"]({markdown.target(span.href)})"


def _ticks(code: str, *, begin: bool) -> str:
    longest = max(map(len, TICKS.findall(code)), default=0)
    ticks = "`" * (longest + 1)
    edge = code[0] if begin else code[-1]
    blank = " " if edge == "`" else ""
    return ticks + blank if begin else blank + ticks
