import textwrap
from datetime import date, datetime

import pytest

from articles.readers import ParsedArticle, ParsedComment, Unreadable
from articles.readers.plain_text import read

RIVER = "The river rose in the night, and by morning the lower fields were gone under it."
BOATS = "People came with boats. They took the animals first, because the animals could not climb."
ABOVE = f"High water\n\nBy Ada Byron\n\n{RIVER}\n\n{BOATS}\n\n"
FOURTH = date(2026, 3, 4)


def article(below: str) -> ParsedArticle:
    return read((ABOVE + below).encode())


def comments(below: str) -> list[ParsedComment]:
    """The comments, of a piece whose body has not suffered from them and that announces them."""
    parsed = article(below)
    assert [block.text for block in parsed.blocks] == [RIVER, BOATS]
    assert parsed.warnings == ()
    return list(parsed.comments)


def bodies(below: str) -> list[str]:
    return [comment.body for comment in comments(below)]


@pytest.mark.parametrize(
    "heading",
    [
        "2 comments",
        "2 Comments:",
        "2\u00a0comments",
        "Two comments",
        "Comments",
        "Comments (2)",
        "Comments: 2",
        "## Comments (2)",
        "2 responses",
        "2 Responses to “High water”",
        "2 thoughts on “High water”",
        "Discussion (2)",
    ],
)
@pytest.mark.parametrize(
    "numbers", [("1.", "2."), ("1)", "2)"), ("  1.", "  2."), ("1.\n", "2.\n")]
)
def test_comments_are_numbered_below_their_heading(heading: str, numbers: tuple[str, str]) -> None:
    first, second = numbers
    assert bodies(f"{heading}\n\n{first} Yes.\n\n{second} No.\n") == ["Yes.", "No."]


@pytest.mark.parametrize(
    "below",
    [
        "",
        "No comments",
        "No comments yet\n\nBe the first to comment!",
        "0 comments\n\nLeave a reply",
        "Comments (0)\n\nLog in to comment",
        "Comments\n\nComments are closed.",
        "Enter comments here:",
    ],
)
def test_a_piece_may_have_no_comments(below: str) -> None:
    assert comments(below) == []


def test_one_comment_is_a_comment() -> None:
    assert bodies("1 comment\n\n1. Yes.") == ["Yes."]


@pytest.mark.parametrize(
    "furniture",
    [
        "Enter comments here:",
        "Leave a Reply\n\nYour email address will not be published.\n\nName *\n\nSubmit",
        "Post a comment\nName\nComment",
        "Log in to comment",
        "You must be logged in to post a comment.",
        "---\nReply\nShare\n\nLoad more comments",
    ],
)
def test_boxes_buttons_and_links_are_left_out(furniture: str) -> None:
    assert bodies(f"2 comments\n\nSort by newest\n\n1. Yes.\n\nReply\n\n2. No.\n\n{furniture}") == [
        "Yes.",
        "No.",
    ]


@pytest.mark.parametrize(
    ("signature", "author", "posted_at"),
    [
        ("Bob Stone — March 4, 2026", "Bob Stone", FOURTH),
        ("Bob Stone - 4 March 2026", "Bob Stone", FOURTH),
        ("bob stone | 2026-03-04", "bob stone", FOURTH),
        ("Bob Stone (4 March 2026)", "Bob Stone", FOURTH),
        ("Bob Stone, 4 March 2026", "Bob Stone", FOURTH),
        ("Bob\u00a0Stone on 4\u00a0March 2026:", "Bob Stone", FOURTH),
        ("Bob Stone on 4 March 2026 said:", "Bob Stone", FOURTH),
        ("On 4 March 2026, Bob Stone wrote:", "Bob Stone", FOURTH),
        ("4 March 2026 — Bob Stone", "Bob Stone", FOURTH),
        ("Posted by Bob Stone · 4 March 2026", "Bob Stone", FOURTH),
        ("Bob Stone\nMarch 4, 2026", "Bob Stone", FOURTH),
        ("Bob Stone says:\nMarch 4, 2026", "Bob Stone", FOURTH),
        (
            "Bob Stone — March 4, 2026 at 3:45 pm",
            "Bob Stone",
            datetime(2026, 3, 4, 15, 45),  # noqa: DTZ001 -- whose zone nobody wrote down
        ),
        ("Bob Stone says:", "Bob Stone", None),
        ("@bob_1815 wrote:", "bob_1815", None),
        ("Bob Stone replied to Ada:", "Bob Stone", None),
        ("Bob Stone — 2 days ago", "Bob Stone", None),
    ],
)
def test_a_line_above_the_comment_says_whose_it_is(
    signature: str, author: str, posted_at: date | None
) -> None:
    signed = [ParsedComment("Yes.", author, posted_at), ParsedComment("No.", "Nora")]
    assert comments(f"2 comments\n\n1. {signature}\nYes.\n\n2. Nora says:\n\nNo.") == signed
    assert comments(f"2 comments\n\n{signature}\nYes.\n\nNora says:\n\nNo.") == signed


@pytest.mark.parametrize(
    "words",
    [
        "He says:",
        "The article says:",
        "So it says:",
        "See you on 4 March 2026",
        "I was there, on 4 March 2026, at the river.",
        "Bob Stone",
        "Yes, on 4 March 2026:",
        f"{'Bob ' * 26}says:",
    ],
)
def test_other_words_are_part_of_the_comment(words: str) -> None:
    assert comments(f"1 comment\n\n1. {words}\n\nYes.") == [ParsedComment(f"{words}\n\nYes.")]


def test_a_reply_has_the_number_of_what_it_answers() -> None:
    below = "5 comments\n\n1. A\n\n1.1 B\n\n1.1.1 C\n\n1.2. D\n\n2. E"
    assert [(comment.body, comment.parent) for comment in comments(below)] == [
        ("A", None),
        ("B", 0),
        ("C", 1),
        ("D", 0),
        ("E", None),
    ]


def test_a_numbered_reply_stands_deeper() -> None:
    below = "5 comments\n\n1. A\n\n   1. B\n\n      1. C\n\n   2. D\n\n2. E"
    assert [comment.parent for comment in comments(below)] == [None, 0, 1, 0, None]


def test_a_signed_reply_stands_deeper() -> None:
    below = (
        "4 comments\n\nBob says:\nA\n\n    Nora says:\n    B\n\n"
        "        Ada says:\n        C\n\n    Mira — 4 March 2026\n    D"
    )
    assert [(comment.body, comment.parent) for comment in comments(below)] == [
        ("A", None),
        ("B", 0),
        ("C", 1),
        ("D", 0),
    ]


def test_a_signed_reply_stands_deeper_in_a_numbered_comment() -> None:
    below = "3 comments\n\n1. A\n\n    Nora — 4 March 2026\n    B\n\n2. C"
    assert [comment.parent for comment in comments(below)] == [None, 0, None]


def test_ten_and_more_may_be_aligned_at_their_full_stops() -> None:
    assert bodies("11 comments\n\n" + "\n\n".join(f"{n:>3}. C{n}" for n in range(1, 12))) == [
        f"C{n}" for n in range(1, 12)
    ]


@pytest.mark.parametrize(
    "points",
    [
        "1. a\n2. b\n3. c",
        "   1. a\n   2. b\n   3. c",
        "   1. a\n\n   2. b\n\n   3. c",
        "1. a\n\n2. b\n\n3. c",
    ],
)
def test_a_list_in_a_comment_begins_no_comments(points: str) -> None:
    below = f"1. Yes.\n\n2. Three things:\n\n{points}\n\n3. No."
    listed = "Three things:\n\n1\\. a\n\n2\\. b\n\n3\\. c"
    assert bodies(f"3 comments\n\n{below}") == ["Yes.", listed, "No."]


@pytest.mark.parametrize("points", ["1. a\n2. b\n3. c", "   1. a\n\n   2. b"])
def test_a_list_is_known_without_a_count_by_its_lines_or_its_colon(points: str) -> None:
    parts = bodies(f"Comments\n\n1. Yes.\n\n2. Three things:\n\n{points}\n\n3. No.")
    assert [parts[0], *parts[2:]] == ["Yes.", "No."]


def test_figures_at_the_start_of_a_line_begin_no_comments() -> None:
    below = "2 comments\n\n1. It rose in\n1999. Also later.\n\n1.1 million came.\n\n2. Yes."
    assert bodies(below) == ["It rose in\n\n1999\\. Also later.\n\n1.1 million came.", "Yes."]


def test_a_line_between_comments_that_counts_replies_is_no_heading() -> None:
    reply = "1 reply\n\n  Ada — 4 March 2026\n  B"
    below = f"3 comments\n\nBob — 4 March 2026\nA\n\n{reply}\n\nMira says:\nC"
    assert bodies(below) == ["A", "B", "C"]


def test_a_comment_may_hold_a_line_like_a_heading() -> None:
    below = "2 comments\n\n1. Yes.\n\n2 comments:\n\n1. a\n2. b\n\n2. No."
    assert bodies(below) == ["Yes.\n\n2 comments:\n\n1\\. a\n\n2\\. b", "No."]


def test_comments_without_numbers_and_names_are_a_paragraph_each() -> None:
    assert bodies("2 comments\n\nYes, I do.\n\nNo.\n\nPost a comment\n\nName") == [
        "Yes, I do.",
        "No.",
    ]


@pytest.mark.parametrize(
    ("below", "warning"),
    [
        ("3 comments\n\n1. Yes.\n\n2. No.", "The page announces 3 comments, and 2 follow."),
        ("1 comment\n\n1. Yes.\n\n2. No.", "The page announces 1 comment, and 2 follow."),
        ("No comments\n\n1. Yes.\n\n2. No.", "The page announces 0 comments, and 2 follow."),
        ("1,200 comments\n\n1. Yes.\n\n3. No.", "The page announces 1,200 comments, and 2 follow."),
        ("3 comments\n\nYes.\n\nNo.", "The page announces 3 comments, and 2 follow."),
    ],
)
def test_another_number_than_announced_is_said_and_imported(below: str, warning: str) -> None:
    parsed = article(below)
    assert [comment.body for comment in parsed.comments] == ["Yes.", "No."]
    assert parsed.warnings == (warning,)


def test_words_below_no_comments_are_left_out_with_a_warning() -> None:
    parsed = article("No comments\n\nRead our other pieces.")
    assert parsed.comments == ()
    assert parsed.warnings == ("Line 11: what follows here was left out.",)


def test_a_comment_without_words_is_left_out_and_its_reply_stays() -> None:
    parsed = article("4 comments\n\n1. Yes.\n\n1.1\n\n1.1.1 Why?\n\n2. No.")
    assert [(comment.body, comment.parent) for comment in parsed.comments] == [
        ("Yes.", None),
        ("Why?", 0),
        ("No.", None),
    ]
    assert parsed.warnings == ("Line 13: this comment has no words and was left out.",)


def test_a_comment_that_an_editor_broke_is_joined() -> None:
    first = textwrap.fill(f"1. {RIVER} {BOATS}", 60)
    second = textwrap.fill(f"{BOATS} {RIVER}", 60, initial_indent="2. ", subsequent_indent="   ")
    assert bodies(f"2 comments\n\n{first}\n\n{second}") == [f"{RIVER} {BOATS}", f"{BOATS} {RIVER}"]


def test_lines_of_their_own_are_paragraphs() -> None:
    assert bodies(f"1 comment\n\n1. Yes.\n   {BOATS}\n   No.") == [f"Yes.\n\n{BOATS}\n\nNo."]


def test_what_stands_in_marks_or_behind_angles_is_a_quote() -> None:
    below = (
        "1 comment\n\n1. “A boat,\n“or two”, came.”\n\nYes.\n\n> Ropes,\n> and oars.\n>\n> Gone."
    )
    assert bodies(below) == [
        "> A boat,\n>\n> “or two”, came.\n\nYes.\n\n> Ropes, and oars.\n>\n> Gone."
    ]


def test_what_would_be_markup_is_shown_as_it_was_written() -> None:
    assert bodies("1 comment\n\n1. # *Yes*, 2 < 3 [x](y)") == [r"\# \*Yes\*, 2 < 3 [x\](y)"]


def test_a_count_in_a_sentence_is_no_heading() -> None:
    text = (
        f"High water\n\n{RIVER} We had\n2 comments\nfrom the mayor, who is on holiday.\n\n{BOATS}"
    )
    assert len(read(text.encode()).blocks) == 2
    assert bodies("1 comment\n\n1. There were\n2 comments\nabove.") == [
        "There were\n\n2 comments above."
    ]


def test_a_list_in_the_body_is_no_comments() -> None:
    listed = f"High water\n\n{RIVER}\n\nThree things\n\n1. a\n2. b\n\n{BOATS}"
    assert read(listed.encode()).comments == ()
    assert len(read(f"{listed}\n\n1 comment\n\n1. Yes.".encode()).comments) == 1


def test_more_comments_than_anybody_reads_are_refused() -> None:
    many = "".join(f"\n\n{number}. Yes." for number in range(1, 10_002))
    with pytest.raises(Unreadable, match="more than 10,000 comments") as refusal:
        article(f"Comments{many}")
    assert refusal.value.line == 9 + 2 * 10_001
    assert len(article(f"Comments{many.rpartition('10001')[0]}").comments) == 10_000
