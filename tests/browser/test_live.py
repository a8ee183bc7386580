"""A discussion that others go on with while its page is open."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from forum import moderating, posting, recommending
from forum.models import Comment, Member
from forum.streams import Stream, streams
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]
TOP = "document.getElementById('{}').getBoundingClientRect().top"
LOOKED_AT = """
    Object.defineProperty(document, "hidden", {{ value: {}, configurable: true }});
    document.dispatchEvent(new Event("visibilitychange"));
"""
OPENED = """
    globalThis.opened = [];
    globalThis.EventSource = class extends EventTarget {
      constructor(address) { super(); this.address = address; opened.push(this); }
      close() { this.isClosed = true; }
    };
"""


def live(page: Page, address: str) -> Page:
    """Opens the page, and waits until it is connected."""
    with page.expect_response(re.compile("/live/")):
        page.goto(address)
    return page


def many(article: Article, author: Member, number: int = 12) -> list[Comment]:
    words = "It goes on and on, as long comments do. " * 8
    return [
        posting.post(article.discussion, author=author, body=f"Number {count}. {words}")
        for count in range(number)
    ]


def answered(comment: Comment, by: Member, times: int) -> list[Comment]:
    return [
        posting.post(comment.discussion, author=by, body=f"Reply {count}.", to=comment)
        for count in range(times)
    ]


def test_new_comments_are_announced_and_shown_without_moving_what_is_read(
    page: Page, tram: str, article: Article, ada: Member, bob: Member
) -> None:
    comments = many(article, ada)
    live(page, tram)
    read = comments[6].anchor
    page.locator(f"#{read}").scroll_into_view_if_needed()
    top = page.evaluate(TOP.format(read))
    new = posting.post(article.discussion, author=bob, body="I have only just come in.")
    button = page.get_by_role("button", name="1 new comment — show")
    expect(button).to_be_visible()
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    expect(page.get_by_text("I have only just come in.")).to_have_count(0)
    assert abs(page.evaluate(TOP.format(read)) - top) < 1
    button.dispatch_event("click")
    expect(page.locator(f"#{new.anchor}")).to_contain_text("I have only just come in.")
    expect(page.locator(f"#{new.anchor} .comment-new")).to_be_visible()
    assert abs(page.evaluate(TOP.format(read)) - top) < 1
    expect(page).not_to_have_title(re.compile(r"^\("))
    expect(page.locator("comment-count")).to_have_text("13 comments")
    looked_at_by_axe(page)
    page.get_by_role("link", name="Go to what is new").click()
    expect(page.locator(f"#{new.anchor}")).to_be_in_viewport()


def test_an_answer_is_announced_in_its_thread(
    page: Page, tram: str, adas_comment: Comment, bob: Member
) -> None:
    live(page, tram)
    answer = posting.post(
        adas_comment.discussion, author=bob, body="And the first one back.", to=adas_comment
    )
    page.get_by_role("button", name="1 new reply — show").click()
    shown = page.locator(f"li:has(> #{adas_comment.anchor}) .thread #{answer.anchor}")
    expect(shown).to_be_visible()
    expect(shown).to_be_focused()


def test_a_folded_branch_counts_what_comes_below_it_once(
    page: Page, tram: str, bobs_answer: Comment, adas_comment: Comment, nora: Member
) -> None:
    live(page, tram)
    line = page.locator(f"#{adas_comment.anchor} + .branch > summary")
    line.click()
    answer = posting.post(adas_comment.discussion, author=nora, body="He did.", to=bobs_answer)
    expect(line).to_have_text("2 answers to Ada")
    expect(page.locator(f"#{answer.anchor}")).to_have_count(0)
    page.get_by_role("button", name="1 new reply — show").click()
    expect(page.locator(f"#{bobs_answer.anchor} + .branch #{answer.anchor}")).to_be_visible()
    expect(line).to_have_text("2 answers to Ada")
    below = page.locator(f"#{bobs_answer.anchor} + .branch > summary")
    expect(below).to_have_text("1 answer to Bob")


def test_an_answer_below_what_the_page_does_not_hold_is_counted_where_it_hangs(
    page: Page, tram: str, adas_comment: Comment, bob: Member, nora: Member
) -> None:
    discussion = adas_comment.discussion
    replies = answered(adas_comment, bob, 49)
    unseen = posting.post(discussion, author=bob, body="Not on the page.", to=replies[0])
    live(page, tram)
    line = page.locator(f"#{adas_comment.anchor} + .branch > summary")
    more = page.locator("more-replies a")
    expect(more).to_have_text("10 more replies")
    expect(line).to_have_text("50 answers to Ada")
    beside = posting.post(discussion, author=nora, body="Out of sight.", to=replies[-1])
    expect(more).to_have_text("11 more replies")
    expect(line).to_have_text("51 answers to Ada")
    below = posting.post(discussion, author=nora, body="Deep below.", to=unseen)
    expect(more).to_have_text("12 more replies")
    expect(line).to_have_text("52 answers to Ada")
    more.click()
    expect(page.locator(f"#{unseen.anchor}")).to_be_attached()
    expect(line).to_have_text("52 answers to Ada")
    expect(more).to_have_count(0)  # but for those that are announced, all are there
    page.get_by_role("button", name="2 new replies — show").click()
    for answer, answered_one in ((beside, replies[-1]), (below, unseen)):
        place = page.locator(f"#{answered_one.anchor} + .branch #{answer.anchor}")
        expect(place).to_be_attached()
    expect(line).to_have_text("52 answers to Ada")


def test_what_hangs_below_what_is_not_there_is_shown_above_it_and_finds_its_place_when_that_comes(
    page: Page, tram: str, adas_comment: Comment, bob: Member, nora: Member
) -> None:
    discussion = adas_comment.discussion
    first = answered(adas_comment, bob, 49)[0]
    unseen = posting.post(discussion, author=bob, body="Not on the page.", to=first)
    answered(adas_comment, bob, 3)
    live(page, tram)
    more = page.locator("more-replies a")
    expect(more).to_have_text("13 more replies")
    answer = posting.post(discussion, author=nora, body="Below it.", to=unseen)
    expect(more).to_have_text("14 more replies")
    page.get_by_role("button", name="1 new reply — show").click()
    branch = page.locator(f"#{first.anchor} + .branch")
    expect(branch.locator(f"#{answer.anchor}")).to_be_visible()
    expect(branch.locator("> summary")).to_have_text("1 answer to Bob")
    expect(more).to_have_text("13 more replies")
    line = page.locator(f"#{adas_comment.anchor} + .branch > summary")
    expect(line).to_have_text("54 answers to Ada")
    more.click()  # the first fifty come; the answer is the fifty-fourth
    expect(branch.locator(f"#{unseen.anchor} + .branch #{answer.anchor}")).to_be_visible()
    expect(page.locator(f"#{answer.anchor}")).to_have_count(1)
    expect(branch.locator("> summary")).to_have_text("2 answers to Bob")
    expect(more).to_have_text("3 more replies")
    expect(line).to_have_text("54 answers to Ada")


def test_the_first_answer_can_be_folded_at_once(
    page: Page, tram: str, adas_comment: Comment, bob: Member, log_in: LogIn
) -> None:
    log_in(page, bob)
    live(page, tram)
    page.locator(f"#{adas_comment.anchor}").get_by_role("link", name="Reply").click()
    page.locator("li > composer-form textarea").fill("Nobody had answered so far.")
    page.locator("li > composer-form").get_by_role("button", name="Post comment").click()
    branch = page.locator(f"#{adas_comment.anchor} + .branch")
    answer = branch.locator(".comment")
    expect(answer).to_be_focused()
    expect(branch.locator("> summary")).to_have_text("1 answer to Ada")
    branch.locator("> summary").click()
    expect(answer).to_be_hidden()
    page.reload()
    expect(answer).to_be_hidden()
    looked_at_by_axe(page)


def test_what_changes_in_a_comment_changes_in_its_place(
    page: Page, tram: str, adas_comment: Comment, ada: Member, bob: Member, mira: Member,
    nora: Member, log_in: LogIn,
) -> None:  # fmt: skip
    log_in(page, nora)
    live(page, tram)
    shown = page.locator(f"#{adas_comment.anchor}")
    shown.scroll_into_view_if_needed()
    recommending.recommend(adas_comment, by=bob)
    expect(shown.locator(".comment-actions")).to_contain_text("1")
    posting.edit(adas_comment, by=ada, body="I took the earlier one.", version=1)
    expect(shown).to_contain_text("I took the later tram")
    shown.get_by_role("button", name="Edited just now — show").click()
    expect(shown).to_contain_text("I took the earlier one.")
    moderating.remove(adas_comment, by=mira, reason="Off topic.")
    page.locator("h1").click()  # the comment has the focus, and waits for it to leave
    expect(page.locator(f"#{adas_comment.anchor}.comment-tombstone")).to_be_visible()
    expect(page.locator("comment-count")).to_have_text("No comments yet")


def test_passages_that_are_quoted_get_their_marks(
    page: Page, tram: str, article: Article, bob: Member
) -> None:
    passage = article.current.body.passages[2]
    live(page, tram)
    posting.post(article.discussion, author=bob, body=f"> {passage.text}\n\nQuite.")
    expect(page.locator(f"#{passage.id} .margin-mark")).to_have_attribute("data-comments", "1")


def test_whoever_answers_learns_what_happened_meanwhile(
    page: Page, tram: str, adas_comment: Comment, ada: Member, bob: Member, nora: Member,
    log_in: LogIn,
) -> None:  # fmt: skip
    log_in(page, bob)
    live(page, tram)
    page.locator(f"#{adas_comment.anchor}").get_by_role("link", name="Reply").click()
    box = page.locator("li > composer-form textarea")
    box.fill("Half a sentence")
    posting.post(adas_comment.discussion, author=nora, body="Nora is faster.", to=adas_comment)
    told = page.locator(".composer-news")
    expect(told).to_contain_text("answered once while you were writing")
    posting.edit(adas_comment, by=ada, body="I took the earlier one.", version=1)
    expect(told).to_contain_text("edited while you were writing")
    told.get_by_text("What it said").click()
    expect(told.locator(".comment-body")).to_contain_text("I took the later tram")
    box.focus()
    expect(box).to_have_value("Half a sentence")
    expect(box).to_be_focused()


def test_ones_own_comment_is_not_announced(
    page: Page, tram: str, article: Article, bob: Member, log_in: LogIn
) -> None:
    log_in(page, bob)
    live(page, tram)
    page.get_by_label("Add to the discussion").fill("It is me who says it.")
    with page.expect_response(re.compile("/news/")):
        page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("new comment"))).to_have_count(0)


def test_who_follows_from_the_composer_sees_it_at_the_button_above(
    page: Page, tram: str, article: Article, bob: Member, log_in: LogIn
) -> None:
    log_in(page, bob)
    page.goto(tram)
    expect(page.get_by_role("button", name="Follow this discussion")).to_be_visible()
    page.get_by_label("Follow this discussion").check()
    page.get_by_label("Add to the discussion").fill("What do others say?")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("button", name="Following this discussion")).to_be_visible()
    expect(page.get_by_label("Follow this discussion")).to_have_count(0)
    page.get_by_role("button", name="Following this discussion").click()
    expect(page.get_by_role("button", name="Follow this discussion")).to_be_visible()


def test_a_page_that_was_out_of_reach_catches_up(
    page: Page, tram: str, article: Article, bob: Member
) -> None:
    live(page, tram)
    page.context.set_offline(True)
    streams.close_all()
    expect(page.get_by_text("Not live just now.")).to_be_visible()
    looked_at_by_axe(page)
    posting.post(article.discussion, author=bob, body="Said meanwhile.")
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="1 new comment — show")).to_be_visible()
    expect(page.get_by_text("Not live just now.")).to_be_hidden()


def test_a_page_that_hears_nothing_connects_anew_and_catches_up(
    page: Page, tram: str, article: Article, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.clock.install()
    live(page, tram)
    monkeypatch.setattr(Stream, "take", lambda *_: None)  # as on a connection that is half open
    posting.post(article.discussion, author=bob, body="Said into the void.")
    with page.expect_response(re.compile("/live/")):
        page.clock.fast_forward(50_000)
    expect(page.get_by_role("button", name="1 new comment — show")).to_be_visible()


def test_a_page_that_hears_a_pulse_stays_connected(page: Page, tram: str) -> None:
    page.clock.install()
    page.add_init_script(OPENED)
    page.goto(tram)
    page.wait_for_function("opened.length === 1")
    page.clock.fast_forward(40_000)
    page.evaluate("opened[0].dispatchEvent(new Event('pulse'))")
    page.clock.fast_forward(40_000)
    assert page.evaluate("opened.length") == 1
    page.clock.fast_forward(10_000)
    assert page.evaluate("opened.length") == 2


def test_a_page_that_nobody_looks_at_closes_its_stream_and_goes_on_where_it_was(
    page: Page, tram: str
) -> None:
    page.add_init_script(OPENED)
    page.goto(tram)
    page.wait_for_function("opened.length === 1")
    page.evaluate(
        "opened[0].dispatchEvent("
        "new MessageEvent('change', { data: '{\"comment\": 7}', lastEventId: '912' }))"
    )
    page.evaluate(LOOKED_AT.format("true"))
    page.evaluate(LOOKED_AT.format("false"))
    assert page.evaluate("opened.map(({ isClosed = false }) => isClosed)") == [True, False]
    assert page.evaluate("opened[1].address").endswith("?after=912")


def test_without_script_there_is_a_link(browser: Browser, tram: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(tram)
    page.get_by_role("link", name="Refresh").click()
    expect(page).to_have_url(tram)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_notice_fits(page: Page, tram: str, article: Article, bob: Member, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    live(page, tram)
    posting.post(article.discussion, author=bob, body="A word.")
    expect(page.get_by_role("button", name="1 new comment — show")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
