"""Entries of a list, and whether they stand at a place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forum.wordlist.said import Said
from forum.wordlist.spelling import LETTER, plain

MAX_STARS = 4
LEAST_LETTERS = 2  # in a row, beside a star: fewer would find everything
ENTRY_TOKEN = re.compile(rf"(?:[^\W_]|\*)(?:{LETTER}|\*)*")


@dataclass(frozen=True)
class Entry:
    said: str
    words: tuple[tuple[str, ...], ...]  # each split at its stars

    def stands_at(self, place: int, said: Said) -> bool:
        words = said.words[place : place + len(self.words)] if place >= 0 else []
        return (
            len(words) == len(self.words)
            and all(map(fits, words, self.words))
            and not said.seen.isdisjoint(words)
        )


def problem(entry: str) -> str:
    """Why an entry can't be looked for; empty if it can."""
    words = split(plain(entry))
    if not any(map(any, words)):
        return f"“{entry}” holds no letter."
    if any(len(pieces) - 1 > MAX_STARS for pieces in words):
        return f"“{entry}” has more than {MAX_STARS} stars in a word."
    is_wild = any(len(pieces) > 1 for pieces in words)
    if is_wild and max(map(longest_piece, words))[0] < LEAST_LETTERS:
        return f"“{entry}” would find almost everything: put {LEAST_LETTERS} letters beside a star."
    return ""


def split(entry: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(token.split("*")) for token in ENTRY_TOKEN.findall(entry))


def longest_piece(pieces: tuple[str, ...]) -> tuple[int, str]:
    return max((len(piece), piece) for piece in pieces)


def fits(word: str, pieces: Sequence[str]) -> bool:
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
