import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.passages import PARAGRAPH, Block
from articles.readers import ParsedArticle, Unreadable
from articles.readers.decoding import MAX_BYTES
from articles.readers.plain_text import read

SEED = Path(__file__).parents[4] / "shared" / "seeds" / "000_509fbdd7ca444e3a.txt"
PIECE = """High water

Weather

12 February 2026

By Ada Byron

The river rose in the night – “like a wall”.

People came with boats.

Ada Byron is a boatwoman.

1 comment

1. Yes…
"""
WORDS = st.sampled_from(
    [
        *'\n \u00a0\u2003\t“”"‘’>*_#-(٣',
        *("1. ", "1.1", "2)", "\n\n", "    ", "By Ada", "12 May 2026", "Ada says:", "2 comments"),
        *("Leave a reply", "Comments", "Reply", "Rain.", "and then", "1 reply", "Ada — 1 May 2026"),
    ]
)


@pytest.fixture
def seed() -> ParsedArticle:
    if not SEED.exists():
        pytest.skip("The real article is not beside this checkout.")
    return read(SEED.read_bytes())


def test_the_real_article_has_its_title_section_date_and_author(seed: ParsedArticle) -> None:
    assert seed.title == "Vladimir Putin is trapped in a war he cannot win but dare not end"
    assert seed.section == "UkraineAlert"
    assert seed.published_on == date(2026, 2, 12)
    assert seed.authors == ("Peter Dickinson",)
    assert seed.warnings == ()


def test_the_real_article_has_thirty_passages_and_a_note_apart(seed: ParsedArticle) -> None:
    assert [block.kind for block in seed.blocks] == [PARAGRAPH] * 30
    assert seed.blocks[0].text.startswith("More than a year since")
    assert seed.blocks[-1].text.startswith("Putin will abandon his invasion")
    assert seed.note.startswith("Peter Dickinson is editor of")
    assert "\n" not in seed.note
    typed = {line.strip() for line in SEED.read_text("utf-8").splitlines()}
    assert {block.text for block in seed.blocks} | {seed.note} <= typed


def test_the_real_article_has_two_comments_with_their_quotes(seed: ParsedArticle) -> None:
    first, second = (comment.body.split("\n\n") for comment in seed.comments)
    assert [paragraph.startswith("> ") for paragraph in first] == [True, False, False, True]
    assert [paragraph.startswith("> ") for paragraph in second] == [True, False]
    assert first[3].count("\n>\n") == 3
    assert first[3].count("“") == first[3].count("”") == 1
    assert "“" not in first[0] + second[0]
    assert "Enter comments" not in seed.comments[1].body
    assert {(c.author, c.posted_at, c.parent) for c in seed.comments} == {("", None, None)}


def test_a_piece_is_read_whole() -> None:
    piece = read(PIECE.encode())
    assert (piece.title, piece.section, piece.authors) == ("High water", "Weather", ("Ada Byron",))
    assert piece.published_on == date(2026, 2, 12)
    assert piece.blocks == (
        Block(PARAGRAPH, "The river rose in the night – “like a wall”."),
        Block(PARAGRAPH, "People came with boats."),
    )
    assert piece.note == "Ada Byron is a boatwoman."
    assert [comment.body for comment in piece.comments] == ["Yes…"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_how_the_editor_saved_it_makes_no_difference(encoding: str, line_break: str) -> None:
    assert read(PIECE.replace("\n", line_break).encode(encoding)) == read(PIECE.encode())


def test_a_piece_without_blank_lines_is_the_same_piece() -> None:
    assert read(PIECE.replace("\n\n", "\n").encode()) == read(PIECE.encode())


@pytest.mark.parametrize(
    ("note", "is_note"),
    [
        ("Ada Byron is a boatwoman.", True),
        ("*Ada Byron* writes about rivers.", True),
        ("About the author: she has a boat.", True),
        ("The views expressed here are her own.", True),
        ("Ada Byron’s boat was the first.", False),
        ("Bob Stone is a boatman.", False),
    ],
)
def test_a_last_paragraph_about_the_author_is_a_note(note: str, is_note: bool) -> None:
    piece = read(f"High water\n\nBy Ada Byron\n\nIt rained.\n\n{note}".encode())
    assert piece.note == (note if is_note else "")
    assert len(piece.blocks) == (1 if is_note else 2)


def test_the_only_paragraph_is_the_body_whatever_it_is_about() -> None:
    piece = read(b"High water\n\nBy Ada Byron\n\nAda Byron is a boatwoman.")
    assert piece.blocks == (Block(PARAGRAPH, "Ada Byron is a boatwoman."),)


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "The file is empty.", 1),
        (b" \n\xc2\xa0\n", "The file is empty.", 1),
        (b"\x89PNG\r\n\x1a\n\x00", "This is a binary file, not plain text.", 2),
        (b"x" * (MAX_BYTES + 1), "The file is larger than 5 MB.", None),
        (b"By Ada Byron\n\nIt rained.", "There is no title: the first line is a by-line.", 1),
        (b"\n2 comments\n\n1. Yes.", "There is no title: the comments come first.", 2),
        (b"High water", "There is no body below the title.", 1),
        (b"High water\n\nBy Ada Byron\n", "There is no body below the title.", 3),
        (b"High water\n\n1 comment\n\n1. Yes.", "There is no body below the title.", 1),
        (b"High water\n" + b"a\n" * 200_000, "The file has more than 200,000 lines.", 200_001),
    ],
)
def test_what_is_no_article_is_refused_with_its_line(
    data: bytes, reason: str, line: int | None
) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert (refusal.value.reason, refusal.value.line) == (reason, line)


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.lists(WORDS, max_size=60).map(lambda words: "".join(words).encode())
    | st.lists(WORDS, max_size=60).map(lambda words: ("High water\n\n" + " ".join(words)).encode())
)
def test_whatever_the_bytes_there_is_an_article_or_a_reason(data: bytes) -> None:
    try:
        piece = read(data)
    except Unreadable:
        return
    assert piece.title
    assert piece.blocks
    assert all(block.text for block in piece.blocks)
    assert all(comment.body for comment in piece.comments)
    assert all(
        comment.parent is None or 0 <= comment.parent < place
        for place, comment in enumerate(piece.comments)
    )
    texts = [piece.title, *(b.text for b in piece.blocks), *(c.body for c in piece.comments)]
    categories = set(map(unicodedata.category, "".join(texts).replace("\n", "")))
    assert not categories & {"Cc", "Cs"}
