"""What stands in the article's margin, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from forum.models import Member
from forum.posting import post

LogIn = Callable[[Page, Member], None]
MISSED = "> Nobody had counted who missed it."


@pytest.fixture
def tram(server: str, article: Article, bob: Member) -> str:
    """The article about the tram, one passage of which Bob quotes."""
    post(article.discussion, author=bob, body=f"{MISSED}\n\nWhy not?")
    return f"{server}{article.get_absolute_url()}"


def test_a_quote_that_is_posted_counts_in_the_margin(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    margin = page.locator("#p-1 .margin-mark")
    words = page.locator("#p-1 mark")
    expect(margin).to_have_accessible_name("1 comment quotes this paragraph")
    expect(words).to_have_attribute("data-depth", "1")
    page.locator("form.composer textarea").fill(f"{MISSED}\n\nI had. There were forty of us.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment").filter(has_text="forty of us")).to_be_visible()
    page.reload()
    expect(margin).to_have_accessible_name("2 comments quote this paragraph")
    expect(words).to_have_attribute("data-depth", "2")
    margin.click()
    expect(page.locator("article.comment")).to_have_count(2)
    expect(page.get_by_text("Discuss this passage.")).to_be_visible()


def test_the_margin_is_beside_the_text_where_there_is_room_and_in_it_where_not(
    tram: str, page: Page
) -> None:
    page.goto(tram)
    for width, is_beside in [(1280, True), (832, True), (831, False), (390, False), (320, False)]:
        page.set_viewport_size({"width": width, "height": 800})
        text = page.locator("#p-1").bounding_box()
        mark = page.locator("#p-1 .margin-mark").bounding_box()
        assert text
        assert mark
        assert (mark["x"] > text["x"] + text["width"]) == is_beside
        assert mark["x"] + mark["width"] <= width
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_quoted_words_stand_out_when_their_mark_has_the_focus(tram: str, page: Page) -> None:
    page.goto(tram)
    words = page.locator("#p-1 mark")
    background = "element => getComputedStyle(element).backgroundColor"
    before = words.evaluate(background)
    page.locator("#p-1 .margin-mark").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert words.evaluate(background) != before


def test_marks_hold_no_text_of_their_own(tram: str, page: Page, article: Article) -> None:
    page.goto(tram)
    for passage in article.current.body.passages:
        text = page.locator(f"#{passage.id}").evaluate("element => element.textContent")
        assert text.strip() == passage.text


def test_without_script_the_marks_are_hidden_and_stay_so(tram: str, browser: Browser) -> None:
    reader = browser.new_context(java_script_enabled=False).new_page()
    reader.goto(tram)
    expect(reader.locator("#p-1 mark")).to_have_text("Nobody had counted who missed it.")
    reader.get_by_role("button", name="Hide marks").click()
    expect(reader.locator("mark")).to_have_count(0)
    reader.goto(tram)
    expect(reader.locator("mark")).to_have_count(0)
    reader.get_by_role("button", name="Show marks").click()
    expect(reader.locator("mark")).to_have_count(1)
