"""Quoting by selecting words, with the mouse, the keyboard and a finger, and without script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from articles.models import Article
from forum import markup
from forum.models import Comment, Discussion, Member, Quote
from forum.posting import post
from tests.browser.looking import looked_at_by_axe
from tests.conftest import PASSWORD

LogIn = Callable[[Page, Member], None]
SELECT = """([from, to]) => {
  const find = (words, isEnd) => {
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const at = texts.currentNode.data.indexOf(words);
      if (at >= 0) return [texts.currentNode, isEnd ? at + words.length : at];
    }
    throw new Error(`There is no “${words}” in the page.`);
  };
  document.activeElement.blur();
  const [start, end] = [find(from, false), find(to, true)];
  getSelection().setBaseAndExtent(...start, ...end);
}"""


@pytest.fixture
def tram(server: str, article: Article) -> str:
    return f"{server}{article.get_absolute_url()}"


def select(page: Page, start: str, end: str = "") -> None:
    """Selects from some words of the page to others."""
    page.evaluate(SELECT, [start, end or start])


def select_all_of(words: Locator) -> None:
    words.evaluate(
        "element => { document.activeElement.blur(); getSelection().selectAllChildren(element) }"
    )


def toolbar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selected words")


def article_box(page: Page) -> Locator:
    return page.locator("comment-thread > composer-form textarea")


def reply_box(page: Page) -> Locator:
    return page.locator("li > composer-form textarea")


def quote(page: Page, start: str, end: str = "") -> None:
    select(page, start, end)
    toolbar(page).get_by_role("button", name="Quote").click()


def test_ada_selects_words_with_the_mouse_quotes_previews_and_posts_them(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.locator("#p-1").click(click_count=3)
    toolbar(page).get_by_role("button", name="Quote").click()
    box = article_box(page)
    expect(box).to_be_focused()
    expect(box).to_have_value(
        "> The last tram left the harbour at twenty past midnight. Nobody had counted who missed "
        "it.\n>\n> — [The tram that came back](#p-1)\n\n"
    )
    page.keyboard.type("I had.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview figure.quote")).to_have_attribute("data-fidelity", "verbatim")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment figure.quote figcaption a")).to_have_attribute(
        "href", "#p-1"
    )
    found = Quote.objects.get()
    assert (found.fidelity, found.passages) == ("verbatim", [1])


def test_the_same_with_the_keyboard_alone(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    select(page, "Nobody had counted")
    page.keyboard.press("Shift+End")
    expect(page.locator("#announcements")).to_have_text("Press Q to quote the selected words.")
    page.keyboard.press("q")
    expect(article_box(page)).to_be_focused()
    page.keyboard.type("I had, on q-shaped paper.")
    page.keyboard.press("Control+Enter")
    comment = page.locator("article.comment")
    expect(comment).to_contain_text("I had, on q-shaped paper.")
    expect(comment.locator("figure.quote")).to_have_attribute("data-fidelity", "verbatim")
    assert Quote.objects.get().passages == [1]


def test_tab_leads_to_the_toolbar_and_escape_puts_it_away(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    select(page, "Nobody had counted")
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(toolbar(page).get_by_role("button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(toolbar(page)).to_be_hidden()
    select(page, "council")
    expect(toolbar(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(article_box(page)).to_have_value("> council\n>\n> — [The tram that came back](#p-2)\n\n")


def test_the_toolbar_goes_with_the_selection_and_covers_none_of_it(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    select(page, "In March", "expected four hundred.")
    expect(toolbar(page)).to_be_visible()
    selected = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
    bar = toolbar(page).bounding_box()
    assert bar is not None
    assert bar["y"] >= selected["bottom"] - 1
    page.evaluate("getSelection().empty()")
    expect(toolbar(page)).to_be_hidden()


def test_q_is_a_letter_while_one_types(tram: str, page: Page, log_in: LogIn, ada: Member) -> None:
    log_in(page, ada)
    page.goto(tram)
    select(page, "Nobody had counted")
    article_box(page).focus()
    page.keyboard.type("quite")
    expect(article_box(page)).to_have_value("quite")


def test_q_without_a_selection_does_nothing(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.keyboard.press("q")
    select(page, "Cities")
    page.keyboard.press("q")
    expect(article_box(page)).not_to_be_focused()
    expect(article_box(page)).to_have_value("")


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


def test_guests_log_in_and_find_their_quote_in_the_composer(
    tram: str, page: Page, ada: Member
) -> None:
    page.goto(tram)
    quote(page, "Nobody had counted")
    page.get_by_label("E-mail address").fill(ada.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()
    box = page.locator("form.composer textarea")
    expect(box).to_have_value("> Nobody had counted\n>\n> — [The tram that came back](#p-1)\n\n")
    expect(box).to_be_focused()


def test_guests_who_quote_a_comment_come_back_to_an_answer_to_it(
    tram: str, page: Page, bob: Member, adas_comment: Comment
) -> None:
    page.goto(tram)
    quote(page, "the later tram")
    page.get_by_label("E-mail address").fill(bob.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator("h1")).to_have_text("Reply to Ada")
    expect(page.locator("form.composer textarea")).to_have_value(
        f"> the later tram\n>\n> — [Ada](/comments/{adas_comment.pk}/)\n\n"
    )


def test_a_finger_quotes_as_a_mouse_does(
    tram: str, browser: Browser, log_in: LogIn, ada: Member
) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).new_page()
    log_in(phone, ada)
    phone.goto(tram)
    select(phone, "Nobody had counted")
    toolbar(phone).get_by_role("button", name="Quote").tap()
    expect(article_box(phone)).to_be_focused()
    expect(article_box(phone)).to_have_value(
        "> Nobody had counted\n>\n> — [The tram that came back](#p-1)\n\n"
    )


def test_without_script_sentences_are_picked_previewed_and_posted(
    tram: str, browser: Browser, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    log_in(page, bob)
    page.goto(tram)
    expect(toolbar(page)).to_be_hidden()
    page.locator(f"#comment-{adas_comment.pk}").get_by_role("link", name="Quote").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Quote").click()
    box = page.locator("form.composer textarea")
    box.fill(box.input_value().replace("first", "second") + "Was it full?")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview figure.quote")).to_have_attribute("data-fidelity", "altered")
    page.get_by_role("button", name="Use the original wording").click()
    expect(page.locator(".preview figure.quote")).to_have_attribute("data-fidelity", "verbatim")
    expect(box).to_have_value(
        "> I took the later tram on its first night.\n>\n"
        f"> — [Ada](/comments/{adas_comment.pk}/)\n\nWas it full?"
    )
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("ol.thread ol.thread figure.quote")).to_have_attribute(
        "data-fidelity", "verbatim"
    )


def test_the_original_wording_is_put_in_at_the_press_of_a_button(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    article_box(page).fill(
        "> Somebody had counted who missed it.\n\nWho?\n\n> In March […] a later one.\n\nWhen?"
    )
    page.get_by_role("button", name="Preview").click()
    figures = page.locator(".preview figure.quote")
    figures.nth(0).get_by_role("button", name="Use the original wording").click()
    expect(figures.nth(0)).to_have_attribute("data-fidelity", "verbatim")
    figures.nth(1).get_by_role("button", name="Use the original wording").click()
    expect(figures.nth(1)).to_have_attribute("data-fidelity", "verbatim")
    text = (
        "> Nobody had counted who missed it.\n\nWho?\n\n"
        "> In March the council ran a later one.\n\nWhen?"
    )
    expect(article_box(page)).to_have_value(text)
    expect(page.get_by_role("button", name="Use the original wording")).to_have_count(0)
    page.reload()
    expect(article_box(page)).to_have_value(text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_what_helps_to_quote_suits_everybody(
    width: int,
    scheme: str,
    tram: str,
    server: str,
    browser: Browser,
    log_in: LogIn,
    ada: Member,
    adas_comment: Comment,
) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    ).new_page()
    log_in(page, ada)
    page.goto(tram)
    article_box(page).fill("> Somebody had counted who missed it.\n\nWho?")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("button", name="Use the original wording")).to_be_visible()
    select(page, "In March", "later one.")
    expect(toolbar(page)).to_be_visible()
    problems = [looked_at_by_axe(page)]
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.goto(f"{server}/comments/{adas_comment.pk}/quote/")
    problems.append(looked_at_by_axe(page))
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert [found.generate_report() for found in problems if found.violations_count] == []
