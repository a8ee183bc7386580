"""Text out of bytes as they come: what keeps a parser from reading on is mended and told."""

import codecs
import html
import re
from collections import Counter
from collections.abc import Iterator
from html.entities import html5

from articles.readers import Problem

BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
DECLARED = re.compile(rb"\s*<\?xml[^>]{0,300}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
OTHER_THAN_UTF_8 = re.compile(
    r"(?:windows-?|cp)125[013-8]|iso-?8859-?(?:[2-9]|1[0-6])|koi8-?[ru]|mac\w+|shift_?jis"
    r"|euc[-_]?(?:jp|kr)|gb\w+|big5",
    re.IGNORECASE,
)
DECLARATION = re.compile(r"\s*<\?xml[^>]{0,500}\?>")
BROKEN = re.compile("[\udc80-\udcff]")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\udc80-\udcff\ue000-\ufffd\U00010000-\U0010ffff]")
REFERENCE = re.compile(r"&(?:(#x[0-9a-f]{1,8}|#[0-9]{1,8}|[a-z][a-z0-9]{1,31});)?", re.IGNORECASE)
OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
CDATA, CDATA_END = "<![CDATA[", "]]>"
HALF = re.compile(r"(?:<[^<>]{0,200}|&[#\w]{0,33}|\]{1,2})\Z")

MOST_OF_A_KIND = 10
CHARACTER = "A control character, which no text has, was left out."
BYTES = "Bytes that aren’t UTF-8 were read as Windows-1252."
AMPERSAND = "An “&” that begins no reference was read as one."


class Mender:
    """Mends a file piece by piece, and remembers what it mended until somebody asks."""

    def __init__(self) -> None:
        self.line = 1
        self.in_cdata = False
        self.counts: Counter[str] = Counter()
        self.untold: list[Problem] = []

    def told(self) -> list[Problem]:
        """What was mended since the last time."""
        untold, self.untold = self.untold, []
        return untold

    def told_at_the_end(self) -> list[Problem]:
        """The same, and how often it happened where it wasn't told each time."""
        more = [
            Problem(f"line {self.line}", f"{reason} So were {count - MOST_OF_A_KIND:,} others.")
            for reason, count in self.counts.items()
            if count > MOST_OF_A_KIND
        ]
        return self.told() + more

    def text(self, pieces: Iterator[bytes]) -> Iterator[str]:
        for text in _decoded(pieces):
            mended = self._characters(text)
            self.line += text.count("\n")
            yield mended

    def xml(self, pieces: Iterator[bytes]) -> Iterator[str]:
        """The text as XML without a declaration, in which every reference means something."""
        kept = ""
        for n, text in enumerate(_decoded(pieces)):
            text = kept + (text if n else DECLARATION.sub(_its_lines, text, count=1))
            half = HALF.search(text, max(len(text) - 210, 0))
            cut = half.start() if half else len(text)
            text, kept = text[:cut], text[cut:]
            yield self._xml(text)
        yield self._xml(kept)

    def _xml(self, text: str) -> str:
        return self._references(self._characters(text))

    def _characters(self, text: str) -> str:
        return BROKEN.sub(self._byte, FORBIDDEN.sub(self._nothing, text))

    def _references(self, text: str) -> str:
        """As they should stand. Between the brackets of CDATA is no reference."""
        parts, at = [], 0
        while at < len(text):
            mark = CDATA_END if self.in_cdata else CDATA
            found = text.find(mark, at)
            end = len(text) if found < 0 else found + len(mark)
            part = text[at:end]
            parts.append(part if self.in_cdata else REFERENCE.sub(self._reference, part))
            self.line += part.count("\n")
            self.in_cdata ^= found >= 0
            at = end
        return "".join(parts)

    def _byte(self, broken: re.Match[str]) -> str:
        self._note(BYTES, broken)
        return bytes([ord(broken[0]) - 0xDC00]).decode("cp1252", "replace")

    def _nothing(self, forbidden: re.Match[str]) -> str:
        self._note(CHARACTER, forbidden)
        return ""

    def _reference(self, found: re.Match[str]) -> str:
        name = found[1] or ""
        if name in OF_XML:
            return found[0]
        if name.startswith("#"):
            return self._numbered(found)
        meant = html5.get(f"{name};", "&")
        if meant in {"&", "<"}:
            self._note(AMPERSAND, found)
            return f"&amp;{found[0][1:]}"
        return meant

    def _numbered(self, found: re.Match[str]) -> str:
        meant = html.unescape(found[0])
        if meant in {"", "\ufffd"} or FORBIDDEN.match(meant):
            return self._nothing(found)
        return found[0] if meant.isascii() else meant

    def _note(self, reason: str, found: re.Match[str]) -> None:
        self.counts[reason] += 1
        if self.counts[reason] <= MOST_OF_A_KIND:
            line = self.line + found.string.count("\n", 0, found.start())
            self.untold.append(Problem(f"line {line}", reason))


def _its_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _decoded(pieces: Iterator[bytes]) -> Iterator[str]:
    first = next(pieces, b"")
    encoding, mark = _encoding(first)
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    decode = codecs.getincrementaldecoder(encoding)(errors).decode
    yield decode(first[mark:])
    for piece in pieces:
        yield decode(piece)
    yield decode(b"", True)


def _encoding(first: bytes) -> tuple[str, int]:
    """The encoding, and how long the mark is that tells it.

    What calls itself Latin-1 is read as UTF-8 too: if it is, it calls itself wrongly, as often
    happens, and if it isn't, the mender sees that.
    """
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if first.startswith(mark):
            return encoding, 0 if b"<" in mark else len(mark)
    declared = DECLARED.match(first)
    name = declared[1].decode("ascii") if declared else ""
    if not OTHER_THAN_UTF_8.fullmatch(name) or _is_utf_8(first):
        return "utf-8", 0
    try:
        return codecs.lookup(name).name, 0
    except LookupError:
        return "utf-8", 0


def _is_utf_8(data: bytes) -> bool:
    """Whether there is anything in it but ASCII, and all of it UTF-8."""
    try:
        return not codecs.getincrementaldecoder("utf-8")().decode(data).isascii()
    except UnicodeDecodeError:
        return False
