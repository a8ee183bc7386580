from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.passages import PARAGRAPH, Block, Body
from forum.margins import DEEPEST, Margin, Place, margin, most_quoted, quoted_stretches

FIRST = "The ferry waits for nobody. It waited once, for a band."
SECOND = "A heading"
THIRD = "The band was late. They played on the quay until the morning boat came in."
BODY = Body.from_blocks(Block(PARAGRAPH, text) for text in (FIRST, SECOND, THIRD))
WHOLE = range(len(BODY.text) + 1)


def margins(body: Body, places: Sequence[Place]) -> dict[int, Margin]:
    """The margin of every passage, by its number."""
    return {
        passage.number: margin(
            body,
            passage.number,
            [
                place
                for place in places
                if passage.number in body.numbers_between(place.start, place.end)
            ],
        )
        for passage in body.passages
    }


def quote(words: str, *, by: str = "Ada", comment: int = 1) -> Place:
    """A quote from the first of these words to the last ("It … band")."""
    first, _, last = words.partition(" … ")
    start = BODY.text.index(first)
    end = BODY.text.index(last, start) + len(last) if last else start + len(first)
    return Place(comment, by, start, end)


def marked(number: int, *places: Place) -> str:
    """A passage with its marks as {depth words}."""
    runs = margins(BODY, places)[number].runs
    return "".join(f"{{{run.depth} {run.text}}}" if run.depth else run.text for run in runs)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], FIRST),
        (
            [quote("waits for nobody")],
            "The ferry {1 waits for nobody}. It waited once, for a band.",
        ),
        ([quote(FIRST)], f"{{1 {FIRST}}}"),
        (
            [quote("waits for nobody"), quote("The ferry waits", by="Bob")],
            "{1 The ferry }{2 waits}{1  for nobody}. It waited once, for a band.",
        ),
        (
            [quote("waits for"), quote("waits for nobody", comment=2)],
            "The ferry {1 waits for nobody}. It waited once, for a band.",
        ),
        (
            [quote("The ferry"), quote(" waits", by="Bob")],
            "{1 The ferry waits} for nobody. It waited once, for a band.",
        ),
        (
            [quote("nobody", by=name) for name in ("Ada", "Bob", "Nora", "Mira", "Dana")],
            "The ferry waits for {4 nobody}. It waited once, for a band.",
        ),
    ],
)
def test_words_are_marked_by_how_many_people_quote_them(places: list[Place], expected: str) -> None:
    assert marked(1, *places) == expected


def test_a_quote_of_several_passages_is_marked_in_each_of_them() -> None:
    place = quote("for a band. … The band was late.")
    assert [marked(number, place) for number in (1, 2, 3)] == [
        "The ferry waits for nobody. It waited once, {1 for a band.}",
        "{1 A heading}",
        "{1 The band was late.} They played on the quay until the morning boat came in.",
    ]
    assert [margin.comments for margin in margins(BODY, [place]).values()] == [1, 1, 1]


def test_a_comment_counts_once_however_often_it_quotes_a_passage() -> None:
    places = [
        quote("The ferry"),
        quote("for a band"),
        quote("The ferry", comment=2),
        quote("waits for nobody", by="Bob", comment=3),
    ]
    found = margins(BODY, places)
    assert {number: margin.comments for number, margin in found.items()} == {1: 3, 2: 0, 3: 0}


def test_a_margin_tells_the_quoted_words() -> None:
    places = [quote("The ferry"), quote("ferry waits", by="Bob"), quote("for a band")]
    assert margins(BODY, places)[1].quoted == "The ferry waits … for a band"
    assert margins(BODY, places)[3].quoted == ""


@given(
    st.lists(
        st.builds(
            lambda comment, person, ends: Place(comment, person, *sorted(ends)),
            st.integers(1, 9),
            st.sampled_from("ABCDEF"),
            st.lists(st.sampled_from(WHOLE), min_size=2, max_size=2, unique=True),
        ),
        max_size=12,
    )
)
def test_runs_are_the_passage_and_every_character_has_its_depth(places: list[Place]) -> None:
    found = margins(BODY, places)
    for passage in BODY.passages:
        runs, at = found[passage.number].runs, BODY.span(passage.number)[0]
        assert "".join(run.text for run in runs) == passage.text
        assert all(one.depth != other.depth for one, other in pairwise(runs))
        depths = [run.depth for run in runs for _ in run.text]
        for offset, depth in enumerate(depths, at):
            people = {place.person for place in places if place.start <= offset < place.end}
            assert depth == min(len(people), DEEPEST)
        within = {
            place.comment
            for place in places
            if max(place.start, at) < min(place.end, at + len(passage.text))
        }
        assert found[passage.number].comments == len(within)


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ([], ["The ferry waits for nobody."]),
        (
            [("same", "The ferry "), ("left out", "waits "), ("same", "for nobody.")],
            ["The ferry", "for nobody."],
        ),
        (
            [("same", "The "), ("changed", "ferry"), ("same", " waits for nobody.")],
            ["The", "waits for nobody."],
        ),
        (
            [("same", "The ferry"), ("put in", ""), ("same", " waits for nobody.")],
            ["The ferry", "waits for nobody."],
        ),
        (
            [("same", "The ferry waits for"), ("changed", " nobody"), ("same", ".")],
            ["The ferry waits for"],
        ),
    ],
)
def test_only_words_that_a_quote_has_as_they_are_count(
    segments: list[tuple[str, str]], expected: list[str]
) -> None:
    rows = [{"kind": kind, "original": original} for kind, original in segments]
    assert [FIRST[start:end] for start, end in quoted_stretches(0, 27, rows)] == expected


PLAYED = "They played on the quay"
UNTIL = "on the quay until the morning boat"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], []),
        ([quote(PLAYED), quote(PLAYED, comment=2)], []),
        ([quote(PLAYED), quote(PLAYED, by="Bob")], [(PLAYED, 2, 3)]),
        ([quote("The ferry"), quote("The ferry", by="Bob")], []),
        (
            [quote(THIRD), quote(THIRD, by="Bob")],
            [("They played on the quay until the morning boat came in.", 2, 3)],
        ),
        (
            [quote(PLAYED), quote(PLAYED, by="Bob"), quote(UNTIL, by="Nora")],
            [(PLAYED, 2, 3)],
        ),
        (
            [quote(PLAYED, by=name) for name in ("Ada", "Bob")]
            + [quote("The ferry waits for nobody", by=name) for name in ("Ada", "Bob", "Nora")],
            [("The ferry waits for nobody", 3, 1), (PLAYED, 2, 3)],
        ),
    ],
)
def test_the_most_quoted_words_are_those_that_several_people_quote(
    places: list[Place], expected: list[tuple[str, int, int]]
) -> None:
    assert most_quoted(margins(BODY, places), limit=3) == expected
    assert most_quoted(margins(BODY, places)) == expected[:1]


def test_where_no_blanks_stand_between_words_characters_are_counted() -> None:
    body = Body.from_blocks([Block(PARAGRAPH, "最終電車は零時二十分に港を出た。")])
    places = [Place(1, "Ada", 0, 5), Place(2, "Bob", 0, 5)]
    assert most_quoted(margins(body, places)) == [("最終電車は", 2, 1)]
