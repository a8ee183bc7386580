"""A reader who doesn't want to read what somebody says."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from articles.models import Article
from forum import muting, posting
from forum.models import Comment, Member
from tests.browser.looking import looked_at_by_axe
from tests.browser.test_live import live

LogIn = Callable[[Page, Member], None]
LINE = "A comment by someone you muted"


def test_a_muted_members_comment_is_a_line_that_opens(
    page: Page, tram: str, bobs_answer: Comment, bob: Member, nora: Member, log_in: LogIn
) -> None:
    log_in(page, nora)
    page.goto(tram)
    comment = page.locator(f"#{bobs_answer.anchor}")
    comment.locator("summary", has_text="More").click()
    comment.get_by_role("link", name="Mute Bob").click()
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_text("You have muted Bob.")).to_be_visible()
    page.goto(tram)
    words = comment.locator(".comment-body")
    expect(words).to_be_hidden()
    expect(comment.locator(".comment-author")).to_be_hidden()
    looked_at_by_axe(page)
    line = comment.get_by_text(LINE)
    line.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    looked_at_by_axe(page)
    page.keyboard.press("Enter")
    expect(words).to_be_hidden()


def test_what_a_muted_member_says_comes_along_with_what_others_say(
    page: Page,
    tram: str,
    article: Article,
    adas_comment: Comment,
    bob: Member,
    nora: Member,
    ada: Member,
    log_in: LogIn,
) -> None:
    muting.mute(bob, by=nora)
    log_in(page, nora)
    live(page, tram)
    with page.expect_response(re.compile("/news/")):
        muted = posting.post(article.discussion, author=bob, body="Hear me!")
    posting.post(article.discussion, author=ada, body="I have more to say.")
    page.get_by_role("button", name="1 new comment — show").click()
    expect(page.get_by_text("I have more to say.")).to_be_visible()
    expect(page.locator(f"#{muted.anchor}").get_by_text(LINE)).to_be_visible()
    expect(page.get_by_text("Hear me!")).to_be_hidden()
    expect(page.locator(f"#{muted.anchor} .comment-new")).to_have_count(0)
