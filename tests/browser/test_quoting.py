"""Quoting words of an article by selecting them, with the mouse and the keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from forum.models import Member, Quote
from tests.browser.selecting import article_box, select, toolbar

LogIn = Callable[[Page, Member], None]


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
