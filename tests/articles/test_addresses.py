import pytest

from articles.addresses import canonical, comment_named


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/2026/ferry",
        "http://www.example.org/2026/ferry/",
        "//EXAMPLE.org:443/2026//ferry/index.html",
        "https://example.org/2026/ferry/amp/",
        "https://amp.example.org/2026/ferry?utm_source=mail&fbclid=x#comment-12",
        " https://example.org/2026/ferry?ref=front ",
    ],
)
def test_one_page_has_one_address(address: str) -> None:
    assert canonical(address) == "example.org/2026/ferry"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=3", "https://example.org/?p=4"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org:8000/a", "https://example.org/a"),
    ],
)
def test_other_pages_have_others(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_letters_written_in_two_ways_are_the_same() -> None:
    assert canonical("https://example.org/caf%C3%A9") == canonical("https://example.org/café")
    assert canonical("https://münchen.example/a") == canonical("https://xn--mnchen-3ya.example/a")


@pytest.mark.parametrize("address", ["", "ferry", "mailto:a@b.c", "javascript:x", "http://[", "/a"])
def test_what_is_no_address_of_the_web_is_none(address: str) -> None:
    assert canonical(address) == ""


@pytest.mark.parametrize(
    ("fragment", "key"),
    [
        ("#comment-123", "123"),
        ("isso-4", "4"),
        ("remark42__comment-5ec2-a1", "5ec2-a1"),
        ("respond", ""),
    ],
)
def test_old_pages_name_their_comments(fragment: str, key: str) -> None:
    assert comment_named(fragment) == key
