from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.passages import HEADING, PARAGRAPH, Block, Body, Passage
from forum.revising import Change, revise, summary

RAIN = "It rained all night, and in the morning the harbour was full of boats."
SNOW = "Snow fell on the quay. Nobody had counted who missed the last tram."
WIND = "The wind took the roof of the depot and put it down on the tracks."
ICE = "Ice on the wires kept the trams in, and the crews drove home by taxi."
FOG = "In the fog two ferries waited for each other until noon."


def body(*texts: str) -> Body:
    return Body.from_blocks(Block(PARAGRAPH, text) for text in texts)


def told(before: Body, after: Body) -> list[str]:
    """What changed, each by its title and the first words."""
    return [
        f"{change.title}: {_beginning(change)}"
        for change in revise(before, after)
        if change.kind != "same"
    ]


def _beginning(change: Change) -> str:
    passage = change.after or change.before
    assert passage
    return " ".join(passage.text.split()[:3])


def test_equal_bodies_have_no_changes() -> None:
    changes = revise(body(RAIN, SNOW, WIND), body(RAIN, SNOW, WIND))
    assert [change.kind for change in changes] == ["same"] * 3
    assert summary(changes) == ""


def test_an_edited_passage_stands_beside_what_it_was() -> None:
    same, edited = revise(body(RAIN, SNOW), body(RAIN, SNOW.replace("Snow", "Hail")))
    assert (same.kind, edited.kind) == ("same", "changed")
    assert edited.before == Passage(2, PARAGRAPH, SNOW)
    assert edited.after == Passage(2, PARAGRAPH, SNOW.replace("Snow", "Hail"))


def test_what_has_little_in_common_is_left_out_and_put_in() -> None:
    assert told(body(RAIN, SNOW, WIND), body(RAIN, FOG, WIND)) == [
        "Left out: Snow fell on",
        "Put in: In the fog",
    ]


def test_a_passage_left_out_is_told_where_it_stood() -> None:
    changes = revise(body(RAIN, SNOW, WIND), body(RAIN, WIND, FOG))
    assert [change.kind for change in changes] == ["same", "left out", "same", "put in"]


def test_in_a_run_of_edited_passages_each_finds_its_own() -> None:
    before = body(RAIN, SNOW, WIND, ICE)
    after = body(FOG, SNOW.replace("last", "first"), WIND.replace("roof", "door"), ICE + " Always.")
    assert told(before, after) == [
        "Left out: It rained all",
        "Put in: In the fog",
        "Changed: Snow fell on",
        "Changed: The wind took",
        "Changed: Ice on the",
    ]


def test_of_a_passage_that_was_split_the_longer_part_is_the_edit() -> None:
    before = body(RAIN, f"{WIND} {FOG}", ICE)
    assert told(before, body(RAIN, WIND, FOG, ICE)) == [
        "Changed: The wind took",
        "Put in: In the fog",
    ]


def test_of_two_that_change_places_the_shorter_one_moved() -> None:
    assert told(body(RAIN, FOG, WIND, SNOW), body(RAIN, WIND, FOG, SNOW)) == [
        "Moved down: In the fog"
    ]
    assert told(body(RAIN, WIND, FOG, SNOW), body(RAIN, FOG, WIND, SNOW)) == [
        "Moved up: In the fog"
    ]


def test_a_passage_that_moved_past_an_edited_one_keeps_it_from_nothing() -> None:
    assert told(body(FOG, SNOW, WIND), body(SNOW.replace("quay", "pier"), FOG, WIND)) == [
        "Changed: Snow fell on",
        "Moved down: In the fog",
    ]


def test_a_passage_can_be_edited_where_it_moved_to() -> None:
    edited = FOG.replace("noon", "night")
    assert told(body(FOG, RAIN, SNOW), body(RAIN, SNOW, edited)) == [
        "Changed and moved down: In the fog"
    ]


def test_words_that_came_back_are_the_same_whatever_their_number() -> None:
    first = body(RAIN, SNOW, WIND)
    second = body(RAIN, WIND).succeeding(first)
    third = body(RAIN, SNOW, WIND).succeeding(second, used=3)
    assert [passage.number for passage in third.passages] == [1, 4, 3]
    assert told(first, third) == []
    assert told(second, third) == ["Put in: Snow fell on"]


def test_of_separators_the_one_that_is_gone_is_left_out_and_none_moved() -> None:
    before = body(RAIN, "* * *", SNOW, "* * *", WIND)
    assert told(before, body(RAIN, SNOW, "* * *", WIND)) == ["Left out: * * *"]
    assert told(body(RAIN, SNOW, "* * *", WIND), before) == ["Put in: * * *"]


def test_a_paragraph_that_became_a_heading_is_told_though_its_words_stand() -> None:
    heading = Body.from_blocks([Block(HEADING, RAIN), Block(PARAGRAPH, SNOW)])
    changes = revise(body(RAIN, SNOW), heading)
    assert [change.kind for change in changes] == ["laid out anew", "same"]
    assert changes[0].title == "Laid out anew, now a heading"
    assert summary(changes) == "1 passage laid out anew"


def test_other_white_space_is_no_change() -> None:
    assert told(body("Rain and\u00a0 snow."), body("Rain and snow.")) == []


def test_the_changes_are_summed_up() -> None:
    before = body(RAIN, FOG, SNOW, WIND, ICE)
    after = body(RAIN, WIND.replace("roof", "door"), ICE.replace("taxi", "car"), FOG, "New.")
    assert summary(revise(before, after)) == "2 passages changed, 1 put in, 1 left out, 1 moved"


def test_in_scripts_without_blanks_an_edited_passage_is_found_too() -> None:
    before, after = "最終電車は零時二十分に港を出た。", "最終電車は一時二十分に港を出た。"
    assert [change.kind for change in revise(body(before), body(after))] == ["changed"]


SENTENCES = ["Rain fell.", "Snow fell on it.", "The wind rose, and fell.", "* * *", "", "No."]
BODIES = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join), max_size=12
).map(lambda texts: body(*texts))


@given(BODIES, BODIES)
def test_every_passage_of_both_is_told_once_and_both_bodies_can_be_read_from_it(
    before: Body, after: Body
) -> None:
    changes = revise(before, after)
    assert [change.after for change in changes if change.after] == list(after.passages)
    old = [change.before for change in changes if change.before]
    assert sorted(old) == sorted(before.passages)
    stayed = [change.before for change in changes if change.before and not change.moved]
    assert stayed == sorted(stayed)


@given(BODIES, BODIES)
def test_the_numbers_of_the_passages_make_no_difference(before: Body, after: Body) -> None:
    renumbered = after.succeeding(before, used=99)
    kinds = [change.kind for change in revise(before, after)]
    assert [change.kind for change in revise(before, renumbered)] == kinds


@given(BODIES, BODIES)
def test_nothing_is_left_out_that_stands_in_the_other_body(before: Body, after: Body) -> None:
    changes = revise(before, after)
    gone = {change.before.words for change in changes if change.before and not change.after}
    come = {change.after.words for change in changes if change.after and not change.before}
    assert not gone & come


@given(BODIES)
def test_a_body_is_no_change_of_itself(before: Body) -> None:
    changes = revise(before, body(*(passage.text for passage in before.passages)))
    assert all(change.kind == "same" for change in changes)


@given(BODIES, st.data())
def test_only_what_moved_is_told_as_moved(before: Body, data: st.DataObject) -> None:
    texts = data.draw(st.permutations([passage.text for passage in before.passages]))
    changes = revise(before, body(*texts))
    assert {change.kind for change in changes} <= {"same", "moved"}


def lines(words: Iterable[int]) -> Body:
    return body(*(f"word{number} of line{number} says {number}" for number in words))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (lines(range(3_000)), lines(range(3_000, 6_000))),
        (lines(range(3_000)), lines(reversed(range(3_000)))),
        (body(*["* * *"] * 2_000), body(*["* * *"] * 1_000)),
        (body("tram " * 100_000), body("ferry " * 100_000)),
    ],
    ids=["written anew", "turned round", "one line again and again", "one endless passage"],
)
def test_whatever_was_rewritten_everything_is_told(before: Body, after: Body) -> None:
    changes = revise(before, after)
    assert sum(change.before is not None for change in changes) == len(before.passages)
    assert sum(change.after is not None for change in changes) == len(after.passages)
