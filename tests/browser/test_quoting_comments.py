"""Quoting words of comments, and from several places."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from forum import markup
from forum.models import Comment, Discussion, Member, Quote
from forum.posting import post
from tests.browser.selecting import article_box, quote, reply_box, select_all_of

LogIn = Callable[[Page, Member], None]


def test_words_of_a_comment_are_quoted_in_an_answer_to_it(
    tram: str, page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    log_in(page, bob)
    page.goto(tram)
    quote(page, "the later tram")
    expect(reply_box(page)).to_have_value(
        f"> the later tram\n>\n> — [Ada](/comments/{adas_comment.pk}/)\n\n"
    )
    expect(reply_box(page)).to_be_focused()
    page.keyboard.type("Which one?")
    page.keyboard.press("Control+Enter")
    answer = page.locator("ol.thread ol.thread article.comment")
    expect(answer.locator("figure.quote")).to_have_attribute("data-fidelity", "verbatim")
    assert Quote.objects.get().quoted_comment == adas_comment
    assert Comment.objects.get(author=bob).parent == adas_comment


def test_quotes_from_two_places_stand_in_one_comment_where_the_cursor_was(
    tram: str, page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    log_in(page, bob)
    page.goto(tram)
    quote(page, "Nobody had counted who missed it.")
    page.keyboard.type("First.\n\nLast.")
    for _ in "\n\nLast.":
        page.keyboard.press("ArrowLeft")
    quote(page, "the later tram")
    page.keyboard.type("Second.")
    expect(article_box(page)).to_have_value(
        "> Nobody had counted who missed it.\n>\n> — [The tram that came back](#p-1)\n\nFirst.\n\n"
        f"> the later tram\n>\n> — [Ada](/comments/{adas_comment.pk}/)\n\nSecond.Last."
    )
    expect(reply_box(page)).to_have_count(0)


def test_a_quote_from_the_article_goes_into_the_answer_that_is_open(
    tram: str, page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    log_in(page, bob)
    page.goto(tram)
    quote(page, "the later tram")
    expect(reply_box(page)).to_be_focused()
    quote(page, "In March")
    expect(reply_box(page)).to_have_value(
        f"> the later tram\n>\n> — [Ada](/comments/{adas_comment.pk}/)\n\n"
        "> In March\n>\n> — [The tram that came back](#p-2)\n\n"
    )
    expect(article_box(page)).to_have_value("")


def test_a_selection_across_passages_is_one_verbatim_quote_of_both(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    quote(page, "Nobody had counted", "ran a later one.")
    expect(article_box(page)).to_have_value(
        "> Nobody had counted who missed it.\n>\n> In March the council ran a later one.\n>\n"
        "> — [The tram that came back](#p-1)\n\n"
    )
    page.keyboard.type("Both.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.comment")).to_have_count(1)
    found = Quote.objects.get()
    assert (found.fidelity, found.passages) == ("verbatim", [1, 2])


def test_of_a_selection_over_article_and_comments_the_first_part_is_quoted(
    tram: str, page: Page, log_in: LogIn, bob: Member, bobs_answer: Comment
) -> None:
    log_in(page, bob)
    page.goto(tram)
    quote(page, "They will have it", "I took the later")
    expect(article_box(page)).to_have_value(
        "> They will have it in spring.\n>\n> — [The tram that came back](#p-5)\n\n"
    )
    article_box(page).fill("")
    quote(page, "later tram on", "So did")
    expect(reply_box(page)).to_have_value(
        f"> later tram on its first night.\n>\n> — [Ada](/comments/{bobs_answer.parent_id}/)\n\n"
    )


@pytest.fixture
def quoting_comment(adas_comment: Comment, bob: Member) -> Comment:
    """Bob quotes the article, Ada and somebody unknown, and misquotes the article."""
    return post(
        adas_comment.discussion,
        author=bob,
        body="> In March the council ran a later one.\n\nIt did.\n\n"
        f"> I took the later tram\n>\n> — [Ada](/comments/{adas_comment.pk}/)\n\nWhy that?\n\n"
        "> Trams have wings.\n\nSays who?\n\n"
        "> Two of the seven depots have no night power.\n\nReally?",
    )


def test_quoted_words_are_quoted_from_their_source(
    tram: str, page: Page, log_in: LogIn, ada: Member, quoting_comment: Comment
) -> None:
    first = Comment.objects.earliest("pk")
    log_in(page, ada)
    page.goto(tram)
    comment = page.locator(f"#comment-{quoting_comment.pk}")
    expected = {
        0: "> In March the council ran a later one.\n>\n> — [The tram that came back](#p-2)",
        1: f"> I took the later tram\n>\n> — [Ada](/comments/{first.pk}/)",
        2: "> Trams have wings.",
        3: "> Two of the six depots have no night power.\n>\n> — [The tram that came back](#p-5)",
    }
    for place, words in expected.items():
        figure = comment.locator("figure.quote").nth(place).locator("> blockquote")
        select_all_of(figure)
        page.keyboard.press("q")
        expect(reply_box(page)).to_be_focused()
        expect(reply_box(page)).to_have_value(f"{words}\n\n")
        reply_box(page).fill("")


def test_around_quotes_a_comments_own_words_are_quoted(
    tram: str, page: Page, log_in: LogIn, ada: Member, quoting_comment: Comment
) -> None:
    log_in(page, ada)
    page.goto(tram)
    body = page.locator(f"#comment-{quoting_comment.pk} .comment-body")
    select_all_of(body)
    page.keyboard.press("q")
    expect(reply_box(page)).to_have_value(
        "> It did.\n>\n> Why that?\n>\n> Says who?\n>\n> Really?\n>\n"
        f"> — [Bob](/comments/{quoting_comment.pk}/)\n\n"
    )


FORMS = [
    "*soft*, **loud** and ~~gone~~, [a link](https://example.org/a_(b)) and https://example.org/x_y_z.",
    "1. first\n2. second\n   - inner *one*\n   - inner two\n3. third",
    "- one\n\n  more of it\n- two",
    "Use `a * b` or ``a ` b``:\n\n```python\nif a < b:\n    `c` **d**\n```\n\nand then",
    "\\*not soft\\* and \\[no\\](link) & &amp;copy; \\<b> snake_case _ 2 * 3 `` ` ``",
    "1\\. no list\n\n\\# no heading\n\n\\> no quote",
    "\\- no item  \n\\+ nor this\\\n\\=== nor that",
    "# A heading\n\n***both*** of *them **here***",
    "[*soft* \\[words\\]](/quotes/) a\\\\",
]


def test_what_is_quoted_keeps_its_form_and_its_words(
    tram: str, page: Page, log_in: LogIn, discussion: Discussion, ada: Member, bob: Member
) -> None:
    comments = [post(discussion, author=ada, body=body) for body in FORMS]
    log_in(page, bob)
    page.goto(tram)
    for comment in comments:
        body = page.locator(f"#comment-{comment.pk} .comment-body")
        select_all_of(body)
        page.keyboard.press("q")
        expect(reply_box(page)).to_be_focused()
        rendered = markup.render(reply_box(page).input_value())
        reply_box(page).fill("")
        assert [found.words for found in rendered.quotes] == [comment.text]
        assert elements(rendered.html) == elements(comment.html)


def elements(html: str) -> list[str]:
    """What gives a comment its form, but for paragraphs and headings."""
    return re.findall(r"<(?:em|strong|s|ul|ol|li|pre|code|a href=\S+)\b", html)


def test_a_text_is_escaped_as_the_server_escapes_it(
    tram: str, page: Page, log_in: LogIn, discussion: Discussion, ada: Member
) -> None:
    texts = [
        f"a{x}b {x} {x}c d{x} {x}{y}e{y}{x}" for x in "*_`~[]()<>&#+-=\\!|:." for y in "*_`~]&"
    ]
    page.goto(tram)
    escaped = page.evaluate(
        """async (texts) => {
          const site = document.querySelector("script[type=module]").src;
          const { escape } = await import(new URL("./markdown/text.js", site));
          return texts.map(escape);
        }""",
        texts,
    )
    assert [markup.plain(source) for source in escaped] == texts
