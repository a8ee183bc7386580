"""Markdown written from plain text, so that what people wrote is what a reader sees."""

import re
from collections.abc import Sequence

LINE_BREAK = re.compile(r"\r\n?|\n")
BLANK_LINES = re.compile(r"\n\n+")
MARKUP = r"""
      [\\`]+
    | (?<![ \t])\*+ | \*+(?![ \t])      # a lone star between blanks is only a star
    | (?<!\w)_++ | (?<!_)_++(?!\w)      # and so are the underscores of snake_case
    | ~~+
    | \](?=[(\[:])                      # the hinge of a link; "[sic]" needs nothing
    | <(?=[a-z/!?])
    | &(?=\#?\w{1,40};)
    """
ADDRESS = r"(?P<address>(?<![a-z0-9.+-])(?:https?|ftp)://[^\s<>]*)"
MARK = re.compile(rf"{ADDRESS} | {MARKUP}", re.VERBOSE | re.IGNORECASE)
MARK_IN_LABEL = re.compile(rf"[\[\]] | {MARKUP}", re.VERBOSE | re.IGNORECASE)
ENTITY = re.compile(r"&(?=#?\w+;)")
LINE_START = re.compile(
    r"^(?:([0-9]{1,9})(?=[.)](?:[ \t]|$))|(?=>|\#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|-+$|=+$))",
    re.MULTILINE,
)
LONGEST_LOGIN = 300
AFTER_AN_ADDRESS = ".,;:!?'\"’”»)]*_~"


def escape(text: str) -> str:
    """Markdown that renders as exactly this plain text.

    Blank lines separate paragraphs and a single line break stays one; blanks at either end of a
    line, which no rendering shows, are dropped. Only what would act as markup is escaped.
    """
    trimmed = "\n".join(line.strip(" \t") for line in LINE_BREAK.split(text)).strip("\n")
    return "\n\n".join(map(_paragraph, BLANK_LINES.split(trimmed)))


def quote(paragraphs: Sequence[str]) -> str:
    """A Markdown blockquote of these plain-text paragraphs."""
    source = "\n\n".join(map(escape, paragraphs))
    return "\n".join(f"> {line}".rstrip() for line in source.split("\n"))


def piece(text: str, *, before_a_mark: bool = False) -> str:
    """The same for a piece of a paragraph that other markup may stand beside; see `lines`."""
    if not before_a_mark:
        return MARK.sub(_escaped, text)
    return MARK.sub(_escaped, f"{text}<")[:-1]  # as if an address ended there, whatever it is


def label(text: str) -> str:
    """The same for words between the brackets of a link, where no address becomes another link."""
    return MARK_IN_LABEL.sub(_backslashed, text)


def target(href: str) -> str:
    """The same for what stands between the round brackets of a link: an address without blanks."""
    href = ENTITY.sub("&amp;", href)
    return f"<{href}>" if re.search(r"[()]", href) else href


def lines(marked: str) -> str:
    """A paragraph's Markdown, of which nothing but the beginnings and the ends of lines is left
    to write."""
    return LINE_START.sub(r"\1\\", marked).replace("\n", "\\\n")


def _paragraph(text: str) -> str:
    return lines(piece(text))


def _escaped(mark: re.Match[str]) -> str:
    if mark["address"]:
        return _address(mark[0], then=mark.string[mark.end() : mark.end() + LONGEST_LOGIN])
    return _backslashed(mark)


def _backslashed(mark: re.Match[str]) -> str:
    return "\\" + "\\".join(mark[0])


def _address(text: str, *, then: str) -> str:
    """A web address is taken as it stands, up to the next blank: a backslash would become part
    of it. Where one is needed the address goes between angle brackets, inside which it isn't."""
    login = then.startswith(">") and "@" in then
    if not (login or then.startswith(("<", "\n")) or MARK.search(text.partition("://")[2])):
        return text
    address = text.rstrip(AFTER_AN_ADDRESS)
    if "(" in address and text.startswith(")", len(address)):
        address += ")"
    return f"<{address}>{MARK.sub(_escaped, text[len(address) :])}"
