"""Quoting as a guest, with a finger, without script, and for everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.models import Comment, Member
from tests.browser.looking import looked_at_by_axe
from tests.browser.selecting import article_box, quote, select, toolbar
from tests.conftest import PASSWORD

LogIn = Callable[[Page, Member], None]


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


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
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
