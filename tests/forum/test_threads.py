from dataclasses import dataclass

from forum.threads import walk


@dataclass
class Row:
    pk: int
    parent_id: int | None = None
    root_id: int | None = None


def outline(rows: list[Row]) -> str:
    """A walk as the nested lists that a template makes of it."""
    text = ""
    for step in walk(rows):
        text += ("(" if step.opens else "") + str(step.comment.pk)
        text += ")" * len(step.closes)
    return text


def test_answers_follow_what_they_answer() -> None:
    rows = [Row(1), Row(2, 1, 1), Row(3, 1, 1), Row(4, 2, 1), Row(5)]
    assert outline(rows) == "1(2(4)3)5"


def test_the_last_thread_closes_all_its_lists() -> None:
    assert outline([Row(1), Row(2, 1, 1), Row(3, 2, 1)]) == "1(2(3))"


def test_an_answer_whose_parent_is_not_shown_hangs_on_its_root() -> None:
    assert outline([Row(1), Row(3, 2, 1)]) == "1(3)"


def test_nothing_said_is_nothing_to_walk() -> None:
    assert walk([]) == []


def test_a_thread_may_be_deeper_than_the_call_stack() -> None:
    rows = [Row(1), *(Row(pk, pk - 1, 1) for pk in range(2, 5001))]
    steps = walk(rows)
    assert [step.depth for step in steps] == list(range(5000))
    assert len(steps[-1].closes) == 4999
