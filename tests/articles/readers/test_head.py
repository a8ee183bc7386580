from datetime import date

import pytest

from articles.readers import Unreadable
from articles.readers.head import Head, read_head
from articles.readers.lines import lines_of

TWELFTH = date(2026, 2, 12)
PROSE = "The river rose in the night, and by morning the lower fields were gone."


def head(above: str) -> Head:
    return read_head(lines_of(f"{above}\n\n{PROSE}\n\n{PROSE}"))


def facts(above: str) -> tuple[str, date | None, tuple[str, ...]]:
    read = head(above)
    assert read.length == len(lines_of(above))
    return read.section, read.published_on, read.authors


@pytest.mark.parametrize(
    "above",
    [
        "High water\n\nWeather\n\nFebruary 12, 2026\n\nBy Ada Byron",
        "High water\n\nFebruary 12, 2026\n\nWeather\n\nBy Ada Byron",
        "High water\n\nWeather\n\nby Ada Byron\n\nUpdated 12 February 2026",
        "High water\nWeather\nBy Ada Byron | Feb. 12, 2026",
        "High water\nWeather\n2026-02-12 · Written by Ada Byron",
        "High water\n==========\nWeather\nBy Ada Byron on 12 February 2026, 10:30",
        "# High water\n\nWeather\n\n12 February 2026 · 5 min read\n\nBy\n\nAda Byron\n\n---",
        "High water\n\nWeather\n\nBy\u00a0 Ada\u00a0Byron\n\nFebruary\u00a012,\u00a02026",
    ],
)
def test_section_date_and_byline_come_in_any_order(above: str) -> None:
    assert head(above).title == "High water"
    assert facts(above) == ("Weather", TWELFTH, ("Ada Byron",))


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("High water", ("", None, ())),
        ("High water\n\n12 February 2026", ("", TWELFTH, ())),
        ("High water\n\nBy Ada Byron", ("", None, ("Ada Byron",))),
        ("High water\n\nWeather", ("Weather", None, ())),
    ],
)
def test_each_of_them_may_be_missing(
    above: str, expected: tuple[str, date | None, tuple[str, ...]]
) -> None:
    assert facts(above) == expected


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Ada Byron and Bob Stone", ("Ada Byron", "Bob Stone")),
        ("By Ada Byron, Bob Stone and Nora Ray", ("Ada Byron", "Bob Stone", "Nora Ray")),
        ("By Ada Byron, Bob Stone, and Nora Ray", ("Ada Byron", "Bob Stone", "Nora Ray")),
        ("By Ada Byron & Bob Stone", ("Ada Byron", "Bob Stone")),
        ("BY ADA BYRON", ("ADA BYRON",)),
        ("By Ada Byron, Staff Writer", ("Ada Byron",)),
        ("By Ada Byron in Riga", ("Ada Byron",)),
        ("By Ada Byron | The Gazette", ("Ada Byron",)),
        ("By Ada Byron, Jr., and Bob d'Arc, PhD", ("Ada Byron, Jr.", "Bob d'Arc, PhD")),
        ("By Ursula von der Leyen and J. R. R. Stone Jr.", None),
        ("Author: Аня Петрова", ("Аня Петрова",)),
        ("By The Editorial Board", ("The Editorial Board",)),
        ("By Ada Byron\nBy Bob Stone", ("Ada Byron", "Bob Stone")),
    ],
)
def test_a_byline_names_everybody_who_wrote(byline: str, authors: tuple[str, ...] | None) -> None:
    expected = authors or ("Ursula von der Leyen", "J. R. R. Stone Jr.")
    assert head(f"High water\n\n{byline}").authors == expected


@pytest.mark.parametrize(
    "first",
    [
        "By Monday the river had risen.",
        "By the time it rained everybody had left the village",
        "By and large we agree",
        "By " + "Ada " * 30,
        "It rained.",
        "Riga, 12 February 2026",
        "> It rained",
    ],
)
def test_a_paragraph_is_not_taken_for_a_line_of_the_head(first: str) -> None:
    read = head(f"High water\n\n{first}")
    assert read.length == 1
    assert (read.section, read.authors, read.published_on) == ("", (), None)


def test_a_paragraph_above_the_byline_is_left_to_the_body() -> None:
    read = head("High water\n\nA flood that\nnobody foresaw.\n\nBy Ada Byron")
    assert [line.text for line in read.standfirst] == ["A flood that", "nobody foresaw."]
    assert read.authors == ("Ada Byron",)
    assert read.length == 4


def test_a_title_on_two_lines_is_one() -> None:
    assert head("High water in the lower\nfields of the valley").title == (
        "High water in the lower fields of the valley"
    )


def test_the_first_of_several_dates_counts() -> None:
    assert head("High water\n\n12 February 2026\nUpdated 14 February 2026").published_on == TWELFTH


def test_an_ambiguous_date_is_left_out_and_said_so() -> None:
    read = head("High water\n\n02/03/2026")
    assert read.published_on is None
    assert read.warnings == [
        "Line 3: which day “02/03/2026” means is unclear, so the date was left out."
    ]


@pytest.mark.parametrize(
    ("above", "reason", "line"),
    [
        ("\n\nBy Ada Byron", "There is no title: the first line is a by-line.", 3),
        ("12 February 2026", "There is no title: the first line is a date.", 1),
        ("x" * 301, "The first line should be the title, which has at most 300 characters;", 1),
    ],
)
def test_a_piece_without_a_title_is_refused(above: str, reason: str, line: int) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        head(above)
    assert refusal.value.line == line


def test_lines_across_the_page_are_no_title() -> None:
    with pytest.raises(Unreadable, match="There is no title"):
        read_head(lines_of("---\n\n* * *"))


def test_a_title_may_begin_with_by_and_have_three_hundred_characters() -> None:
    assert head("By Any Other Name\n\nBy Ada Byron").title == "By Any Other Name"
    assert len(head("x" * 300).title) == 300
