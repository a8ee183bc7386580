"""What an article said before, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from forum.models import Member
from forum.posting import post
from forum.working import work_off
from tests.browser.looking import looked_at_by_axe
from tests.conftest import TRAM

MARKED = """() => [...(CSS.highlights.get("quoted-words") ?? [])].filter((range) => {
  const { top, bottom } = range.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}).map(String)"""
RIGHT_TO_LEFT = """الترام الذي عاد

4 مايو 2026

غادر الترام الأخير الميناء في الساعة الثانية عشرة والثلث. لم يحص أحد من فاته.

في مارس شغل المجلس تراما متأخرا. حمل ألفين وثلاثمئة شخص في ليلته الأولى.

كانت الأطقم تعاد إلى بيوتها بسيارات الأجرة.
"""


@pytest.fixture
def tram(article: Article, bob: Member, make_article: Callable[..., Article]) -> Article:
    """The article about the tram, one passage of which changed after Bob had quoted it."""
    body = "> It carried 2,300 people in its first night, and the operator had expected\n\nFew."
    post(article.discussion, author=bob, body=body)
    changed = TRAM.replace("four hundred", "five hundred").replace("What changed\n", "")
    changed = changed.replace("Two of the six", "Nobody laughed.\n\nTwo of the six")
    return make_article(changed)


def test_a_quote_of_words_that_are_gone_leads_there_though_its_first_passage_stands(
    server: str, page: Page, make_article: Callable[..., Article], ada: Member
) -> None:
    words = "who missed it.\n>\n> In March the council ran a later one. It carried 2,300 people"
    article = make_article()
    comment = post(article.discussion, author=ada, body=f"> {words}\n\nDid they?")
    paragraphs = TRAM.split("\n\n")
    make_article("\n\n".join(text for text in paragraphs if not text.startswith("In March")))
    work_off()
    page.goto(f"{server}{article.get_absolute_url()}")
    page.locator(f"#{comment.anchor} figcaption a").first.click()
    page.wait_for_url("**/versions/1/#p-1", wait_until="load")
    expect(page.locator("#p-1")).to_be_focused()
    (marked,) = page.evaluate(MARKED)
    assert marked.startswith("who missed it.")
    expect(page.locator("way-back")).to_be_hidden()


def test_from_a_comment_one_comes_to_what_changed_since(
    server: str, tram: Article, page: Page
) -> None:
    page.goto(f"{server}{tram.get_absolute_url()}")
    page.locator("article.comment").get_by_role("link", name="on an earlier version").click()
    expect(page.locator("#p-2")).to_contain_text("four hundred")
    page.get_by_role("link", name="See what has changed since").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What has changed")
    expect(page.locator(".passage-change")).to_have_count(3)
    expect(page.locator(".passage-change del").first).to_have_text("changed from: four ")
    page.get_by_role("link", name="today’s").click()
    page.get_by_role("link", name="changed").click()
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()


@pytest.mark.parametrize("change", [("غادر", "ترك"), ("الأجرة.", "الأجرة الصفراء.")])
def test_a_passage_written_from_right_to_left_is_told_so(
    change: tuple[str, str], server: str, page: Page, make_article: Callable[..., Article]
) -> None:
    make_article(RIGHT_TO_LEFT, "ar.txt")
    article = make_article(RIGHT_TO_LEFT.replace(*change), "ar.txt")
    page.goto(f"{server}{article.get_absolute_url()}versions/1/changes/")
    words = page.locator(".passage-change .wording")
    expect(words).to_have_css("direction", "rtl")
    expect(words.locator("ins")).to_contain_text(change[1].split()[-1])


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_of_an_articles_versions_suits_everybody(
    width: int,
    scheme: str,
    server: str,
    browser: Browser,
    tram: Article,
    make_article: Callable[..., Article],
) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    make_article(RIGHT_TO_LEFT, "ar.txt")
    other = make_article(RIGHT_TO_LEFT.replace("غادر", "ترك"), "ar.txt")
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    ).new_page()
    problems = []
    for article in (tram, other):
        for door in ("", "versions/", "versions/1/", "versions/2/", "versions/1/changes/"):
            page.goto(f"{server}{article.get_absolute_url()}{door}")
            found = looked_at_by_axe(page)
            if found.violations_count:
                problems.append((page.url, found.generate_report()))
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append((page.url, "wider than the screen"))
    assert problems == []
