"""A reader asks, an editor answers, and what was answered stands beside the passage."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from articles.readers import plain_text
from forum import correcting
from forum.importing import bring_in
from forum.models import Comment, EditorsAnswer, Member
from forum.posting import post
from forum.working import work_off
from tests.browser.looking import looked_at_by_axe
from tests.conftest import TRAM

LogIn = Callable[[Page, Member], None]
PEOPLE = "It carried 2,300 people in its first night"
WIDTHS = (1600, 1280, 1248, 1247, 992, 832, 390, 320)


@pytest.fixture
def other_page(browser: Browser) -> Iterator[Page]:
    """The editor's browser."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def fits(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def complaints(page: Page) -> list[Any]:
    rows = looked_at_by_axe(page).response["violations"]
    return [(row["id"], [node["html"][:200] for node in row["nodes"]]) for row in rows]


def test_a_possible_error_is_asked_about_corrected_and_told(
    server: str, tram: str, page: Page, other_page: Page, log_in: LogIn, ada: Member, edith: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    asks = page.get_by_label("Ask the editors")
    expect(asks).to_be_hidden()
    page.locator("form.composer textarea").fill(f"> {PEOPLE}\n\nThe operator says 2,030.")
    asks.select_option("A possible error")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment-asks")).to_have_text("Possible error")
    expect(asks).to_be_hidden()
    page.reload()
    mark = page.locator("#p-2 .question-mark")
    expect(mark).to_have_accessible_name("1 open question of fact about this paragraph")

    data = TRAM.replace("2,300", "2,030").encode()
    bring_in(plain_text.read(data), source="tram.txt")
    work_off()
    log_in(other_page, edith)
    other_page.goto(f"{server}/admin/corrections/")
    expect(other_page.get_by_label("Corrected in")).to_have_value("2")
    other_page.get_by_label("Corrected", exact=True).check()
    other_page.get_by_label("Your answer").fill("They were 2,030.")
    other_page.get_by_role("button", name="Answer", exact=True).click()
    expect(other_page.get_by_text("those who asked are told")).to_be_visible()

    page.reload()
    answer = page.locator(".editors-answer")
    expect(answer).to_contain_text("Corrected")
    expect(answer).to_contain_text("They were 2,030.")
    expect(page.locator(".question-mark")).to_have_count(0)
    answer.get_by_role("link", name="What changed").click()
    expect(page.locator(".passage-change del")).to_contain_text("2,300")
    page.get_by_role("link", name="Notifications, 1 unread").click()
    page.get_by_role("link", name="The editors answered you: corrected").click()
    expect(page.get_by_role("heading", name="Corrections and clarifications")).to_be_visible()
    expect(page.locator(".editors-answer:target")).to_contain_text("They were 2,030.")


@pytest.fixture
def answered(article: Article, ada: Member, edith: Member) -> EditorsAnswer:
    """The second passage is answered about, and asked about once more."""
    asked = post(article.discussion, author=ada, body=f"> {PEOPLE}\n\nHow many?", asks="fact")
    words = {"kind": "clarified", "words": "Counted at the doors. " * 20}
    answer = correcting.answer([asked], version=article.current, passage=2, by=edith, **words)
    post(article.discussion, author=ada, body=f"> {PEOPLE}\n\nBoth ways?", asks="error")
    return answer


def test_an_answer_stands_beside_its_passage_or_below_it(
    tram: str, answered: EditorsAnswer, page: Page
) -> None:
    page.goto(tram)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        text, answer, mark, following = (
            page.locator(each).bounding_box()
            for each in ("#p-2", ".editors-answer", "#p-2 .question-mark", "#p-3")
        )
        assert text
        assert answer
        assert mark
        assert following
        if width >= 1248:
            assert answer["x"] > text["x"] + text["width"]
            assert mark["y"] + mark["height"] <= answer["y"]
            assert following["y"] < answer["y"] + answer["height"]
        else:
            assert text["y"] + text["height"] <= answer["y"]
            assert answer["y"] + answer["height"] <= following["y"]
        assert answer["x"] + answer["width"] <= width
        assert fits(page)


def test_what_editors_answered_is_not_quoted_as_the_article(
    tram: str, answered: EditorsAnswer, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.evaluate(
        """() => {
          const range = document.createRange();
          range.setStartBefore(document.querySelector("#p-2"));
          range.setEndAfter(document.querySelector("#p-3"));
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    page.keyboard.press("q")
    box = page.locator("form.composer textarea")
    page.wait_for_function("document.querySelector('form.composer textarea').value")
    said = box.input_value()
    assert "What changed" in said
    assert "Counted at the doors" not in said


def test_axe_finds_nothing_and_everything_fits(
    server: str, tram: str, answered: EditorsAnswer, page: Page, log_in: LogIn, edith: Member
) -> None:
    data = TRAM.replace("Two of the six", "Three of the six").encode()
    bring_in(plain_text.read(data), source="tram.txt")
    log_in(page, edith)
    desk = f"{server}/admin/corrections/"
    for address in (tram, f"{tram}corrections/", desk, f"{desk}?list=answered"):
        page.goto(address)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            for change in page.get_by_text("Change the answer").all():
                change.click()
            assert complaints(page) == [], address
            assert fits(page), address


def test_without_script_it_works_as_well(
    tram: str, browser: Browser, log_in: LogIn, ada: Member
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, ada)
    page.goto(tram)
    page.locator("form.composer textarea").fill("How many?")
    page.get_by_label("Ask the editors").select_option("A question of fact")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Which words is your question about?")).to_be_visible()
    expect(page.get_by_label("Ask the editors")).to_have_value("fact")
    page.locator("form.composer textarea").fill(f"> {PEOPLE}\n\nHow many?")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment-asks")).to_have_text("Question of fact")
    assert Comment.objects.get().question.kind == "fact"
    context.close()
