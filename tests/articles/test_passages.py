import json

from hypothesis import given
from hypothesis import strategies as st

from articles.passages import (
    HEADING,
    LINK,
    PARAGRAPH,
    QUOTE,
    ROW,
    STRONG,
    Block,
    Body,
    Layout,
    Mark,
    Passage,
    sentences,
)

TEXTS = st.lists(
    st.sampled_from(["", "Rain.", "Snow.", "Wind.", "Ice, and then\nrain."]), max_size=8
)


def body(*texts: str) -> Body:
    return Body.from_blocks(Block(PARAGRAPH, text) for text in texts)


def numbers(body: Body) -> list[int]:
    return [passage.number for passage in body.passages]


def test_passages_are_numbered_from_one_and_named_after_their_number() -> None:
    first, second = body("Rain.", "Snow.").passages
    assert (first.number, second.number) == (1, 2)
    assert second.id == "p-2"


def test_the_canonical_text_is_the_passages_with_a_blank_line_between() -> None:
    assert body("Rain.", "Snow.", "Wind.").text == "Rain.\n\nSnow.\n\nWind."
    assert body().text == ""


@given(TEXTS)
def test_each_passage_stands_at_its_span_of_the_text(texts: list[str]) -> None:
    whole = body(*texts)
    for passage in whole.passages:
        start, end = whole.span(passage.number)
        assert whole.text[start:end] == passage.text


def test_a_stretch_of_text_touches_the_passages_that_it_has_a_character_of() -> None:
    whole = body("Rain.", "Snow.", "Wind.")
    rain, snow, wind = map(whole.span, (1, 2, 3))
    assert whole.numbers_between(*snow) == (2,)
    assert whole.numbers_between(rain[1] - 1, wind[0] + 1) == (1, 2, 3)
    assert whole.numbers_between(rain[1], snow[0]) == ()
    assert whole.numbers_between(snow[0], snow[0]) == ()
    assert whole.numbers_between(0, len(whole.text)) == (1, 2, 3)


def test_a_body_comes_back_from_json_as_it_was() -> None:
    whole = Body.from_blocks([Block(HEADING, "Rain"), Block(QUOTE, "“It rained.”")])
    assert whole.as_json() == [
        {"number": 1, "kind": "heading", "text": "Rain"},
        {"number": 2, "kind": "quote", "text": "“It rained.”"},
    ]
    assert Body.from_json(whole.as_json()) == whole


def test_nothing_changed_so_every_passage_keeps_its_number() -> None:
    assert body("Rain.", "Snow.").succeeding(body("Rain.", "Snow.")) == body("Rain.", "Snow.")


def test_an_edited_passage_gets_a_number_that_no_passage_ever_had() -> None:
    assert numbers(
        body("Rain.", "Sleet.", "Wind.").succeeding(body("Rain.", "Snow.", "Wind."))
    ) == [
        1,
        4,
        3,
    ]


def test_a_passage_put_in_moves_no_other_passages_number() -> None:
    assert numbers(body("Ice.", "Rain.", "Snow.").succeeding(body("Rain.", "Snow."))) == [3, 1, 2]


def test_a_passage_taken_out_takes_its_number_with_it() -> None:
    assert numbers(body("Rain.", "Wind.").succeeding(body("Rain.", "Snow.", "Wind."))) == [1, 3]


def test_passages_that_change_places_keep_their_numbers() -> None:
    renewed = body("Wind.", "Rain.", "Snow.").succeeding(body("Rain.", "Snow.", "Wind."))
    assert numbers(renewed) == [3, 1, 2]
    assert renewed.text[slice(*renewed.span(1))] == "Rain."
    assert renewed.numbers_between(*renewed.span(1)) == (1,)


def test_the_same_words_twice_keep_their_numbers_in_order() -> None:
    assert numbers(body("Rain.", "Snow.", "Rain.").succeeding(body("Rain.", "Rain."))) == [1, 3, 2]
    assert numbers(body("Rain.").succeeding(body("Rain.", "Rain."))) == [1]
    assert numbers(body("Rain.", "Rain.").succeeding(body("Rain."))) == [1, 2]


def test_other_white_space_is_no_change_of_words() -> None:
    assert numbers(body("Rain and\u00a0 snow.").succeeding(body("Rain and snow."))) == [1]


def test_a_passage_that_became_a_heading_keeps_its_number() -> None:
    heading = Body.from_blocks([Block(HEADING, "Rain")])
    assert heading.succeeding(body("Snow.", "Rain")).passages[0] == Passage(2, HEADING, "Rain")


def test_a_number_that_was_ever_used_leads_to_no_other_words_two_versions_later() -> None:
    first = body("Rain.", "Snow.")
    second = body("Rain.").succeeding(first)
    third = body("Rain.", "Wind.").succeeding(second, used=2)
    assert numbers(third) == [1, 3]
    assert numbers(body("Wind.", "Ice.", "Rain.").succeeding(third, used=3)) == [3, 4, 1]


@given(TEXTS, TEXTS)
def test_numbers_stay_unique_and_known_numbers_keep_their_words(
    before: list[str], after: list[str]
) -> None:
    old = body(*before)
    new = body(*after).succeeding(old)
    assert len(set(numbers(new))) == len(after)
    assert [passage.text for passage in new.passages] == after
    words = {passage.number: passage.text for passage in old.passages}
    assert all(words.get(p.number, p.text) == p.text for p in new.passages)


def test_sentences_end_at_full_stops_questions_and_calls() -> None:
    assert sentences("It rained. Did it? Yes! The end") == (
        "It rained. ",
        "Did it? ",
        "Yes! ",
        "The end",
    )


def test_a_sentence_takes_its_closing_marks_and_its_note_along() -> None:
    assert sentences("“It rained.” Then (so they say.) it snowed.[1] All night… “And on.”") == (
        "“It rained.” ",
        "Then (so they say.) it snowed.[1] ",
        "All night… ",
        "“And on.”",
    )


def test_abbreviations_initials_and_decimals_end_no_sentence() -> None:
    for text in (
        "The U.S. Army met Dr. Byron and J. R. Stone, Jr. Bridges.",
        "At 3.5 percent, i.e. more than before, e.g. No. 5 of Feb. 12, it fell.",
        "It was… no, it is.",
        "Prof. Ray said so at 5 p.m. Eastern time.",
    ):
        assert sentences(text) == (text,)


def test_a_numeral_and_a_short_no_end_a_sentence() -> None:
    assert sentences("It was World War I. No. He said so.") == (
        "It was World War I. ",
        "No. ",
        "He said so.",
    )


def test_a_passage_without_words_has_no_sentences() -> None:
    assert sentences("") == ()


def test_scripts_without_capitals_have_sentences_too() -> None:
    assert sentences("雨が降った。雪も降った。") == ("雨が降った。", "雪も降った。")


@given(st.text(alphabet="aB. !?…”“\u00a0\n1)"))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_what_is_marked_and_how_it_is_laid_out_is_kept() -> None:
    row = Block(ROW, "2024\tcold", (Mark(5, 9, LINK, "https://a.example/"),), Layout(heads=(0,)))
    stored = Body.from_blocks([row]).as_json()
    assert Body.from_json(json.loads(json.dumps(stored))) == Body.from_blocks([row])


def test_plain_passages_are_stored_as_they_always_were() -> None:
    stored = [{"number": 3, "kind": "paragraph", "text": "Rain."}]
    assert Body.from_json(stored).as_json() == stored


def test_new_marks_leave_a_passage_its_number() -> None:
    marked = Body.from_blocks([Block(PARAGRAPH, "Snow.", (Mark(0, 4, STRONG),))])
    (passage,) = marked.succeeding(body("Rain.", "Snow.")).passages
    assert passage.number == 2
    assert passage.marks
