"""Folded text as words: what may be changed or left out, and where a quote may begin and end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from forum.quoting.folding import MARKS

# Thai to Lao, Burmese, Khmer, kana and Han: scripts that put no blanks between words. There a
# character counts as a word, for want of a dictionary.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
LETTERS = rf"[^\W{UNSPACED}]+(?:[{MARKS}]+[^\W{UNSPACED}]*)*"
CURRENCY = "$€£¥₤₩₪₫₱₴₹₺₽₿¢"

# "non-violent", "don't", "and/or", "1,000.50", "-5", "$5" and "5%" are one word each: a part of
# them says something else.
WORD = re.compile(
    rf"""
      [{UNSPACED}][{MARKS}]*
    | (?:(?<![\w)\]\-])[-+±])?(?:[{CURRENCY}]-?)?(?=\d)
      {LETTERS}(?:(?:['\-/@&]|(?<=\d)[.,:](?=\d)){LETTERS})*[%‰°{CURRENCY}]?
    | {LETTERS}(?:(?:['\-/@&]|(?<=\d)[.,:](?=\d)){LETTERS})*
    """,
    re.VERBOSE,
)
LONGEST_LOOK_BACK = 100


class Word(NamedTuple):
    key: str  # case doesn't count where words are searched
    start: int
    end: int


def words_in(folded: str) -> list[Word]:
    return [Word(match[0].casefold(), *match.span()) for match in WORD.finditer(folded)]


def is_unspaced(key: str) -> bool:
    return re.match(f"[{UNSPACED}]", key) is not None


def stands_free(folded: str, start: int, end: int) -> bool:
    """Whether a part of a folded text begins and ends where words do."""
    return _is_edge(folded, start) and _is_edge(folded, end)


def _is_edge(folded: str, at: int) -> bool:
    if not 0 < at < len(folded) or " " in folded[at - 1 : at + 1]:
        return True
    if folded[at - 1 : at + 1].isascii() and folded[at - 1 : at + 1].isalpha():
        return False
    return not any(word.start() < at < word.end() for word in _words_around(folded, at))


def _words_around(folded: str, at: int) -> Iterator[re.Match[str]]:
    blank = folded.rfind(" ", max(0, at - LONGEST_LOOK_BACK), at)
    begin = blank + 1 if blank >= 0 else max(0, at - LONGEST_LOOK_BACK)
    return WORD.finditer(folded, begin, at + 1 + LONGEST_LOOK_BACK)
