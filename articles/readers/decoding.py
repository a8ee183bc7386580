"""Bytes into clean text: the encodings that people's editors write, and nothing but characters."""

import codecs
import re

from articles.readers import Unreadable

MAX_BYTES = 5_000_000
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
OTHER_FORMATS = {
    b"%PDF-": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "an archive or an office document",
}
LINE_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, the marks that turn the direction of everything after them, and non-characters.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")


def decode(data: bytes) -> str:
    """The text, its line breaks all "\\n", without characters that no text has."""
    if len(data) > MAX_BYTES:
        raise Unreadable("The file is larger than 5 MB.")
    _refuse_other_formats(data)
    text = _decoded(data)
    _refuse_binary(text)
    return NOT_TEXT.sub("", LINE_BREAK.sub("\n", text))


def _refuse_other_formats(data: bytes) -> None:
    for beginning, name in OTHER_FORMATS.items():
        if data.startswith(beginning):
            raise Unreadable(f"This is {name}, not plain text.", 1)


def _decoded(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, errors="replace").count("\n") + 1
        name = encoding[:6].upper()
        raise Unreadable(f"The file says that it is {name}, and isn't.", line) from error


def _refuse_binary(text: str) -> None:
    """One stray control character is an accident; a NUL, or one in a hundred, is no text."""
    controls = [match.start() for match in CONTROL.finditer(text)]
    if "\0" in text or len(controls) > len(text) // 100 + 1:
        line = text.count("\n", 0, controls[0]) + 1
        raise Unreadable("This is a binary file, not plain text.", line)
