"""What a text says, word by word."""

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cached_property

from forum.wordlist.spelling import TOKEN, hides_an_l, is_ordinary, look, plain

SPACED_OUT = 3  # single letters in a row
LONGEST_SPACED = 60


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
        odd = {word for word in self.plain.seen if not is_ordinary(word)}
        if "I" in self._text:
            odd |= {plain(word) for word in TOKEN.findall(self._text) if hides_an_l(word)}
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
