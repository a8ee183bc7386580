import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.readers import Unreadable
from articles.readers.decoding import MAX_BYTES, decode

TEXT = "Café “Zum Löwen” — naïve…"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_editors_write_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_utf_16_of_either_end_is_read() -> None:
    assert decode(b"\xff\xfe" + TEXT.encode("utf-16-le")) == TEXT
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_the_lines_of_every_system_end_alike() -> None:
    assert decode("a\r\nb\rc\nd\u2028e\fg".encode()) == "a\nb\nc\nd\ne\ng"


def test_controls_and_marks_that_turn_the_direction_are_dropped() -> None:
    assert decode("ri\u202ever\ufeff ro\u2066se\x07".encode()) == "river rose"


def test_marks_that_a_script_needs_are_kept() -> None:
    assert decode("می\u200cخواهم a\u00adb\u00a0c".encode()) == "می\u200cخواهم a\u00adb\u00a0c"


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"one\ntwo\x00", "This is a binary file, not plain text.", 2),
        (b"%PDF-1.7 ...", "This is a PDF document, not plain text.", 1),
        (bytes(range(256)), "This is a binary file, not plain text.", 1),
        (b"\xff\xfea\x00\n\x00\x00\xd8b\x00", "The file says that it is UTF-16, and isn't.", 2),
        (b"\xef\xbb\xbfone\n\xff", "The file says that it is UTF-8, and isn't.", 2),
        (b"a" * (MAX_BYTES + 1), "The file is larger than 5 MB.", None),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(
    data: bytes, reason: str, line: int | None
) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(data)
    assert (refusal.value.reason, refusal.value.line) == (reason, line)
    assert str(refusal.value) == reason


def test_a_file_of_just_five_megabytes_is_read() -> None:
    assert len(decode(b"a" * MAX_BYTES)) == MAX_BYTES


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-16")))
def test_no_control_character_ever_gets_through(data: bytes) -> None:
    try:
        text = decode(data)
    except Unreadable:
        return
    assert {unicodedata.category(character) for character in text if character not in "\n\t"} & {
        "Cc",
        "Cs",
    } == set()
