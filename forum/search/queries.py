"""What people type, as phrases to look for. None of it is ever syntax of a database."""

import re
from dataclasses import dataclass

from forum.quoting.folding import DOUBLE
from forum.quoting.words import is_unspaced
from forum.search.words import words_in

LONGEST_QUERY = 200  # characters
MOST_WORDS = 10
SHORTEST_BEGINNING = 3  # letters
QUOTED_OR_NOT = re.compile(rf"[{DOUBLE}]([^{DOUBLE}]*)[{DOUBLE}]|([^\s{DOUBLE}]+)")


@dataclass(frozen=True)
class Phrase:
    """Words that stand next to each other; of the last, perhaps only the beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True)
class Query:
    """Phrases that all have to be there."""

    phrases: tuple[Phrase, ...]
    is_cut: bool = False  # there were more words than are looked for

    def __bool__(self) -> bool:
        return bool(self.phrases)


def parse(typed: str) -> Query:
    """Words in quotation marks are a phrase, and so are those that no blank parts: "e-mail", and
    every run of Chinese. The last word may go on, unless it is short or quoted."""
    phrases: list[Phrase] = []
    room, is_cut = MOST_WORDS, False
    for match in QUOTED_OR_NOT.finditer(typed[:LONGEST_QUERY]):
        words = tuple(word.key for word in words_in(match[0]))
        if len(words) > room:
            words, is_cut = words[:room], True
        room -= len(words)
        if words:
            phrases.append(Phrase(words))
    if phrases and not is_cut and match[1] is None and _may_go_on(phrases[-1].words[-1]):
        phrases[-1] = Phrase(phrases[-1].words, is_beginning=True)
    return Query(tuple(phrases), is_cut)


def _may_go_on(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING and not is_unspaced(word)
