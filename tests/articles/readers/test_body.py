import textwrap

import pytest

from articles.passages import HEADING, ITEM, NUMBERED, PARAGRAPH, QUOTE, Block
from articles.readers import Unreadable
from articles.readers.body import MAX_BLOCKS, read_blocks
from articles.readers.lines import lines_of

RIVER = "The river rose in the night, and by morning the lower fields were gone under it."
BOATS = "People came with boats. They took the animals first, because the animals could not climb."
LONG = f"{RIVER} {BOATS} {RIVER}"


def blocks(body: str) -> list[Block]:
    return list(read_blocks(lines_of(body)))


def paragraphs(*texts: str) -> list[Block]:
    return [Block(PARAGRAPH, text) for text in texts]


def kinds(body: str) -> list[str]:
    return [block.kind for block in blocks(body)]


def wrapped(*texts: str, width: int = 60, between: str = "\n\n") -> str:
    return between.join(textwrap.fill(text, width) for text in texts)


def test_paragraphs_have_blank_lines_between_them() -> None:
    assert blocks(f"{RIVER}\n\n\n{BOATS}") == paragraphs(RIVER, BOATS)


def test_paragraphs_have_a_line_each_where_there_are_no_blank_lines() -> None:
    assert blocks(f"{LONG}\n{BOATS}\n{RIVER}") == paragraphs(LONG, BOATS, RIVER)


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_lines_that_an_editor_broke_are_joined(width: int) -> None:
    assert blocks(wrapped(LONG, RIVER, LONG, width=width)) == paragraphs(LONG, RIVER, LONG)


def test_broken_lines_without_blank_ones_end_a_paragraph_where_there_was_room() -> None:
    assert blocks(wrapped(LONG, RIVER, LONG, between="\n")) == paragraphs(LONG, RIVER, LONG)


def test_an_indented_line_begins_a_paragraph_among_broken_ones() -> None:
    text = textwrap.fill(LONG, 61, initial_indent="   ") + "\n"
    assert blocks(text * 2) == paragraphs(LONG, LONG)


def test_a_word_broken_at_its_hyphen_is_one_word_again() -> None:
    assert blocks("The long-\nawaited boats came.") == paragraphs("The long-awaited boats came.")


def test_typography_stays_and_blanks_at_the_ends_go() -> None:
    assert blocks("  “A\u00a0boat” –  and … \u00a0 \n") == paragraphs("“A\u00a0boat” –  and …")


def test_a_short_line_without_a_full_stop_between_paragraphs_is_a_heading() -> None:
    assert blocks(f"{RIVER}\n\nThe boats\n\n{BOATS}")[1] == Block(HEADING, "The boats")


@pytest.mark.parametrize(
    "line",
    [
        "It rained.",
        "Did it rain?",
        "and so it went",
        "— A boatman",
        "He said:",
        f"{RIVER} Later on",
    ],
)
def test_other_short_lines_are_paragraphs(line: str) -> None:
    assert kinds(f"{RIVER}\n\n{line}\n\n{BOATS}") == [PARAGRAPH] * 3


def test_a_short_line_at_either_end_is_a_paragraph() -> None:
    assert kinds(f"The boats\n\n{RIVER}\n\nThe end") == [PARAGRAPH] * 3


def test_headings_may_be_marked() -> None:
    assert blocks(f"# The boats\n{RIVER}\n\nThe night\n---------\n\n{BOATS}") == [
        Block(HEADING, "The boats"),
        Block(PARAGRAPH, RIVER),
        Block(HEADING, "The night"),
        Block(PARAGRAPH, BOATS),
    ]


@pytest.mark.parametrize("mark", ["-", "*", "•"])
def test_a_list_has_marks(mark: str) -> None:
    assert blocks(f"{RIVER}\n{mark} boats\n{mark}  ropes\n  and oars\n\n{BOATS}") == [
        Block(PARAGRAPH, RIVER),
        Block(ITEM, "boats"),
        Block(ITEM, "ropes and oars"),
        Block(PARAGRAPH, BOATS),
    ]


def test_a_list_counts_from_one() -> None:
    assert blocks(f"1. boats\n2)\u2003ropes\n\n3. oars\n\n{BOATS}")[:3] == [
        Block(NUMBERED, "boats"),
        Block(NUMBERED, "ropes"),
        Block(NUMBERED, "oars"),
    ]


def test_a_number_that_counts_nothing_stays_with_its_words() -> None:
    assert blocks("1. One alone.\n\nText.\n\n3. Three alone.\n\n1999. It was cold.") == paragraphs(
        "1. One alone.", "Text.", "3. Three alone.", "1999. It was cold."
    )


def test_a_number_or_a_dash_at_the_start_of_a_broken_line_makes_no_list() -> None:
    text = (
        "The river rose in the night, and in the morning it was\n"
        "over the lower fields, the road and the bridge, all\n"
        "12. Only the old mill, which had never been under water\n"
        "- or nearly never - stood dry, and in it the miller, who\n"
        "had a boat."
    )
    assert blocks(text) == paragraphs(text.replace("\n", " "))


def test_a_paragraph_in_quotation_marks_is_a_quote_with_its_marks() -> None:
    assert blocks(f"{RIVER}\n\n“We had no time.”\n\n“No,” she said.") == [
        Block(PARAGRAPH, RIVER),
        Block(QUOTE, "“We had no time.”"),
        Block(PARAGRAPH, "“No,” she said."),
    ]


def test_lines_behind_angles_are_quotes() -> None:
    assert blocks("> We had\n> no time.\n>\n> None.\n\nText.") == [
        Block(QUOTE, "We had no time."),
        Block(QUOTE, "None."),
        Block(PARAGRAPH, "Text."),
    ]


def test_a_line_across_the_page_is_no_passage() -> None:
    assert blocks(f"{RIVER}\n\n* * *\n\n{BOATS}\n\n---") == paragraphs(RIVER, BOATS)


def test_a_body_of_too_many_paragraphs_is_refused_at_the_first_too_many() -> None:
    assert len(blocks("Rain.\n\n" * MAX_BLOCKS)) == MAX_BLOCKS
    with pytest.raises(Unreadable, match="at most 20,000 paragraphs") as refusal:
        blocks("Rain.\n\n" * (MAX_BLOCKS + 1))
    assert refusal.value.line == 2 * MAX_BLOCKS + 1
