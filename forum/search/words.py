"""A text as the words that it is found by: without case, accents and punctuation."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from forum.quoting.folding import MARKS
from forum.quoting.words import UNSPACED

# Where no blanks stand between words, each character is one (as where quotes are compared).
WORD = re.compile(
    rf"[{UNSPACED}][{MARKS}]*|[^\W_{UNSPACED}](?:[^\W_{UNSPACED}]|[{MARKS}])*",
)
LONGEST_WORD = 64  # characters; PostgreSQL's index takes 2,046 bytes
# Letters that Unicode doesn't take apart into a plain one and its accent.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


class Word(NamedTuple):
    key: str
    start: int
    end: int


def words_in(text: str) -> Iterator[Word]:
    for match in WORD.finditer(text):
        for key in _keys(match[0]):
            yield Word(key, *match.span())


@lru_cache(maxsize=50_000)
def _keys(word: str) -> tuple[str, ...]:
    """Mostly one; "½" is written with two numbers, and half-width kana stand for whole ones."""
    if word.isascii():
        return (word.lower()[:LONGEST_WORD],)
    letters = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(letter for letter in letters if not _is_accent(letter)).translate(PLAIN)
    return tuple(key[:LONGEST_WORD] for key in WORD.findall(unicodedata.normalize("NFKC", plain)))


def _is_accent(letter: str) -> bool:
    """Accents, and the points of Hebrew and Arabic. Not what makes another letter or syllable of
    one: the marks of Thai, Indian and Japanese scripts, whose combining classes lie between."""
    kind = unicodedata.combining(letter)
    return 10 <= kind <= 36 or kind >= 200
