from dataclasses import dataclass

import pytest

from forum.threads import DEEPEST, PAGE, REPLIES, fit, path_below, paths_above, walk


@dataclass
class Row:
    pk: int
    parent_id: int | None = None
    root_id: int | None = None


def outline(rows: list[Row]) -> str:
    """A walk as the nested lists that a template makes of it."""
    text = ""
    for step in walk(rows):
        text += str(step.comment.pk) + ("" if step.is_leaf else "(")
        text += ")" * len(step.closes)
    return text


def test_answers_follow_what_they_answer() -> None:
    rows = [Row(1), Row(2, 1, 1), Row(3, 1, 1), Row(4, 2, 1), Row(5)]
    assert outline(rows) == "1(2(4)3)5"


def test_the_last_thread_closes_all_its_lists() -> None:
    assert outline([Row(1), Row(2, 1, 1), Row(3, 2, 1)]) == "1(2(3))"


def test_each_comment_knows_how_many_answers_stand_below_it() -> None:
    rows = [Row(1), Row(2, 1, 1), Row(3, 1, 1), Row(4, 2, 1), Row(5)]
    assert {step.comment.pk: step.below for step in walk(rows)} == {1: 3, 2: 1, 4: 0, 3: 0, 5: 0}


def test_an_answer_whose_parent_is_not_shown_hangs_on_its_root() -> None:
    assert outline([Row(1), Row(3, 2, 1)]) == "1(3)"


def test_nothing_said_is_nothing_to_walk() -> None:
    assert walk([]) == []


def test_a_thread_may_be_deeper_than_the_call_stack() -> None:
    rows = [Row(1), *(Row(pk, pk - 1, 1) for pk in range(2, 5001))]
    steps = walk(rows)
    assert [step.depth for step in steps] == list(range(5000))
    assert len(steps[-1].closes) == 4999


def test_paths_sort_like_the_thread_is_read() -> None:
    first, second, tenth = (path_below("", ordinal) for ordinal in (1, 2, 1000))
    answer = path_below(first, 3)
    assert sorted([tenth, answer, second, first]) == [first, answer, second, tenth]
    assert paths_above(answer) == ["", first]


def test_below_the_deepest_level_answers_stand_side_by_side() -> None:
    path = ""
    for ordinal in range(1, DEEPEST + 3):
        path = path_below(path, ordinal)
    assert len(path) == len(path_below("0001" * DEEPEST, 1))


@pytest.mark.parametrize(
    ("sizes", "is_last", "fitting"),
    [
        ([0] * 50, False, (50, REPLIES)),
        ([5000], False, (1, REPLIES)),
        ([10] * 20, False, (4, REPLIES)),  # 4 * 11 = 44
        ([30, 15], True, (2, 30)),  # all of it, as there is room
        ([5000], True, (1, 40)),
        ([], True, (0, 10)),
    ],
)
def test_a_page_holds_about_fifty_comments(
    sizes: list[int], is_last: bool, fitting: tuple[int, int]
) -> None:
    threads, replies = fit(sizes, is_last=is_last)
    assert threads == fitting[0]
    assert sum(1 + min(size, replies) for size in sizes[:threads]) <= PAGE
    if sizes:
        assert replies == fitting[1]
