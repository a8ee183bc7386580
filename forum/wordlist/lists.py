"""A list of words and phrases, and what it finds."""

from collections.abc import Iterable

from forum.wordlist.index import Index
from forum.wordlist.said import Said, Words
from forum.wordlist.spelling import TOKEN, hides_an_l, is_ordinary, look, plain, with_places


class WordList:
    """Entries that are looked for."""

    def __init__(self, entries: Iterable[str], *, spaced_out: bool = False) -> None:
        said = [" ".join(entry.split()) for entry in entries]
        self._plain = Index(said, plain)
        self._looks = Index(said, lambda entry: look(plain(entry)))
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
        letters, places = with_places(text)
        tokens = list(TOKEN.finditer(letters))
        words = [token[0] for token in tokens]
        odd = {
            look(token[0])
            for token in tokens
            if not is_ordinary(token[0])
            or hides_an_l(text[places[token.start()] : places[token.end() - 1] + 1])
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
