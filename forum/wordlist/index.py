"""Entries in one spelling, ready to be found."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from forum.wordlist.entries import Entry, fits, longest_piece, split
from forum.wordlist.said import SPACED_OUT, Said, beginning, holding

GRAM = 3

# By whether they are one word and the length of some letters, then by these: entries, and which of
# their words has these letters.
Wild = defaultdict[tuple[bool, int], defaultdict[str, list[tuple[Entry, int]]]]


class Index:
    """Entries in one spelling."""

    def __init__(self, entries: Iterable[str], spell: Callable[[str], str]) -> None:
        self.words: dict[str, str] = {}
        self.phrases: dict[str, list[Entry]] = {}
        self.in_phrases: set[str] = set()
        self.has_stars_in_phrases = False
        self.begun: Wild = defaultdict(lambda: defaultdict(list))  # begins with them
        self.wild: Wild = defaultdict(lambda: defaultdict(list))  # holds them
        for said in entries:
            words = split(spell(said))
            if not words:
                continue
            if len(words) == 1 and len(words[0]) == 1:
                self.words.setdefault(words[0][0], said)
            elif len(words[0]) == 1:
                self.phrases.setdefault(words[0][0], []).append(Entry(said, words))
                self.in_phrases.update(pieces[0] for pieces in words if len(pieces) == 1)
                self.has_stars_in_phrases |= any(len(pieces) > 1 for pieces in words)
            else:
                (_, longest), place = max(
                    (longest_piece(word), at) for at, word in enumerate(words)
                )
                table = self.begun if longest == words[place][0] else self.wild
                letters = longest[:GRAM]
                alike = table[len(words) == 1, len(letters)]
                alike[letters].append((Entry(said, words), place))
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
        if self._may_hold_phrases(said) and (heads := self.phrases.keys() & said.different):
            for place, word in enumerate(said.words):
                for entry in self.phrases[word] if word in heads else ():
                    if entry.stands_at(place, said):
                        yield entry, place
        for entry, offset, words in self._wild_that_may_fit(said):
            fitting = {word for word in words if fits(word, entry.words[offset])}
            for place, word in enumerate(said.words if fitting else ()):
                if word in fitting and entry.stands_at(place - offset, said):
                    yield entry, place - offset

    def _may_hold_phrases(self, said: Said) -> bool:
        """One of a phrase's words is looked for; asked first, as to spell all words takes time."""
        return self.has_stars_in_phrases or not said.seen.isdisjoint(self.in_phrases)

    def _wild_that_may_fit(self, said: Said) -> Iterator[tuple[Entry, int, list[str]]]:
        for wild, that_may_fit in ((self.begun, beginning), (self.wild, holding)):
            for (is_one_word, length), entries in wild.items():
                among = said.seen if is_one_word else said.different
                for letters, words in that_may_fit(among, entries, length).items():
                    for entry, offset in entries[letters]:
                        yield entry, offset, words
