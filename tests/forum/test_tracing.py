"""What becomes of quoted words when their source changes."""

import random
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forum.quoting import Source, Succession, Trace, locate
from tests.forum.test_quoting_properties import first_word, places, seeds, write

BEFORE = """The last tram left the harbour at twenty past midnight. Nobody had counted
who missed it.

In March the council ran a later one. It carried 2,300 people, and it had expected four hundred.

The crews had always been driven home by taxi. A service that runs until two needs fewer taxis.

Line 4 ran every ten minutes. Line 5 ran every ten minutes.

Two of the six depots have no night power. They will have it in spring."""
# The last paragraph has moved to the front, others were edited, and Line 4 is gone.
AFTER = """Two of the six depots have no night power. They will have it in autumn.

The last tram left the harbour at half past midnight. Nobody had “counted” who missed it.

A night earlier, nothing. In March the council ran a later one. It carried 2,300 people, and it
had expected four hundred.

Line 5 ran every ten minutes.

A service that runs until two needs fewer taxis. The crews had always been taken home by taxi."""


@pytest.fixture(scope="module")
def succession() -> Succession:
    return Succession(Source("before", BEFORE), Source("after", AFTER))


def trace(succession: Succession, words: str) -> Trace | None:
    start = BEFORE.index(words)
    return succession.trace(start, start + len(words))


def became(succession: Succession, words: str) -> str:
    found = trace(succession, words)
    return AFTER[found.start : found.end] if found else ""


@pytest.mark.parametrize(
    "words",
    [
        "The last tram left the harbour",
        "In March the council",
        "it had expected four hundred",
        "ran a later one.",
        "Two of the six depots have no night power.",
        "A service that runs until two needs fewer taxis.",
        "Line 5 ran every ten minutes.",
        "who missed it.\n\nIn March",
    ],
)
def test_words_that_stand_are_found_wherever_they_now_are(
    succession: Succession, words: str
) -> None:
    found = trace(succession, words)
    if "\n\n" in words:
        assert found is not None
        assert found.is_changed  # something stands between them now
    else:
        assert became(succession, words).split() == words.split()
        assert found is not None
        assert not found.is_changed


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("twenty past midnight", "half past midnight"),
        ("They will have it in spring.", "They will have it in autumn."),
        (
            "The crews had always been driven home by taxi.",
            "The crews had always been taken home by taxi.",
        ),
    ],
)
def test_words_that_were_changed_are_told_with_what_stands_there_now(
    succession: Succession, was: str, now: str
) -> None:
    found = trace(succession, was)
    assert found is not None
    assert found.is_changed
    assert became(succession, was).rstrip(".") == now.rstrip(".")
    assert "".join(part.quoted for part in found.segments) == was
    assert "".join(part.original for part in found.segments) == AFTER[found.start : found.end]


def test_words_that_are_gone_are_not_found_in_those_that_look_like_them(
    succession: Succession,
) -> None:
    assert trace(succession, "Line 4 ran every ten minutes.") is None
    assert trace(succession, "spring") is None


def test_a_twin_that_stayed_is_not_taken_for_the_one_that_went() -> None:
    before = Source(
        1, "He agreed to it all.\n\nShe did not.\n\nHe agreed to it all.\n\nSo it ended."
    )
    after = Source(2, "She did not.\n\nHe agreed to it all.\n\nSo it ended.")
    succession = Succession(before, after)
    assert succession.trace(0, 20) is None
    assert succession.trace(36, 56) == Trace(14, 34)


def test_quotation_marks_and_blanks_are_no_change() -> None:
    before = Source(1, 'She said "not before spring", and left.')
    after = Source(2, "She  said “not before spring”, and left.")
    assert Succession(before, after).trace(0, 28) == Trace(0, 29)


def test_a_comma_is_a_change() -> None:
    before = Source(1, "The trams, which are old, will go. Then we walk.")
    after = Source(2, "The trams which are old will go. Then we walk.")
    found = Succession(before, after).trace(0, 34)
    assert found is not None
    assert found.is_changed


def test_a_shortened_quote_stands_as_long_as_its_pieces_do() -> None:
    before = Source(1, "The trams run late. Nobody knows why that is so. They will stop in May.")
    after = Source(2, "The trams run late. Everybody knows it, but not why. They will stop in May.")
    later = Source(3, "The trams run on time. Nobody knows why that is so. They will stop in May.")
    pieces = [(0, 19), (49, 71)]
    assert Succession(before, after).trace_pieces(pieces) == Trace(0, 75)
    found = Succession(before, later).trace_pieces(pieces)
    assert found is not None
    assert found.is_changed
    assert "".join(part.original for part in found.segments) == later.text


def test_a_quote_whose_pieces_are_all_gone_is_gone() -> None:
    before = Source(1, "The trams run late. Nobody knows why that is so. They will stop in May.")
    after = Source(2, "Somebody else wrote something entirely different about another city.")
    assert Succession(before, after).trace_pieces([(0, 19), (49, 71)]) is None


@given(seeds, places, st.integers(4, 40), seeds)
def test_what_stands_is_found_through_any_edits_around_it(seed, place, count, edits):
    text, chance = write(seed), random.Random(edits)
    start, end = text.span(first_word(text, place, count), count)
    head, words, tail = (
        text.source.text[:start],
        text.source.text[start:end],
        text.source.text[end:],
    )
    assume(text.source.text.count(words) == 1)
    edited = f"{_edited(head, chance)}{words}{_edited(tail, chance)}"
    found = Succession(text.source, Source("later", edited)).trace(start, end)
    assert found is not None
    assert edited[found.start : found.end].strip('.?!;:,”" –') == words.strip('.?!;:,”" –')


@given(seeds, places, st.integers(6, 40), st.randoms(use_true_random=False))
def test_a_word_that_was_changed_is_always_told(seed, place, count, chance):
    text = write(seed)
    first = first_word(text, place, count)
    start, end = text.span(first, count)
    changed = text.words[first + chance.randrange(1, count - 1)]
    later = f"{text.source.text[: changed.start()]}zzzz{text.source.text[changed.end() :]}"
    found = Succession(text.source, Source("later", later)).trace(start, end)
    assert found is not None
    assert found.is_changed
    assert "zzzz" in later[found.start : found.end]


@given(seeds, places, st.integers(6, 40))
def test_what_was_cut_out_is_gone(seed, place, count):
    text = write(seed)
    start, end = text.span(first_word(text, place, count), count)
    later = f"{text.source.text[:start]}{text.source.text[end:]}"
    assume(locate(text.source.text[start:end], [Source("rest", later)]).source is None)
    assert Succession(text.source, Source("later", later)).trace(start, end) is None


@given(seeds, seeds, places, st.integers(1, 40))
def test_nothing_is_found_in_a_text_that_has_nothing_to_do_with_it(seed, other, place, count):
    assume(seed != other)  # they would have their small words at the same places
    text, later = write(seed, ending="n"), write(other, ending="r")
    words = text.cut(first_word(text, place, count), count)
    assume(sum(len(word) > 5 for word in words) > 1)
    start, end = text.span(first_word(text, place, count), count)
    assert Succession(text.source, later.source).trace(start, end) is None


@given(st.text(max_size=300), st.text(max_size=300), places, places)
def test_whatever_becomes_of_whatever_the_answer_is_sound(before, after, one, other):
    start, end = sorted(int(place * len(before)) for place in (one, other))
    found = Succession(Source(1, before), Source(2, after)).trace(start, end)
    if found:
        assert 0 <= found.start <= found.end <= len(after)
        if found.is_changed:
            here = "".join(part.original for part in found.segments)
            assert here == after[found.start : found.end]


def _edited(text: str, chance: random.Random) -> str:
    return re.sub(r"\S+", lambda word: "xyxy" if chance.random() < 0.15 else word[0], text)
