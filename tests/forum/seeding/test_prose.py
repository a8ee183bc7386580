import random
from itertools import pairwise

from forum.seeding.prose import Prose

TEXT = (
    "The tram came. It “came” late, and nobody (but Ada) counted. Who counts trams? The crews do."
)


def test_a_sentence_begins_and_ends_as_one() -> None:
    prose, chance = Prose(TEXT), random.Random(1)
    said = [prose.sentence(chance) for _ in range(50)]
    assert all(sentence[0].isupper() and sentence[-1] in ".?" for sentence in said)
    assert len(set(said)) > 3


def test_each_word_follows_one_that_it_followed_in_the_text() -> None:
    said = Prose(TEXT).paragraph(random.Random(1), sentences=range(20, 21)).split()
    assert ("It", "came") in pairwise(said)
    assert "“" not in "".join(said)


def test_a_headline_has_no_full_stop() -> None:
    headline = Prose(TEXT).headline(random.Random(1), words=range(2, 4))
    assert not headline.endswith((".", ","))
    assert len(headline.split()) <= 3
