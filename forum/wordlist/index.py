"""Entries in one spelling, ready to be found."""

from collections.abc import Callable, Iterable, Iterator

from forum.wordlist.entries import Entry, fits, longest_piece, split
from forum.wordlist.said import SPACED_OUT, Said

GRAM = 3


class Index:
    """Entries in one spelling."""

    def __init__(self, entries: Iterable[str], spell: Callable[[str], str]) -> None:
        self.words: dict[str, str] = {}
        self.phrases: dict[str, list[Entry]] = {}
        self.wild: dict[str, list[tuple[Entry, int]]] = {}  # and the word that has these letters
        for said in entries:
            words = split(spell(said))
            if not words:
                continue
            if len(words) == 1 and len(words[0]) == 1:
                self.words.setdefault(words[0][0], said)
            elif len(words[0]) == 1:
                self.phrases.setdefault(words[0][0], []).append(Entry(said, words))
            else:
                (_, longest), place = max(
                    (longest_piece(word), at) for at, word in enumerate(words)
                )
                self.wild.setdefault(longest[:GRAM], []).append((Entry(said, words), place))
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

    def _entries(self, said: Said) -> Iterator[tuple[Entry, int]]:
        if self.phrases and (heads := self.phrases.keys() & frozenset(said.words)):
            for place, word in enumerate(said.words):
                for entry in self.phrases[word] if word in heads else ():
                    if entry.stands_at(place, said):
                        yield entry, place
        for gram in self._grams_in(said):
            for entry, offset in self.wild[gram]:
                fitting = {w for w in said.words_with(gram) if fits(w, entry.words[offset])}
                for place, word in enumerate(said.words if fitting else ()):
                    if word in fitting and entry.stands_at(place - offset, said):
                        yield entry, place - offset

    def _grams_in(self, said: Said) -> Iterator[str]:
        for length in {len(gram) for gram in self.wild}:
            yield from self.wild.keys() & said.grams(length)
