"""What holds for any text: here texts of made-up words, so that chance is the only author."""

import random
import re
from dataclasses import dataclass

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from forum.quoting import UNFOUND, Finding, Source, locate
from forum.quoting.folding import fold

SMALL = re.findall(r"\w+", "the a of to and in is it that for was on with as by at from not or be")
SYLLABLES = re.findall("..", "bacodifeguhajokilumaneporasotuviwaxeyozi")
SOUNDS = "bcdfghjklmnprstvwz"
KEPT = 0.7


@dataclass(frozen=True)
class Text:
    source: Source
    words: list[re.Match[str]]

    def span(self, first: int, count: int) -> tuple[int, int]:
        words = self.words[first : first + count]
        return words[0].start(), words[-1].end()

    def cut(self, first: int, count: int) -> list[str]:
        return [word[0] for word in self.words[first : first + count]]


def write(seed: int, *, length: int = 600, ending: str = "") -> Text:
    """Sentences and paragraphs; texts with different endings have no long words in common."""
    chance = random.Random(seed)
    names = ["".join(chance.choices(SYLLABLES, k=3)) + ending for _ in range(length // 3)]
    sentences = []
    while sum(map(len, sentences)) < length:
        words = [chance.choice(SMALL if chance.random() < 0.4 else names) for _ in range(12)]
        words[0] = words[0].capitalize()
        words[5] += chance.choice(["", "", ",", ";", " –", ":"])
        sentences.append([*words[:-1], words[-1] + chance.choice([".", ".", "?", "!", ".”"])])
    lines = [" ".join(sentence) for sentence in sentences]
    text = lines[0] + "".join(chance.choice([" ", " ", "\n\n"]) + line for line in lines[1:])
    return Text(Source(seed, text), list(re.finditer(r"\S+", text)))


seeds = st.integers(min_value=0, max_value=10_000)
places = st.floats(min_value=0, max_value=1)


def first_word(text: Text, place: float, count: int) -> int:
    return int(place * (len(text.words) - count))


def altered(words: list[str], chance: random.Random, most: int) -> list[str]:
    """Some words inside are changed, left out or put in; at least `KEPT` of them remain."""
    words = list(words)
    inside = range(1, len(words) - 1)
    for at in sorted(chance.sample(inside, chance.randint(1, most)), reverse=True):
        strange = "".join(chance.choices(SOUNDS, k=6))
        words[at : at + 1] = chance.choice([[strange], [], [words[at], strange]])
    return words


@given(seeds, places, st.integers(min_value=4, max_value=100))
def test_a_cut_is_verbatim_at_its_very_place(seed, place, count):
    text = write(seed)
    start, end = text.span(first_word(text, place, count), count)
    words = text.source.text[start:end]
    finding = locate(words, [text.source])
    assert finding.fidelity == "verbatim"
    if text.source.text.count(words) == 1:
        assert (finding.start, finding.end) == (start, end)


@given(
    seeds,
    places,
    st.integers(min_value=4, max_value=60),
    st.sampled_from([" ", "  ", "\n", "\u00a0", " \u200b", "\n\n"]),
    st.sampled_from(['"{}"', "“{}”", "'{}'", "… {}…", "{}!", " {} ", "«\u00a0{}\u00a0»", "**{}**"]),
)
def test_retyping_changes_nothing(seed, place, count, blank, marks):
    text = write(seed)
    first = first_word(text, place, count)
    words = blank.join(text.cut(first, count)).replace("–", "—").replace("”", '"')
    finding = locate(marks.format(words[0].swapcase() + words[1:]), [text.source])
    assert finding.fidelity == "verbatim"
    start, end = text.span(first, count)
    found = text.source.text[finding.start : finding.end]
    assert fold(found).text.strip('.?!;:," ') == fold(text.source.text[start:end]).text.strip(
        '.?!;:," '
    )


@given(seeds, places, st.integers(min_value=12, max_value=100), st.randoms(use_true_random=False))
def test_an_altered_quote_is_never_verbatim_and_stays_at_its_place(seed, place, count, chance):
    text = write(seed)
    first = first_word(text, place, count)
    words = text.cut(first, count)
    quote = " ".join(altered(words, chance, int(count * (1 - KEPT))))
    # One of two equal words left out at the edge is not left out inside: that is a shorter cut.
    assume(fold(quote).text not in text.source.folded.text)
    finding = locate(quote, [text.source])
    start, end = text.span(first, count)
    assert finding.fidelity == "altered"
    assert min(end, finding.end) - max(start, finding.start) >= KEPT * (end - start) - 20
    assert finding.end - finding.start <= 1.3 * (end - start) + 20


@given(seeds, places, st.integers(min_value=5, max_value=40), st.integers(min_value=1))
def test_one_small_word_more_is_never_verbatim(seed, place, count, at):
    text = write(seed)
    words = text.cut(first_word(text, place, count), count)
    words.insert(1 + at % (count - 1), "never")
    assert locate(" ".join(words), [text.source]).fidelity != "verbatim"


@given(seeds, places, st.integers(min_value=14, max_value=80), places, places)
def test_a_quote_with_a_mark_for_what_it_leaves_out_is_shortened(seed, place, count, one, other):
    text = write(seed)
    words = text.cut(first_word(text, place, count), count)
    head = 5 + int(one * (count - 12))
    tail = 5 + int(other * (count - head - 6))
    finding = locate(" ".join([*words[:head], "[…]", *words[-tail:]]), [text.source])
    assert finding.fidelity == "shortened"


@given(seeds, seeds, places, st.integers(min_value=5, max_value=100))
def test_what_another_text_says_is_unfound(seed, other_seed, place, count):
    assume(seed != other_seed)  # else both are built alike
    text, other = write(seed, ending="n"), write(other_seed, ending="r")
    words = other.cut(first_word(other, place, count), count)
    assume(sum(len(word) > 5 for word in words) > 1)
    assert locate(" ".join(words), [text.source]) == UNFOUND


@given(seeds, places, st.integers(min_value=6, max_value=60), st.randoms(use_true_random=False))
def test_the_segments_are_all_of_the_quote_and_of_the_passage(seed, place, count, chance):
    text = write(seed)
    words = text.cut(first_word(text, place, count), count)
    quote = f"“{'  '.join(altered(words, chance, max(1, count // 5)))}…”"
    check_segments(quote, locate(quote, [text.source]))


PIECES = [
    *[
        "cat",
        "Cat",
        "sat",
        "not",
        "…",
        "[…]",
        "[T]he",
        "“",
        "”",
        "’",
        '"',
        " ",
        "  ",
        "\n\n",
        " — ",
    ],
    *[
        "-",
        "--",
        ".",
        ",",
        "\u00ad",
        "\u200b",
        "\u00a0",
        "e\u0301",
        "ﬁ",
        "½",
        "²",
        "3.5",
        "$5",
        "5%",
    ],
    *["日", "本", "की", "**", "_", "`", "~~", "[a](https://x.y)", "ß", "İ", "\u0301"],
]
typography = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(typography | st.text(max_size=200))
@example("\ud800")
def test_every_folded_character_comes_from_somewhere(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= a <= b <= len(text) for a, b in zip(folded.starts, folded.ends, strict=True))


@given(typography, typography | st.text(max_size=100), places, places)
def test_whatever_is_quoted_from_whatever_the_answer_is_sound(quote, text, one, other):
    first, last = sorted(int(place * len(text)) for place in (one, other))
    for words in (quote, text[first:last], f"{text[first:last]}{quote}"):
        finding = locate(words, [Source(1, text)])
        assert 0 <= finding.start <= finding.end <= len(text)
        check_segments(words, finding)


@pytest.mark.parametrize(
    "text",
    [
        "a " * 5_000,
        "the cat " * 2_000,
        "“" * 5_000,
        "[…]" * 2_000,
        "a\u0301\u0316" * 3_000,
        "日" * 5_000,
    ],
    ids=["one word", "two words", "marks", "omissions", "accents", "no blanks"],
)
def test_a_text_that_says_the_same_again_and_again_is_only_a_text(text):
    check_segments(text[:2_000], locate(text[:2_000], [Source(1, text)]))
    check_segments(text[1:999] + "x", locate(text[1:999] + "x", [Source(1, text)]))


def check_segments(words: str, finding: Finding) -> None:
    if finding.fidelity in {"verbatim", "unfound"}:
        assert finding.segments == ()
        return
    assert finding.source is not None
    assert "".join(part.quoted for part in finding.segments) == words
    place = finding.source.text[finding.start : finding.end]
    assert "".join(part.original for part in finding.segments) == place
    assert any(part.kind != "same" for part in finding.segments)
