"""Following a quote to the very words, and coming back to it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from articles.models import Article
from forum.models import Comment, Member
from forum.posting import edit, post
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]
# The words that are marked, and that the reader sees.
MARKED = """() => [...(CSS.highlights.get("quoted-words") ?? [])].filter((range) => {
  const { top, bottom } = range.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}).map(String)"""


@pytest.fixture
def far_below(article: Article, ada: Member) -> Comment:
    """A comment that quotes the article, far below it, after one that quotes nothing."""
    post(article.discussion, author=ada, body="\n\n".join(["A long remark."] * 40))
    return post(
        article.discussion,
        author=ada,
        body="> Nobody had counted who missed it.\n\nI had. There were forty of us.",
    )


def source_in(page: Page, comment: Comment) -> Locator:
    return page.locator(f"#{comment.anchor} figcaption a").first


def marked(page: Page) -> list[str]:
    return page.evaluate(MARKED)


def test_a_quote_leads_to_the_very_words_and_the_way_back_to_the_quote(
    tram: str, page: Page, far_below: Comment
) -> None:
    page.goto(tram)
    source = source_in(page, far_below)
    source.scroll_into_view_if_needed()
    before = source.bounding_box()
    source.click()
    assert marked(page) == ["Nobody had counted who missed it."]
    assert page.url == f"{tram}#p-1"
    expect(page.locator("#p-1")).to_be_focused()
    page.get_by_role("button", name="Back to the comment").click()
    expect(source).to_be_focused()
    assert source.bounding_box() == before
    assert marked(page) == []
    expect(page.locator("way-back")).to_be_hidden()
    expect(page.locator(":target")).to_have_id(far_below.anchor)


def test_the_keyboard_follows_and_escape_comes_back(
    tram: str, page: Page, far_below: Comment
) -> None:
    page.goto(tram)
    source_in(page, far_below).press("Enter")
    assert marked(page) == ["Nobody had counted who missed it."]
    expect(page.locator("#announcements")).to_contain_text("Escape")
    page.keyboard.press("Escape")
    expect(source_in(page, far_below)).to_be_focused()
    expect(source_in(page, far_below)).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(source_in(page, far_below)).to_be_focused()


def test_the_browsers_own_way_back_does_as_well(tram: str, page: Page, far_below: Comment) -> None:
    page.goto(tram)
    source_in(page, far_below).click()
    assert marked(page) == ["Nobody had counted who missed it."]
    page.go_back()
    expect(source_in(page, far_below)).to_be_focused()
    expect(page.locator("way-back")).to_be_hidden()
    assert page.url == tram


def test_whoever_goes_elsewhere_is_not_called_back(
    tram: str, page: Page, far_below: Comment
) -> None:
    page.goto(tram)
    source_in(page, far_below).click()
    expect(page.locator("way-back")).to_be_visible()
    page.locator("a[href='#discussion']").last.evaluate("link => link.click()")
    expect(page.locator("way-back")).to_be_hidden()
    assert marked(page) == []


def test_from_quote_to_quote_the_way_back_has_as_many_steps(
    tram: str, page: Page, far_below: Comment, bob: Member
) -> None:
    body = "> There were forty of us.\n\nForty-one."
    answer = post(far_below.discussion, author=bob, body=body, to=far_below)
    page.goto(tram)
    source_in(page, answer).click()
    assert marked(page) == ["There were forty of us."]
    assert page.url == f"{tram}#{far_below.anchor}"
    source_in(page, far_below).click()
    assert marked(page) == ["Nobody had counted who missed it."]
    page.keyboard.press("Escape")
    expect(source_in(page, far_below)).to_be_focused()
    page.keyboard.press("Escape")
    expect(source_in(page, answer)).to_be_focused()
    expect(page.locator("way-back")).to_be_hidden()


def test_of_words_that_stand_twice_those_that_were_quoted_are_marked(
    tram: str, page: Page, article: Article, ada: Member, bob: Member
) -> None:
    said = post(
        article.discussion,
        author=ada,
        body="We said *wait for the next one*.\n\n> Nobody had counted who missed it.\n\n"
        "They said wait for the next one, and left.",
    )
    body = "> They said wait for the next one\n\nThey would."
    answer = post(article.discussion, author=bob, body=body, to=said)
    answer.quotes.update(exact="wait for the next one", prefix="one.\n\nThey said ")
    page.goto(tram)
    source_in(page, answer).click()
    assert marked(page) == ["wait for the next one"]
    paragraph = page.evaluate(
        """[...CSS.highlights.get("quoted-words")][0].startContainer.parentElement.textContent"""
    )
    assert paragraph.startswith("They said")


def test_a_quote_across_passages_is_marked_from_the_first_word_to_the_last(
    tram: str, page: Page, article: Article, ada: Member
) -> None:
    body = "> Nobody had counted who missed it. In March the council ran a later one.\n\nAt last."
    comment = post(article.discussion, author=ada, body=body)
    page.goto(tram)
    source_in(page, comment).click()
    (words,) = marked(page)
    assert words.startswith("Nobody had counted")
    assert words.endswith("a later one.")


def test_words_that_are_gone_are_not_marked_but_their_place_is(
    tram: str, page: Page, article: Article, ada: Member, bob: Member
) -> None:
    said = post(article.discussion, author=ada, body="I counted forty people there.")
    answer = post(
        article.discussion, author=bob, body="> I counted forty people there.\n\nSo few?", to=said
    )
    edit(said, by=ada, body="I counted fifty people there.", version=1)
    page.goto(tram)
    source_in(page, answer).click()
    expect(page.locator(":target")).to_have_id(said.anchor)
    expect(page.locator("way-back")).to_be_visible()
    assert marked(page) == []


def test_from_another_page_the_link_leads_to_the_words_too(
    server: str, tram: str, page: Page, far_below: Comment, bob: Member
) -> None:
    body = "> There were forty of us.\n\nForty-one."
    post(far_below.discussion, author=bob, body=body, to=far_below)
    for member, place, words in [
        ("Ada", "#p-1", "Nobody had counted who missed it."),
        ("Bob", f"#{far_below.anchor}", "There were forty of us."),
    ]:
        page.goto(f"{server}/members/{member}/")
        page.locator("figcaption a").first.click()
        page.wait_for_url(f"{tram}{place}", wait_until="load")
        expect(page.locator(place)).to_be_focused()
        assert marked(page) == [words]
        expect(page.locator("way-back")).to_be_hidden()
    page.reload()
    assert marked(page) == []


def test_who_quotes_a_comment_opens_in_place_and_leads_there_and_back(
    tram: str, page: Page, adas_comment: Comment, bob: Member
) -> None:
    body = f"> {adas_comment.text}\n\nSo did I."
    answer = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    page.goto(tram)
    comment = page.locator(f"#{adas_comment.anchor}")
    opener = comment.get_by_role("link", name="Quoted by 1")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Enter")
    quote = comment.locator(".quoted-by figure")
    expect(quote).to_contain_text("Verbatim")
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert looked_at_by_axe(page).violations_count == 0
    quote.get_by_role("link").click()
    expect(page.locator(f"#{answer.anchor}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(quote.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(quote).to_be_hidden()


def test_without_script_quotes_and_those_who_quote_are_links(
    tram: str, browser: Browser, adas_comment: Comment, bob: Member
) -> None:
    body = f"> {adas_comment.text}\n\nSo did I."
    answer = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(tram)
    expect(page.locator("way-back")).to_be_hidden()
    source_in(page, answer).click()
    page.wait_for_url(f"{tram}#{adas_comment.anchor}")
    page.get_by_role("link", name="Quoted by 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quoted by 1 comment")
    page.locator("main figure").get_by_role("link", name="Bob").click()
    page.wait_for_url(f"{tram}#{answer.anchor}")
