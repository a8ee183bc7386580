"""Prose without sense, in which words follow each other as they do in a text. Pure."""

import random
import re
from collections import defaultdict
from itertools import pairwise

ENDS = (".", "!", "?")
LONGEST = 40  # words of a sentence


class Prose:
    def __init__(self, text: str) -> None:
        # Marks that come in pairs would be left alone.
        words = re.sub(r"[“”\"()\[\]]", "", text).split()
        self.following: dict[str, list[str]] = defaultdict(list)
        for word, after in pairwise(words):
            self.following[word].append(after)
        self.openings = [after for word, after in pairwise(words) if word.endswith(ENDS)]

    def sentence(self, chance: random.Random) -> str:
        words = [chance.choice(self.openings)]
        while not words[-1].endswith(ENDS) and len(words) < LONGEST:
            words.append(chance.choice(self.following[words[-1]]))
        said = " ".join(words)
        return said if said.endswith(ENDS) else said.rstrip(",;:—– ") + "."

    def paragraph(self, chance: random.Random, *, sentences: range) -> str:
        return " ".join(self.sentence(chance) for _ in range(chance.choice(sentences)))

    def headline(self, chance: random.Random, *, words: range) -> str:
        return " ".join(self.sentence(chance).split()[: chance.choice(words)]).rstrip(".,;:!?—– ")
