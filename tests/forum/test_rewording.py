"""Other words put into one quote of a comment's source."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.markup import BlockQuote, as_quote, escape, pieces, render, reword
from forum.markup.pieces import QuotePiece

words = st.lists(
    st.text("ab *_`>#-[]()1.", min_size=1, max_size=12).map(lambda text: f"x{text}x"),
    min_size=1,
    max_size=3,
).map("\n\n".join)
attributions = st.sampled_from([("", ""), ("Ada [admin]", "/comments/42/"), ("The tram", "#p-1")])
own = st.sampled_from(
    ["Well *said*.", "- one\n- two", "```\n> code\n```", "# Why?", "One\ntwo.", "---"]
)


def indented(source: str, first: str, others: str) -> str:
    lines = source.split("\n")
    return "\n".join([first + lines[0], *((others + line).rstrip() for line in lines[1:])])


@st.composite
def quotes(draw: Any) -> str:
    """A quote of plain words, lists or code, perhaps with a quote in it."""
    blocks = draw(st.lists(st.one_of(words.map(escape), own), min_size=1, max_size=3))
    if draw(st.booleans()):
        nested = as_quote(draw(words), *draw(attributions))
        if draw(st.booleans()):
            nested = indented(nested, "- ", "  ")
        blocks.insert(draw(st.integers(0, len(blocks))), nested)
    label, href = draw(attributions)
    if href:
        blocks.append(f"— [{escape(label)}]({href})")
    return indented("\n\n".join(blocks), "> ", "> ")


@st.composite
def comments(draw: Any) -> str:
    """A comment with at least one quote, which may stand in a list."""
    blocks = draw(st.lists(st.one_of(own, quotes()), max_size=3))
    quote = draw(quotes())
    if draw(st.booleans()):
        quote = indented(quote, "1. ", "   ") + "\n2. and then"
    blocks.insert(draw(st.integers(0, len(blocks))), quote)
    return draw(st.sampled_from(["\n\n", "\n\n\n"])).join(blocks)


def outside(html: str) -> list[str]:
    return [piece for piece in pieces(html) if not isinstance(piece, QuotePiece)]


@given(comments(), words, st.data())
def test_only_the_words_of_that_quote_change(source: str, new: str, data: st.DataObject) -> None:
    before = render(source)
    ordinal = data.draw(st.integers(0, len(before.quotes) - 1))
    if not before.quotes[ordinal].words:
        return
    after = render(reword(source, ordinal, new))
    expected = list(before.quotes)
    old = before.quotes[ordinal]
    expected[ordinal] = BlockQuote(new, old.label, old.href)
    assert after.quotes == tuple(expected)
    assert after.text == before.text
    assert outside(after.html) == outside(before.html)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("> Trams fly.\n\nDo they?", "> Trams run.\n\nDo they?"),
        ("> Trams\nfly.\n\nDo they?", "> Trams run.\n\nDo they?"),
        ("> Trams fly.\n>\nDo they?", "> Trams run.\n>\nDo they?"),
        ("> ```\n> Trams\n> ```\nDo they?", "> Trams run.\n>\nDo they?"),
        ("- > Trams fly.\n- Do they?", "- > Trams run.\n- Do they?"),
        (
            "> Trams fly.\n> — [*Ada*](/comments/42/)\n\nDo they?",
            "> Trams run.\n>\n> — [Ada](/comments/42/)\n\nDo they?",
        ),
        (
            "> > Do they?\n> > Do they?\n> \n> Trams fly.",
            "> > Do they?\n> > Do they?\n>\n> Trams run.",
        ),
    ],
)
def test_the_source_reads_as_if_it_had_been_typed_so(source: str, expected: str) -> None:
    assert reword(source, 0, "Trams run.") == expected


def test_a_quote_in_a_quote_can_get_other_words() -> None:
    assert (
        reword("> > Trams fly.\n>\n> They do.", 1, "Trams run.") == "> > Trams run.\n>\n> They do."
    )


def test_a_quote_that_is_not_there_gets_none() -> None:
    with pytest.raises(IndexError):
        reword("> Trams fly.", 1, "Trams run.")
