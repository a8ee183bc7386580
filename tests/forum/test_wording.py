from hypothesis import given
from hypothesis import strategies as st

from forum.wording import changes


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


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_their_changes(before: str, after: str) -> None:
    told = changes(before, after)
    assert "".join(change["original"] for change in told) == before
    assert "".join(change["quoted"] for change in told) == after
