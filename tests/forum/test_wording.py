from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.wording import LONGEST, changes

WORDS = st.lists(st.sampled_from(["tram", "the", "night", "two,", "late"]), max_size=20)


def told(before: str, after: str) -> str:
    """The text after, with its changes as [before → after]."""
    return "".join(
        part["quoted"]
        if part["kind"] == "same"
        else f"[{part['original'].rstrip()} → {part['quoted'].rstrip()}] "
        for part in changes(before, after)
    )


def test_what_changed_is_told_word_by_word() -> None:
    told = changes("The tram came at two.", "The night tram came at three.")
    assert [(c["kind"], c["original"].strip(), c["quoted"].strip()) for c in told] == [
        ("same", "The", "The"),
        ("put in", "", "night"),
        ("same", "tram came at", "tram came at"),
        ("changed", "two.", "three."),
    ]


def test_blanks_are_no_change() -> None:
    told = changes("In the first month.", "In the first month.\n\nAdded: more.")
    assert [change["kind"] for change in told] == ["same", "put in"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "It was late. In May she noticed that a bill had shrunk. It was hers.",
            "It was late. One morning it struck her that the sum was smaller. It was hers.",
            "It was late. [In May she noticed that a bill had shrunk. → "
            "One morning it struck her that the sum was smaller.] It was hers.",
        ),
        (
            "The first year cost much.",
            "The second year cost little.",
            "The [first → second] year cost [much. → little.] ",
        ),
        (
            "The old tram ran late.",
            "The tram ran very late.",
            "The [old → ] tram ran [ → very] late.",
        ),
    ],
)
def test_a_sentence_written_anew_is_one_change_and_single_words_are_each_their_own(
    before: str, after: str, expected: str
) -> None:
    assert told(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "最終電車は零時に港を出た。",
            "最終電車は一時に港を出た。",
            "最終電車は[零 → 一] 時に港を出た。",
        ),
        ("รถรางเที่ยวสุดท้าย", "รถรางเที่ยวแรก", "รถรางเที่ยว[สุดท้าย → แรก] "),
    ],
)
def test_where_no_blanks_stand_between_words_characters_are_told(
    before: str, after: str, expected: str
) -> None:
    assert told(before, after) == expected


def test_of_endless_texts_the_difference_is_one_change() -> None:
    before = ["tram"] * LONGEST + ["old", *["ferry"] * LONGEST]
    after = ["tram"] * LONGEST + ["new", *["ferry"] * LONGEST]
    assert [c["kind"] for c in changes(" ".join(before), " ".join(after))] == [
        "same",
        "changed",
        "same",
    ]
    after[1] = after[-2] = "bus"
    first, change, last = changes(" ".join(before), " ".join(after))
    assert (first["quoted"], last["quoted"]) == ("tram ", "ferry")
    assert change["original"].split() == before[1:-1]
    assert change["quoted"].split() == after[1:-1]
    (all_of_it,) = changes("tram " * (LONGEST + 1), "bus " * (LONGEST + 1))
    assert all_of_it["kind"] == "changed"


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_their_changes(before: str, after: str) -> None:
    told = changes(before, after)
    assert "".join(change["original"] for change in told) == before
    assert "".join(change["quoted"] for change in told) == after


@given(WORDS, WORDS)
def test_no_change_stands_beside_another_and_none_says_nothing(
    before: list[str], after: list[str]
) -> None:
    told = changes(" ".join(before), " ".join(after))
    for one, other in pairwise(told):
        assert "same" in (one["kind"], other["kind"])
        assert one["kind"] != other["kind"]
    for change in told:
        original, quoted = change["original"].split(), change["quoted"].split()
        assert (change["kind"] == "same") == (original == quoted)
        assert (change["kind"] == "put in") == (not original)
        assert (change["kind"] == "left out") == (not quoted)
