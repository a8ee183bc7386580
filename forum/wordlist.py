"""Which entries of a list of words stand in a text, however they are dressed up. Pure.

An entry is a word, or several that follow each other. A `*` in it stands for any letters. Case,
ligatures and the like don't count, nor do letters that look like others (Cyrillic а, $ for s), and
marks that are strewn over letters. Accents do: für isn't fur.

A text is cut into words once (`Words`), whatever the number of lists. Words are looked up in a set,
phrases by their first word, and what holds a star by some letters in a row that it needs.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from forum.names import skeleton

MAX_STARS = 4
LEAST_LETTERS = 2  # in a row, beside a star: fewer would find everything
GRAM = 3
SPACED_OUT = 3  # single letters in a row
LONGEST_SPACED = 60

LETTER = r"(?:[^\W_]|[\u0300-\u036f]|(?<=[^\W\d_])[$@]+)"
TOKEN = re.compile(rf"[^\W_]{LETTER}*")
ENTRY_TOKEN = re.compile(rf"(?:[^\W_]|\*)(?:{LETTER}|\*)*")
STREWN = re.compile("[\u0300-\u036f]+")  # marks that belong to no letter
SYMBOLS = {"@": "a", "$": "s"}


class Said:
    """The words of a text in one spelling. `seen`: those that are looked for."""

    def __init__(self, seen: frozenset[str], words: Callable[[], list[str]]) -> None:
        self.seen = seen
        self._words = words
        self._grams: dict[int, dict[str, list[str]]] = {}

    @cached_property
    def words(self) -> list[str]:
        return self._words()

    def words_with(self, gram: str) -> list[str]:
        """Those in which these letters follow each other."""
        return self._by_gram(len(gram)).get(gram, [])

    def grams(self, length: int) -> Collection[str]:
        return self._by_gram(length).keys()

    def _by_gram(self, length: int) -> dict[str, list[str]]:
        if length not in self._grams:
            grams: defaultdict[str, list[str]] = defaultdict(list)
            self._grams[length] = grams
            for word in frozenset(self.words):
                for at in range(len(word) - length + 1):
                    grams[word[at : at + length]].append(word)
        return self._grams[length]


class Words:
    """A text, cut into words."""

    def __init__(self, text: str) -> None:
        self._text = text
        words = TOKEN.findall(plain(text))
        self.plain = Said(frozenset(words), lambda: words)

    @cached_property
    def looks(self) -> Said:
        """By what they look like. Looked for are only words that may be meant to look like others:
        to the eye, mail and mall are nearly one word too."""
        odd = {word for word in self.plain.seen if not _is_ordinary(word)}
        if "I" in self._text:
            odd |= {plain(word) for word in TOKEN.findall(self._text) if _hides_an_l(word)}
        return Said(frozenset(map(look, odd)), lambda: [look(word) for word in self.plain.words])

    @cached_property
    def spaced_out(self) -> list[str]:
        """What is said in single letters with blanks between them."""
        runs, run = [], ""
        for word in [*self.plain.words, "the end"]:
            if len(word) == 1:
                run += word
                continue
            if len(run) >= SPACED_OUT:
                runs.append(run[:LONGEST_SPACED])
            run = ""
        return runs


class WordList:
    """Entries that are looked for."""

    def __init__(self, entries: Iterable[str], *, spaced_out: bool = False) -> None:
        said = [" ".join(entry.split()) for entry in entries]
        self._plain = _Index(said, plain)
        self._looks = _Index(said, lambda entry: look(plain(entry)))
        self._spaced_out = spaced_out

    def find(self, words: Words) -> str:
        """An entry that stands in the text; empty if none does."""
        found = self._plain.find(words.plain)
        if not found and words.looks.seen:
            found = self._looks.find(words.looks)
        if not found and self._spaced_out:
            found = next(filter(None, map(self._plain.find_inside, words.spaced_out)), "")
        return found

    def replace(self, text: str, by: str) -> str:
        """The text with every letter of what is found in it replaced."""
        letters, places = _with_places(text)
        tokens = list(TOKEN.finditer(letters))
        words = [token[0] for token in tokens]
        odd = {
            look(token[0])
            for token in tokens
            if not _is_ordinary(token[0])
            or _hides_an_l(text[places[token.start()] : places[token.end() - 1] + 1])
        }
        found = [
            *self._plain.places(Said(frozenset(words), lambda: words)),
            *self._looks.places(Said(frozenset(odd), lambda: [look(word) for word in words])),
        ]
        hidden = {
            places[at]
            for first, number in found
            for token in tokens[first : first + number]
            for at in range(*token.span())
        }
        return "".join(by if at in hidden else letter for at, letter in enumerate(text))


@dataclass(frozen=True)
class _Entry:
    said: str
    words: tuple[tuple[str, ...], ...]  # each split at its stars

    def stands_at(self, place: int, said: Said) -> bool:
        words = said.words[place : place + len(self.words)] if place >= 0 else []
        return (
            len(words) == len(self.words)
            and all(map(_fits, words, self.words))
            and not said.seen.isdisjoint(words)
        )


class _Index:
    """Entries in one spelling."""

    def __init__(self, entries: Iterable[str], spell: Callable[[str], str]) -> None:
        self.words: dict[str, str] = {}
        self.phrases: dict[str, list[_Entry]] = {}
        self.wild: dict[str, list[tuple[_Entry, int]]] = {}  # and the word that has these letters
        for said in entries:
            words = _split(spell(said))
            if not words:
                continue
            if len(words) == 1 and len(words[0]) == 1:
                self.words.setdefault(words[0][0], said)
            elif len(words[0]) == 1:
                self.phrases.setdefault(words[0][0], []).append(_Entry(said, words))
            else:
                (_, longest), place = max((_longest(word), at) for at, word in enumerate(words))
                self.wild.setdefault(longest[:GRAM], []).append((_Entry(said, words), place))
        self.lengths = sorted({len(word) for word in self.words} - set(range(SPACED_OUT)))

    def find(self, said: Said) -> str:
        for word in self.words.keys() & said.seen:
            return self.words[word]
        return next((entry.said for entry, _ in self._entries(said)), "")

    def find_inside(self, run: str) -> str:
        for start in range(len(run)):
            for length in self.lengths:
                if found := self.words.get(run[start : start + length]):
                    return found
        return ""

    def places(self, said: Said) -> Iterator[tuple[int, int]]:
        """Where entries begin, and how many words they take."""
        for place, word in enumerate(said.words):
            if word in self.words and word in said.seen:
                yield place, 1
        for entry, place in self._entries(said):
            yield place, len(entry.words)

    def _entries(self, said: Said) -> Iterator[tuple[_Entry, int]]:
        if self.phrases and (heads := self.phrases.keys() & frozenset(said.words)):
            for place, word in enumerate(said.words):
                for entry in self.phrases[word] if word in heads else ():
                    if entry.stands_at(place, said):
                        yield entry, place
        for gram in self._grams_in(said):
            for entry, offset in self.wild[gram]:
                fitting = {w for w in said.words_with(gram) if _fits(w, entry.words[offset])}
                for place, word in enumerate(said.words if fitting else ()):
                    if word in fitting and entry.stands_at(place - offset, said):
                        yield entry, place - offset

    def _grams_in(self, said: Said) -> Iterator[str]:
        for length in {len(gram) for gram in self.wild}:
            yield from self.wild.keys() & said.grams(length)


def problem(entry: str) -> str:
    """Why an entry can't be looked for; empty if it can."""
    words = _split(plain(entry))
    if not any(map(any, words)):
        return f"“{entry}” holds no letter."
    if any(len(pieces) - 1 > MAX_STARS for pieces in words):
        return f"“{entry}” has more than {MAX_STARS} stars in a word."
    is_wild = any(len(pieces) > 1 for pieces in words)
    if is_wild and max(map(_longest, words))[0] < LEAST_LETTERS:
        return f"“{entry}” would find almost everything: put {LEAST_LETTERS} letters beside a star."
    return ""


def plain(text: str) -> str:
    """In small letters, without width, ligatures, or marks that belong to no letter."""
    if text.isascii():
        return text.lower()
    return STREWN.sub("", unicodedata.normalize("NFKC", text).casefold())


def look(word: str) -> str:
    """A word by what its letters look like."""
    return word.translate(_SHAPES)


class _Shapes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = SYMBOLS.get(character) or skeleton(character) or character
        return self[code]


_SHAPES = _Shapes()


def _is_ordinary(word: str) -> bool:
    return word.isascii() and (word.isalpha() or word.isdigit())


def _hides_an_l(word: str) -> bool:
    """Whether a capital I stands among small letters, as in fIag."""
    return "I" in word[1:] and not word.isupper()


def _split(entry: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(token.split("*")) for token in ENTRY_TOKEN.findall(entry))


def _longest(pieces: tuple[str, ...]) -> tuple[int, str]:
    return max((len(piece), piece) for piece in pieces)


def _fits(word: str, pieces: Sequence[str]) -> bool:
    """Whether a word consists of these pieces with any letters between them; in linear time."""
    first, *others = pieces
    if not others:
        return word == first
    *between, last = others
    at, end = len(first), len(word) - len(last)
    if at > end or not word.startswith(first) or not word.endswith(last):
        return False
    for piece in between:
        found = word.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _with_places(text: str) -> tuple[str, list[int]]:
    """The text in plain spelling, and where in it each of these letters comes from."""
    letters, places = [], []
    for at, character in enumerate(text):
        for letter in plain(character):
            letters.append(letter)
            places.append(at)
    return "".join(letters), places
