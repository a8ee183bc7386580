import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from articles.readers.markdown import escape, quote

MARKS = st.sampled_from(
    [
        *"ab1 .)_*~`\\[](<>&;:#-+=!\"'/\n\t",
        "http://",
        "https://x.y/",
        "&amp;",
        "ftp://",
        "mailto:a@b.c",
    ]
)
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"))


class CommentMarkdown(MarkdownIt):
    def normalizeLinkText(self, url: str) -> str:
        return url


RENDERER = CommentMarkdown("commonmark", {"html": False, "linkify": True})
RENDERER.enable(["linkify", "strikethrough"]).disable("image")


def words(token: Token) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n", "link_open": "", "link_close": ""}
    texts = {"text", "text_special"}
    return "".join(
        child.content if child.type in texts else breaks.get(child.type, f"<{child.type}>")
        for child in token.children or ()
    )


def rendered(source: str) -> str:
    """What a reader sees, with every element but paragraphs, lines and links named in angles."""
    seen = []
    for token in RENDERER.parse(source):
        if token.type == "inline":
            seen.append(words(token))
        elif token.type not in {"paragraph_open", "paragraph_close"}:
            seen.append(f"<{token.type}>")
    return "\n\n".join(seen)


def trimmed(text: str) -> str:
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip(" \t"):
            paragraphs[-1].append(line.strip(" \t"))
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\n".join(lines) for lines in paragraphs if lines)


@given(st.lists(MARKS, max_size=25).map("".join) | st.text(LETTERS, max_size=60))
@example("https://a.b/c_(d), and https://a.b/_c_\nthen")
@example("http://a.b/<c http://>_d")
def test_escaped_text_renders_as_exactly_that_text(text: str) -> None:
    assert rendered(escape(text)) == trimmed(text)


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5 - more than 3 * 4 < 13 & less than 20%, [sic] she said (twice).",
        "“Really?” she asked… No! snake_case, #hashtag, 2026-02-12, C++ & C#.",
        "See https://example.org/a_b?c=1&d=2#e, or ask ada@example.org.",
        "1.5 million",
    ],
)
def test_ordinary_prose_stays_as_it_is(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("1. One", r"1\. One"),
        ("# One", r"\# One"),
        ("> One", r"\> One"),
        ("- One", r"\- One"),
        ("*One* and __two__", r"\*One\* and \_\_two\_\_"),
        ("[One](two)", r"[One\](two)"),
        ("<https://example.org>", r"\<https://example.org>"),
        ("One\r\ntwo", "One\\\ntwo"),
        ("See https://example.org/One_(two).", "See <https://example.org/One_(two)>."),
    ],
)
def test_what_would_act_as_markup_is_escaped(text: str, source: str) -> None:
    assert escape(text) == source


def test_a_quote_has_an_angle_before_every_line() -> None:
    assert quote(["One\ntwo", "# Three"]) == "> One\\\n> two\n>\n> \\# Three"


def test_two_quotes_stay_two() -> None:
    assert rendered(f"{quote(['One'])}\n\n{quote(['Two'])}").count("<blockquote_open>") == 2


@pytest.mark.parametrize(
    "piece", ["*", "_", "`", "\\", "](", "http://", "~", "&a", "- ", " ", "\n "]
)
def test_a_hundred_thousand_marks_are_escaped_at_once(piece: str) -> None:
    started = time.process_time()
    escape(piece * 100_000)
    assert time.process_time() - started < 5
