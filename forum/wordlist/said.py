"""What a text says, word by word."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cached_property

from forum.wordlist.spelling import cut, is_ordinary, look, plain, that_hide_an_l

SPACED_OUT = 3  # single letters in a row
LONGEST_SPACED = 60


class Said:
    """The words of a text in one spelling. `seen`: those that are looked for."""

    def __init__(self, seen: frozenset[str], words: Callable[[], list[str]]) -> None:
        self.seen = seen
        self._words = words

    @cached_property
    def words(self) -> list[str]:
        return self._words()

    @cached_property
    def different(self) -> frozenset[str]:
        return frozenset(self.words)


class Words:
    """A text, cut into words."""

    def __init__(self, text: str) -> None:
        self._text = text
        words = cut(plain(text))
        self.plain = Said(frozenset(words), lambda: words)

    @cached_property
    def looks(self) -> Said:
        """By what they look like. Looked for are only words that may be meant to look like others:
        to the eye, mail and mall are nearly one word too."""
        odd = {word for word in self.plain.seen if not is_ordinary(word)}
        odd |= set(map(plain, that_hide_an_l(self._text)))
        return Said(frozenset(map(look, odd)), self._words_by_look)

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

    def _words_by_look(self) -> list[str]:
        looks = {word: look(word) for word in self.plain.different}
        return [looks[word] for word in self.plain.words]


def beginning(words: Iterable[str], heads: Container[str], length: int) -> Mapping[str, list[str]]:
    """Those of the words that begin with one of these, by it; each is so many letters long."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if (head := word[:length]) in heads:
            found[head].append(word)
    return found


def holding(words: Iterable[str], pieces: Container[str], length: int) -> Mapping[str, list[str]]:
    """Those of the words in which one of these stands, by it; each is so many letters long."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        for at in range(len(word) - length + 1):
            if (piece := word[at : at + length]) in pieces:
                found[piece].append(word)
    return found
