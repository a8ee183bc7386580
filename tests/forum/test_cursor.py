"""How far a reader has followed the changes, as a line of text."""

import pytest

from forum.cursor import MOST_MISSING, Cursor


@pytest.mark.parametrize("cursor", [Cursor(0), Cursor(7), Cursor(9, frozenset({3, 5}))])
def test_a_cursor_survives_being_written(cursor: Cursor) -> None:
    assert Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "x", "-1", "1-", "1--2", "9" * 19, "1" + "-1" * 51])
def test_what_is_no_cursor_is_read_as_none(text: str) -> None:
    assert Cursor.read(text) is None


def test_a_cursor_covers_what_came_before_and_was_seen() -> None:
    cursor = Cursor(9, frozenset({5}))
    assert [number for number in range(4, 12) if cursor.covers(number)] == [4, 6, 7, 8, 9]


def test_with_too_many_missing_it_reaches_less_far_and_misses_none() -> None:
    missing = frozenset(range(20, 20 + MOST_MISSING + 1))
    read = Cursor.read(str(Cursor(900, missing)))
    assert read == Cursor(19)


def test_on_the_way_it_keeps_in_mind_what_is_still_to_come() -> None:
    seen, now = Cursor(10, frozenset({4, 8})), Cursor(20, frozenset({8, 15}))
    steps = [seen.moved(number, now) for number in (4, 12, 20)]
    assert steps == [
        Cursor(10, frozenset({8})),
        Cursor(12, frozenset({8})),
        Cursor(20, frozenset({8, 15})),
    ]
