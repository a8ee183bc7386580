"""Words in the spellings in which they are compared."""

import re
import unicodedata
from collections.abc import Iterator

from forum.names import skeleton

AMONG_LETTERS = r"(?:[\u0300-\u036f]|(?<=[^\W\d_])[$@]+)"
LETTER = rf"(?:[^\W_]|{AMONG_LETTERS})"
# What a letter and LETTER* would be, in less time.
TOKEN = re.compile(rf"[^\W_]+(?:{AMONG_LETTERS}[^\W_]*)*")
WITHOUT_SYMBOLS = re.compile(r"[^\W_]+")
STREWN = re.compile("[\u0300-\u036f]+")  # marks that belong to no letter
INNER_I = re.compile("I(?<=[\\w$@\u0300-\u036f]I)")  # begins with a letter that is quickly found
SYMBOLS = {"@": "a", "$": "s"}


def plain(text: str) -> str:
    """In small letters, without width, ligatures, or marks that belong to no letter."""
    if text.isascii():
        return text.lower()
    return STREWN.sub("", unicodedata.normalize("NFKC", text).casefold())


def cut(letters: str) -> list[str]:
    """The words of a text in plain spelling."""
    has_symbols = any(symbol in letters for symbol in SYMBOLS)
    return (TOKEN if has_symbols else WITHOUT_SYMBOLS).findall(letters)


def look(word: str) -> str:
    """A word by what its letters look like."""
    return word.translate(_SHAPES)


class _Shapes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = SYMBOLS.get(character) or skeleton(character) or character
        return self[code]


_SHAPES = _Shapes()


def is_ordinary(word: str) -> bool:
    return word.isascii() and (word.isalpha() or word.isdigit())


def hides_an_l(word: str) -> bool:
    """Whether a capital I stands among small letters, as in fIag."""
    return "I" in word[1:] and not word.isupper()


def that_hide_an_l(text: str) -> Iterator[str]:
    """The words of a text that do. No word reaches over a blank."""
    if INNER_I.search(text):
        for run in text.split():
            if "I" in run[1:]:
                yield from filter(hides_an_l, TOKEN.findall(run))


def with_places(text: str) -> tuple[str, list[int]]:
    """The text in plain spelling, and where in it each of these letters comes from."""
    letters, places = [], []
    for at, character in enumerate(text):
        for letter in plain(character):
            letters.append(letter)
            places.append(at)
    return "".join(letters), places
