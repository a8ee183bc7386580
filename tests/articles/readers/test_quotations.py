import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers.quotations import Run, as_quotes, runs, stands_in_marks


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("“It rained.”", "It rained."),
        ('"It rained."', "It rained."),
        ("«It rained.»", "It rained."),
        ("„It rained.“", "It rained."),
        ("„It rained.”", "It rained."),
        ("‘It rained, didn’t it?’", "It rained, didn’t it?"),
        ("“He said “no” to it.”", "He said “no” to it."),
        ('"He said "no" to it."', 'He said "no" to it.'),
        ("“‘No,’ he said.”", "‘No,’ he said."),
        ("« It rained. »", "It rained."),
    ],
)
def test_a_paragraph_in_marks_from_end_to_end_is_a_quotation(paragraph: str, words: str) -> None:
    assert runs([paragraph]) == [Run(True, (words,))]


@pytest.mark.parametrize(
    "paragraph",
    [
        "“A” and “B”",
        '"A" and "B"',
        "‘A’ and ‘B’",
        "“No,” he said.",
        "He said “no”",
        "“No",
        "No”",
        "“”",
        "“ ”",
        "“",
        "”No“",
        "'No'",
        "’Tis so’",
    ],
)
def test_other_marks_make_no_quotation(paragraph: str) -> None:
    assert not stands_in_marks(paragraph)
    assert runs([paragraph]) == [Run(False, (paragraph,))]


def test_paragraphs_inside_one_pair_of_marks_are_one_quotation() -> None:
    assert runs(["Before.", "“One.", "Two “and a half”.", "Three.”", "After."]) == [
        Run(False, ("Before.",)),
        Run(True, ("One.", "Two “and a half”.", "Three.")),
        Run(False, ("After.",)),
    ]


def test_a_quotation_may_open_its_marks_again_at_each_paragraph() -> None:
    assert runs(["“One.", "“Two.", "“Three.”"]) == [Run(True, ("One.", "Two.", "Three."))]


def test_two_quotations_one_after_the_other_stay_two() -> None:
    assert runs(["“One.”", "“Two.”"]) == [Run(True, ("One.",)), Run(True, ("Two.",))]


def test_a_mark_that_is_never_closed_takes_nothing_along() -> None:
    assert runs(["“One.", "Two."]) == [Run(False, ("“One.",)), Run(False, ("Two.",))]


def test_a_quotation_that_goes_on_after_its_marks_is_a_paragraph() -> None:
    assert runs(["“One.", "Two.” Three."]) == [
        Run(False, ("“One.",)),
        Run(False, ("Two.” Three.",)),
    ]


@given(st.lists(st.text(alphabet='“”"‘’«»„a ', min_size=1).filter(str.strip).map(str.strip)))
def test_every_paragraph_comes_out_once_and_in_order(paragraphs: list[str]) -> None:
    found = runs(paragraphs)
    assert sum(len(run.paragraphs) for run in found) <= len(paragraphs)
    marks = str.maketrans("", "", '“”"‘’«»„ ')
    kept = "".join(paragraph for run in found for paragraph in run.paragraphs)
    assert kept.translate(marks) == "".join(paragraphs).translate(marks)


@pytest.mark.parametrize("paragraph", ["“", "“a", "“a”", '"', "a”"])
def test_fifty_thousand_marks_are_paired_at_once(paragraph: str) -> None:
    started = time.process_time()
    runs([paragraph] * 50_000)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('"It rained."\n\nIt didn’t.', "> It rained.\n\nIt didn’t."),
        ("So:\n \n“It *rained*.\\\nA lot.”", "So:\n\n> It *rained*.\\\n> A lot."),
        ("„It rained.\n\nA lot.“\n\nNo.", "> It rained.\n>\n> A lot.\n\nNo."),
    ],
)
def test_in_a_comment_such_a_paragraph_becomes_a_blockquote(body: str, expected: str) -> None:
    assert as_quotes(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "",
        "It rained.",
        "“A” and “B”\n\n\nC",
        "> “It rained.”",
        "- “It rained.”",
        '```\nprint(\n\n"It rained."\n\n)\n```',
        '    "It rained."',
    ],
)
def test_and_all_else_stays_as_it_is(body: str) -> None:
    assert as_quotes(body) == body


@pytest.mark.parametrize(
    "body", ["“# late”", "“It is\n-”", "“1. late”", "“> late”", "“Late\\\n”", "“\\\nlate”", "“---”"]
)
def test_what_markdown_would_read_otherwise_without_its_marks_keeps_them(body: str) -> None:
    assert as_quotes(body) == body
