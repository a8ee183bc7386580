"""A comment's HTML as plain text."""

import pytest

from forum.markup import absolute, as_text, render


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One.\n\nTwo, *still* **two** and `code`.", "One.\n\nTwo, still two and code."),
        ("a & b < c > d &amp; é", "a & b < c > d & é"),
        ("First line  \nsecond line", "First line\nsecond line"),
        ("one\ntwo", "one two"),
        ("# Head\n\nText", "Head\n\nText"),
        ("Before\n\n- one\n- two\n\nafter", "Before\n\n- one\n- two\n\nafter"),
        ("1. one\n\n   more\n\n2. two", "- one\n\nmore\n\n- two"),
        ("```\nif x:\n    y\n- z\n```", "if x:\n    y\n- z"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb"),
        ("[that](https://example.org/a)", "that <https://example.org/a>"),
        ("see https://example.org/a", "see https://example.org/a"),
        ("[me@example.org](mailto:me@example.org)", "me@example.org"),
        ("<b>bold</b> & <!-- no -->", "<b>bold</b> & <!-- no -->"),
        ("> ", ""),
    ],
)
def test_it_reads_as_one_would_type_it_in_a_mail(source: str, text: str) -> None:
    assert as_text(render(source).html.replace("blockquote", "p")) == text


@pytest.mark.parametrize(
    ("source", "href"),
    [
        ("[a](/comments/1/)", "https://talk.example/comments/1/"),
        ("[a](#p-2)", "https://talk.example/articles/x/#p-2"),
        ('[a](/b "href=&quot;/c")', "https://talk.example/b"),
        ("[a](https://example.org/)", "https://example.org/"),
        ("[a](mailto:a@example.org)", "mailto:a@example.org"),
    ],
)
def test_links_within_the_site_get_its_address(source: str, href: str) -> None:
    html = render(source).html
    page = "https://talk.example/articles/x/"
    assert f'<a href="{href}"' in absolute(html, site="https://talk.example", page=page)


def test_what_only_looks_like_a_link_stays_as_it_was_typed() -> None:
    html = render('<a href="/x">y</a> and `<a href="#z">`').html
    assert absolute(html, site="https://talk.example", page="https://talk.example/a/") == html
