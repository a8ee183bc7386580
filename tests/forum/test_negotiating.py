import gzip

import brotli
import pytest

from forum.negotiating import best_encoding, encode, has_already

BODY = b"<p>The last tram left the harbour at twenty past midnight.</p>" * 40


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("", "identity"),
        ("zstd", "identity"),
        ("identity", "identity"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0, gzip;q=0", "identity"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip;q=0.001", "gzip"),
        ("br ; q=0.1, identity;q=0.5", "identity"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("identity;q=0, br", "br"),
        ("identity;q=0", None),
        ("*;q=0", None),
        ("br;q=much", "identity"),
        ("br;level=1", "identity"),
        ("gzip, " * 100, "identity"),
    ],
)
def test_the_best_encoding_that_is_taken(accepted: str, encoding: str | None) -> None:
    assert best_encoding(accepted) == encoding


def test_an_encoded_body_is_read_as_it_was() -> None:
    assert brotli.decompress(encode(BODY, "br")) == BODY
    assert gzip.decompress(encode(BODY, "gzip")) == BODY
    assert encode(BODY, "identity") == BODY
    assert len(encode(BODY, "br")) < len(BODY) / 10


def test_the_same_body_is_always_encoded_to_the_same_bytes() -> None:
    assert encode(BODY, "gzip") == encode(BODY, "gzip")


@pytest.mark.parametrize(
    ("known", "knows"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ("*", True),
        ('"b"', False),
        ("a", False),
        ("", False),
    ],
)
def test_who_has_a_page_already_says_its_name(known: str, knows: bool) -> None:
    assert has_already(known, '"a"') is knows
