"""Bytes of a page into text: what it says of its own encoding is believed if it holds."""

import codecs
import re

from charset_normalizer import from_bytes

from articles.readers import Unreadable
from articles.readers.decoding import BYTE_ORDER_MARKS, OTHER_FORMATS

MAX_BYTES = 10_000_000
HEAD = 4_096  # bytes, in which a page says its encoding
SAMPLE = 100_000
DECLARED = re.compile(
    rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})|encoding=["']([\w.:-]{2,40})""", re.I
)
# What browsers read such pages as (https://encoding.spec.whatwg.org/#names-and-labels).
READ_AS = {
    **dict.fromkeys(("iso8859-1", "ascii", "latin-1", "latin1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc_kr", "euc-kr", "ks_c_5601-1987"), "cp949"),
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
PICTURES = {b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture"}


def decode(data: bytes, charset: str = "") -> str:
    """The text of a page; `charset` is what its server said. Raises Unreadable for no page."""
    if not data.strip():
        raise Unreadable("The page is empty.")
    if len(data) > MAX_BYTES:
        raise Unreadable("The page is larger than 10 MB.")
    for beginning, name in (OTHER_FORMATS | PICTURES).items():
        if data.startswith(beginning):
            raise Unreadable(f"This is {name}, not a web page.")
    text = _decoded(data, charset)
    if text.count("\0") > len(text) // 100:
        raise Unreadable("This is a binary file, not a web page.")
    return text


def _decoded(data: bytes, charset: str) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for name in (_known(charset), _declared(data), "utf-8"):
        if name:
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return _mostly(data, _declared(data)) or _guessed(data)


def _declared(data: bytes) -> str:
    found = DECLARED.search(data[:HEAD])
    name = _known((found[1] or found[2]).decode("ascii", errors="ignore")) if found else ""
    # A page whose head can be read byte by byte is in none of these, whatever it says.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name.strip().strip("\"'"))
    except (LookupError, ValueError):
        return ""
    if not codec._is_text_encoding:
        return ""
    return READ_AS.get(name.strip().lower()) or READ_AS.get(codec.name, codec.name)


def _mostly(data: bytes, declared: str) -> str:
    """As what the page says, or as UTF-8, if that leaves no more than a few letters unread."""
    for name in (declared, "utf-8"):
        text = data.decode(name, errors="replace") if name else ""
        letters = sum(1 for letter in text if letter > "\x7f")
        # Where nothing but plain letters can be read, it is another encoding.
        if 2 * text.count("\ufffd") < letters and text.count("\ufffd") <= len(text) // 1_000 + 2:
            return text
    return ""


def _guessed(data: bytes) -> str:
    best = from_bytes(data[:SAMPLE]).best()
    return data.decode(best.encoding if best else "cp1252", errors="replace")
