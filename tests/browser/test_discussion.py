"""Reading, writing and moderating in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from forum.flagging import flag
from forum.models import Comment, Member, Quote
from forum.posting import post
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]
NIGHT = "I took the later tram on its first night."


@pytest.fixture
def plain_page(browser: Browser) -> Page:
    """A browser that runs no scripts."""
    return browser.new_context(java_script_enabled=False).new_page()


def test_ada_quotes_a_passage_and_posts_without_leaving_the_page(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.locator("form.composer textarea").fill(
        "> Nobody had counted who missed it.\n\nI had. There were forty of us."
    )
    page.get_by_role("button", name="Post comment").click()
    comment = page.locator("article.comment").filter(has_text="There were forty of us.")
    expect(comment.locator("figure.quote")).to_have_attribute("data-fidelity", "verbatim")
    expect(comment.locator("figcaption a")).to_have_attribute("href", "#p-1")
    assert page.url.split("#")[0] == tram
    expect(page.locator("form.composer textarea")).to_have_value("")
    assert Quote.objects.get().passages == [1]


def test_bob_answers_in_place_and_the_answer_stands_under_what_it_answers(
    tram: str, page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    log_in(page, bob)
    page.goto(tram)
    page.locator(f"#comment-{adas_comment.pk}").get_by_role("link", name="Reply").click()
    box = page.locator("ol.thread form.composer textarea")
    expect(box).to_be_focused()
    box.fill("So did I.")
    box.press("Control+Enter")
    answer = page.locator("ol.thread ol.thread article.comment")
    expect(answer).to_contain_text("So did I.")
    assert Comment.objects.get(author=bob).parent == adas_comment


def test_who_reported_a_comment_reads_below_it_why_they_do_not_answer_it(
    tram: str, page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    flag(adas_comment, by=bob, reason="spam")
    log_in(page, bob)
    page.goto(tram)
    reply = page.locator(f"#comment-{adas_comment.pk}").get_by_role("link", name="Reply")
    reply.click()
    reason = page.locator("ol.thread .no-composer")
    expect(reason).to_be_focused()
    expect(reason).to_contain_text("You have reported the comment that you are answering")
    assert looked_at_by_axe(page).violations_count == 0
    page.keyboard.press("Escape")
    expect(reason).to_have_count(0)
    expect(reply).to_be_focused()


def test_escape_closes_the_composer_and_gives_the_focus_back(
    tram: str, page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    log_in(page, bob)
    page.goto(tram)
    reply = page.locator(f"#comment-{adas_comment.pk}").get_by_role("link", name="Reply")
    reply.click()
    page.locator("ol.thread form.composer textarea").press("Escape")
    expect(page.locator("ol.thread form.composer")).to_have_count(0)
    expect(reply).to_be_focused()


def test_a_refusal_is_told_where_one_writes_and_the_words_stay(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.locator("form.composer textarea").fill("> Nobody had counted who missed it.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("form.composer")).to_contain_text("only quotes")
    expect(page.locator("form.composer textarea")).to_have_value(
        "> Nobody had counted who missed it."
    )


def test_a_draft_is_there_again_after_a_reload(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.locator("form.composer textarea").press_sequentially("Half a tho")
    expect(page.locator("form.composer")).to_contain_text("Draft saved")
    page.reload()
    expect(page.locator("form.composer textarea")).to_have_value("Half a tho")


def test_what_is_typed_survives_being_offline(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.locator("form.composer textarea").fill(NIGHT)
    page.context.set_offline(True)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("form.composer")).to_contain_text("can’t be reached")
    expect(page.locator("form.composer textarea")).to_have_value(NIGHT)
    page.context.set_offline(False)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article.comment")).to_contain_text(NIGHT)
    assert Comment.objects.count() == 1


def test_a_preview_shows_the_marks_before_posting(
    tram: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    log_in(page, ada)
    page.goto(tram)
    page.locator("form.composer textarea").fill("> Somebody had counted who missed it.\n\nWho?")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("form.composer figure.quote")).to_have_attribute("data-fidelity", "altered")
    assert not Comment.objects.exists()


def test_recommending_takes_one_click_and_can_be_taken_back(
    tram: str, page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    log_in(page, bob)
    page.goto(tram)
    comment = page.locator(f"#comment-{adas_comment.pk}")
    comment.get_by_role("button", name="Recommend").click()
    expect(comment.get_by_role("button", name="Recommended")).to_contain_text("1")
    comment.get_by_role("button", name="Recommended").click()
    expect(comment.get_by_role("button", name="Recommend", exact=True)).to_be_visible()


def test_without_script_one_reads_quotes_answers_edits_and_withdraws(
    tram: str, plain_page: Page, log_in: LogIn, bob: Member, adas_comment: Comment
) -> None:
    page = plain_page
    log_in(page, bob)
    page.goto(f"{tram}passages/p-1/")
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Quote").click()
    box = page.locator("form.composer textarea")
    box.fill(box.input_value() + "Nobody at all?")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("figure.quote[data-fidelity=verbatim]")).to_be_visible()

    page.locator(f"#comment-{adas_comment.pk}").get_by_role("link", name="Quote").click()
    page.get_by_role("button", name="Quote").click()
    box = page.locator("form.composer textarea")
    assert NIGHT in box.input_value()
    box.fill(box.input_value() + "Was it full?")
    page.get_by_role("button", name="Post comment").click()
    answer = page.locator("ol.thread ol.thread article.comment")
    expect(answer.locator("figcaption")).to_contain_text("Ada")

    answer.get_by_role("link", name="Edit").click()
    page.locator("textarea[name=body]").fill("Was it very full?")
    page.get_by_role("button", name="Save").click()
    expect(answer).to_contain_text("very full")

    answer.locator("summary", has_text="More").click()
    answer.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    assert Comment.objects.get(parent=adas_comment).status == "withdrawn"


def test_a_moderator_removes_an_answer_and_restores_it(
    tram: str, page: Page, log_in: LogIn, mira: Member, bobs_answer: Comment
) -> None:
    log_in(page, mira)
    page.goto(tram)
    place = page.locator(f"#comment-{bobs_answer.pk}")
    place.locator("summary", has_text="More").click()
    place.get_by_role("link", name="Moderate").click()
    page.get_by_role("link", name="Record of").click()
    page.get_by_role("combobox", name="Decision").select_option("remove")
    page.get_by_label("Reason").fill("Off topic")
    page.get_by_role("button", name="Decide").click()
    reader = page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    reader.goto(tram)
    expect(reader.locator("main")).not_to_contain_text("So did I.")
    # Nobody has answered it, so only those who follow its link are told that it was there.
    expect(reader.locator("main")).not_to_contain_text("Off topic")
    reader.goto(f"{tram.partition('/articles')[0]}{bobs_answer.get_absolute_url()}")
    expect(reader.locator(f"#comment-{bobs_answer.pk}")).to_contain_text("Off topic")
    expect(reader.locator("main")).not_to_contain_text("So did I.")

    page.goto(tram)
    place.locator("summary", has_text="More").click()
    place.get_by_role("link", name="Moderate").click()
    page.get_by_role("link", name="Record of").click()
    page.get_by_role("combobox", name="Decision").select_option("restore")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    reader.reload()
    expect(reader.locator("main")).to_contain_text("So did I.")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_every_page_of_the_discussion_suits_everybody(
    width: int,
    scheme: str,
    server: str,
    browser: Browser,
    log_in: LogIn,
    ada: Member,
    bob: Member,
    mira: Member,
    bobs_answer: Comment,
) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    article = bobs_answer.discussion.article
    altered = (
        "> Somebody had counted who missed it.\n\nWho?\n\n> Trams fly.\n\n- a list\n- of things"
    )
    post(article.discussion, author=ada, body=altered)
    gone = post(article.discussion, author=bob, body="Buy watches.")
    gone.become("removed", by=mira, reason="Spam")
    page = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    ).new_page()
    addresses = [
        "/",
        "/sections/cities/",
        "/authors/lena-horvat/",
        article.get_absolute_url(),
        f"{article.get_absolute_url()}passages/p-1/",
        "/members/Ada/",
        "/quotes/",
        "/rules/",
        "/nothing-here/",
    ]
    own = [
        f"{article.get_absolute_url()}comments/",
        f"/comments/{bobs_answer.pk}/reply/?quote=1",
        f"/comments/{bobs_answer.pk}/flag/",
        f"/comments/{bobs_answer.parent_id}/edit/",
        f"/comments/{bobs_answer.parent_id}/withdrawal/",
        f"/comments/{bobs_answer.parent_id}/history/",
        "/notifications/",
    ]
    problems = []
    for person in (None, ada):
        if person:
            log_in(page, person)
        for address in addresses + (own if person else []):
            page.goto(f"{server}{address}")
            found = looked_at_by_axe(page)
            if found.violations_count:
                problems.append((address, found.generate_report()))
            overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            if overflow:
                problems.append((address, "wider than the screen"))
    assert problems == []
