import threading
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from forum.markup import (
    MAX_CHARACTERS,
    BlockQuote,
    QuotePiece,
    as_quote,
    clean,
    escape,
    pieces,
    plain,
    render,
)


def html(source: str) -> str:
    return render(source).html.strip()


def refusal(source: str) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        render(source)
    return refused.value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("one\n\ntwo", '<p dir="auto">one</p>\n<p dir="auto">two</p>'),
        ("*soft* and **loud**", '<p dir="auto"><em>soft</em> and <strong>loud</strong></p>'),
        ("~~struck~~", '<p dir="auto"><s>struck</s></p>'),
        ("`x < 1`", '<p dir="auto"><code>x &lt; 1</code></p>'),
        ("one  \ntwo\\\nthree", '<p dir="auto">one<br>\ntwo<br>\nthree</p>'),
        ("---", "<hr>"),
        ("```python\nx = 1\n```", '<pre><code class="language-python">x = 1\n</code></pre>'),
        ("    x = 1", "<pre><code>x = 1\n</code></pre>"),
        (
            "- one\n- two",
            '<ul>\n<li dir="auto">one</li>\n<li dir="auto">two</li>\n</ul>',
        ),
        ("7. one", '<ol start="7">\n<li dir="auto">one</li>\n</ol>'),
        ("> said", '<blockquote>\n<p dir="auto">said</p>\n</blockquote>'),
        ("&copy; 1 \\* 2", '<p dir="auto">© 1 * 2</p>'),
        ("", ""),
    ],
)
def test_what_a_comment_needs_is_rendered(source, expected):
    assert html(source) == expected


@pytest.mark.parametrize(
    ("source", "level"),
    [("# a", 3), ("## a", 4), ("### a", 5), ("#### a", 6), ("##### a", 6), ("a\n=", 3)],
)
def test_headings_stand_below_those_of_the_page(source, level):
    assert html(source) == f'<h{level} dir="auto">a</h{level}>'


@pytest.mark.parametrize("source", ["<b>a</b>", "<!-- a -->", "![a](/b.png)", "|a|\n|-|\n|b|"])
def test_what_a_comment_does_not_have_stays_as_typed(source):
    assert "<b" not in html(source)
    assert "<img" not in html(source)
    assert "<table" not in html(source)
    assert "a" in html(source)


def test_typography_is_left_alone():
    """Else a quote would differ from what it quotes."""
    assert html('"it\'s" -- so... (c)') == '<p dir="auto">&quot;it\'s&quot; -- so... (c)</p>'


class TestLinks:
    def test_lead_to_pages_mail_addresses_and_places_on_this_site(self):
        assert 'href="https://example.org/a?b=c&amp;d#e"' in html(
            "[a](https://example.org/a?b=c&d#e)"
        )
        assert 'href="mailto:ada@example.org"' in html("<ada@example.org>")
        assert html("[a](/comments/42/)") == '<p dir="auto"><a href="/comments/42/">a</a></p>'
        assert html("[a](#p-12)") == '<p dir="auto"><a href="#p-12">a</a></p>'

    def test_to_other_sites_say_that_we_did_not_write_them(self):
        assert 'rel="nofollow ugc noopener"' in html("[a](https://example.org/)")
        assert "rel=" not in html("[a](/articles/tram/)")

    @pytest.mark.parametrize(
        "href",
        [
            "//example.org/",
            "/\\example.org/",
            "\\\\example.org",
            "/%5Cexample.org",
            "/%2fexample.org",
            "https:example.org",
            "https:///example.org",
            "ftp://example.org/",
            "tel:+4312345",
            "example.org",
            "data:text/html,a",
            "javascript:alert(1)",
            "",
        ],
    )
    def test_elsewhere_are_only_words(self, href):
        assert "<a" not in html(f"[here](<{href}>)")
        assert "here" in html(f"[here](<{href}>)")

    def test_are_made_of_whole_addresses_only(self):
        assert 'href="https://example.org/tram"' in html("See https://example.org/tram.")
        assert "<a" not in html("foo.py, example.org, ada@example.org, //example.org")

    def test_read_as_they_were_typed(self):
        """Decoded, an address could look like another one."""
        assert ">https://xn--80ak6aa92e.com/%41</a>" in html("https://xn--80ak6aa92e.com/%41")


class TestQuotes:
    def test_come_out_as_plain_text_in_the_order_of_the_page(self):
        source = "> one *two*\n> three\n>\n> - four\n\nown\n\n> > inner\n>\n> outer"
        assert render(source).quotes == (
            BlockQuote("one two three\n\nfour"),
            BlockQuote("outer"),
            BlockQuote("inner"),
        )

    @pytest.mark.parametrize(
        "source",
        [
            "> said\n>\n> — [Ada](/comments/42/)",
            "> said\n> — [Ada](/comments/42/)",
            "> said  \n> – [Ada](/comments/42/)",
            "> said\n> -- [*Ada*](/comments/42/)",
        ],
    )
    def test_may_name_their_source_in_the_last_line(self, source):
        rendered = render(source)
        assert rendered.quotes == (BlockQuote("said", "Ada", "/comments/42/"),)
        assert "Ada" not in rendered.html

    @pytest.mark.parametrize(
        "last",
        [
            "— Ada",
            "[Ada](/comments/42/)",
            "— [Ada](/comments/42/) says",
            "— [Ada](/comments/42/) and [Bob](/comments/43/)",
            "— [Ada](//example.org/)",
        ],
    )
    def test_keep_a_last_line_that_is_something_else(self, last):
        rendered = render(f"> said\n>\n> {last}")
        assert rendered.quotes[0].href == ""
        assert "Ada" in rendered.quotes[0].words
        assert "Ada" in rendered.html

    def test_of_nothing_but_a_name_keep_it(self):
        assert render("> — [Ada](/comments/42/)").quotes == (BlockQuote("— Ada"),)

    def test_in_quotes_keep_their_own_names(self):
        source = "> > inner\n> > — [Ada](/comments/1/)\n>\n> outer\n>\n> — [Bob](/comments/2/)"
        assert render(source).quotes == (
            BlockQuote("outer", "Bob", "/comments/2/"),
            BlockQuote("inner", "Ada", "/comments/1/"),
        )

    def test_are_not_among_the_own_words_of_a_comment(self):
        source = "first\n\n> said\n\nthen  \nlast\n\n- item\n\n      code\n"
        assert plain(source) == "first\n\nthen\nlast\n\nitem\n\ncode"
        assert render(source).text == plain(source)


class TestPieces:
    def test_are_the_html_with_each_quote_apart(self):
        rendered = render("a\n\n> b\n>\n> > c\n\nd\n\n> e")
        tree = pieces(rendered.html)
        assert [type(piece) for piece in tree] == [str, QuotePiece, str, QuotePiece, str]
        outer = tree[1]
        assert isinstance(outer, QuotePiece)
        inner = next(piece for piece in outer.pieces if isinstance(piece, QuotePiece))
        assert (outer.ordinal, inner.ordinal) == (0, 1)
        assert [rendered.quotes[n].words for n in (outer.ordinal, inner.ordinal)] == ["b", "c"]

    def test_put_together_are_the_html_again(self):
        source = "a\n\n- > b\n  > > c\n\n> d `</blockquote>`"
        assert _joined(pieces(render(source).html)) == render(source).html

    def test_of_a_comment_without_quotes_are_one(self):
        assert pieces("<p>a</p>") == ["<p>a</p>"]
        assert pieces("") == []


def _joined(tree: list[str | QuotePiece]) -> str:
    return "".join(
        piece if isinstance(piece, str) else f"<blockquote>{_joined(piece.pieces)}</blockquote>"
        for piece in tree
    )


class TestLimits:
    @pytest.mark.parametrize(
        ("code", "allowed", "refused"),
        [
            ("too_long", "a" * MAX_CHARACTERS, "a" * (MAX_CHARACTERS + 1)),
            ("too_many_lines", "a\n" * 999, "a\n" * 1_000),
            ("too_deep", "> - " * 6 + "a", "> - " * 6 + "> a"),
            ("too_deep", "*a " * 12 + "a*" * 12, "*a " * 13 + "a*" * 13),
            ("too_many_openings", "- > a\n" * 10, "- - - a\n" * 501),
            (
                "too_many_references",
                "".join(f"[{n}]: /a\n" for n in range(50)),
                "".join(f"[{n}]: /a\n" for n in range(51)),
            ),
            ("too_many_brackets", "[a " * 300, "[a " * 301),
            ("too_many_marks", "*a " * 3_000, "*a " * 3_001),
            ("too_many_links", "[a](/b) " * 50, "[a](/b) " * 51),
            ("too_many_links", "http://a.b " * 50, "http://a.b " * 51),
            ("address_too_long", f"[a](/{'b' * 1_999})", f"[a](/{'b' * 2_000})"),
            ("too_many_quotes", "> a\n\n" * 20, "> a\n\n" * 21),
            ("quote_too_long", "> " + "a" * 2_000, "> " + "a" * 2_001),
            ("too_large", f"[a]: /{'b' * 900}\n\n[a]", f'[a]: /b "{"c" * 900}"\n\n' + "[a] " * 49),
        ],
    )
    def test_are_met_by_what_just_fits_and_by_nothing_more(self, code, allowed, refused):
        assert render(allowed)
        assert refusal(refused).code == code

    def test_are_named_with_what_to_do(self):
        assert refusal("a" * 10_412).messages == [
            "A comment can have at most 10,000 characters; this one has 10,412. "
            "Shorten it, or post it in parts."
        ]

    def test_hold_for_the_plain_text_too(self):
        with pytest.raises(ValidationError):
            plain("a" * (MAX_CHARACTERS + 1))


class TestCleaning:
    @pytest.mark.parametrize(
        ("source", "cleaned"),
        [
            ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
            ("a\0b\x08c\x7fd\x9fe\ttab", "abcde\ttab"),
            ("pay \u202eelbat\u202c \u2066now\u2069", "pay elbat now"),
            ("a\u200bb\u2060c\ufeffd\u00ade", "abcd\u00ade"),
            ("a\u200cb \u200d c\u200d", "ab  c"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("क्\u200dष", "क्\u200dष"),
            ("👩\u200d👧 ❤\ufe0f\u200d🔥 👩🏽\u200d🚀", "👩\u200d👧 ❤\ufe0f\u200d🔥 👩🏽\u200d🚀"),
            ("❤\ufe0f\ufe0f\ufe01\ufe02", "❤\ufe0f"),
            ("a\U000e0061\U000e0062b", "ab"),
            (
                "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
                "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            ),
            ("a\ud800b", "a\ufffdb"),
            ("\ud83d\ude00", "😀"),
            ("\u3164\u2800\u115f", ""),
        ],
    )
    def test_takes_what_nobody_can_see_and_leaves_what_scripts_need(self, source, cleaned):
        assert clean(source) == cleaned

    @pytest.mark.parametrize(
        "entity", ["&#x202e;", "&#8203;", "&#0;", "&zwnj;", "&#xFEFF;", "&rlm;"]
    )
    def test_is_not_undone_by_an_entity(self, entity):
        rendered = render(f'a{entity}b [c](/d "e{entity}f")')
        assert not any(_is_hidden(character) for character in rendered.html + rendered.text)

    @given(st.text())
    def test_leaves_nothing_that_could_not_be_stored_and_is_done_once(self, source):
        cleaned = clean(source)
        assert cleaned.encode().decode() == cleaned
        assert "\0" not in cleaned
        assert clean(cleaned) == cleaned


def _is_hidden(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in {"Cc", "Cf", "Cs"}


class TestWriting:
    @given(st.lists(st.text(alphabet=st.characters(codec="ascii")), max_size=6).map("*".join))
    def test_an_escaped_text_renders_as_that_text(self, text):
        text = clean(text)
        lines = [line.strip(" \t") for line in text.split("\n")]
        assert render(escape(text)).text.split() == " ".join(lines).split()

    def test_a_text_becomes_a_quote_of_that_text(self):
        source = as_quote("1. *Not* a list\n\n# Not a heading", "Ada [admin]", "/comments/42/")
        assert render(source).quotes == (
            BlockQuote("1. *Not* a list\n\n# Not a heading", "Ada [admin]", "/comments/42/"),
        )

    def test_a_quote_without_an_address_names_nobody(self):
        assert as_quote("said", "Ada") == "> said"

    def test_a_title_with_brackets_and_an_odd_address_stay_one_link(self):
        source = as_quote("said", "](x) — *[y", "/search/?q=(a b)>")
        (quote,) = render(source).quotes
        assert (quote.words, quote.label) == ("said", "](x) — *[y")


def test_people_who_write_at_the_same_time_get_their_own_words():
    """A shared bleach Cleaner has handed one person's words to another."""
    wrong = []

    def write(name: str) -> None:
        for turn in range(30):
            words = f"{name} {turn} " * 20
            if words.strip() not in render(words).html:
                wrong.append(name)

    threads = [
        threading.Thread(target=write, args=(name,)) for name in ("Ada", "Bob", "Nora", "Mira")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
