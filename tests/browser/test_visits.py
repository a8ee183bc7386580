"""What is new since one was here, marked and walked by keys."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from forum import paging, posting, threads, visiting
from forum.models import Comment, Discussion, Member, Visit
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]
HOUR = timedelta(hours=1)


def test_a_guests_browser_knows_what_is_new_since_they_were_here(
    page: Page, tram: str, adas_comment: Comment, bob: Member
) -> None:
    page.goto(tram)
    expect(page.locator(".new-comments")).to_be_hidden()
    kept = json.loads(page.evaluate("localStorage.visits"))
    [slug] = kept
    before = (timezone.now() - HOUR).isoformat()
    page.evaluate("kept => localStorage.visits = kept", json.dumps({slug: [before, before]}))
    Comment.objects.filter(pk=adas_comment.pk).update(appeared_at=timezone.now() - 2 * HOUR)
    answer = posting.post(
        adas_comment.discussion, author=bob, body="And the first one back.", to=adas_comment
    )
    page.goto(tram)
    expect(page.locator("new-comments")).to_contain_text("1 new since")
    expect(page.locator(".comment-new")).to_have_count(1)
    expect(page.locator(f"#{answer.anchor} .comment-new")).to_be_visible()
    looked_at_by_axe(page)
    page.get_by_role("link", name="Catch up").click()
    expect(page.get_by_role("heading", name="What is new")).to_be_visible()
    expect(page.locator(".comment")).to_have_count(1)
    looked_at_by_axe(page)
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator("new-comments")).to_contain_text("Nothing new")
    expect(page.locator(".comment-new")).to_have_count(0)


def test_n_walks_the_new_ones_also_folded_and_unloaded_ones(
    page: Page,
    tram: str,
    discussion: Discussion,
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    log_in: LogIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "PAGE", 4)
    for module in (threads, paging):
        monkeypatch.setattr(module, "REPLIES", 2)
    answers = [
        posting.post(discussion, author=bob, body=f"Answer {number}.", to=adas_comment)
        for number in range(5)
    ]
    visiting.look(discussion, by=ada)
    old = timezone.now() - 2 * HOUR
    Visit.objects.update(since=old + HOUR)
    new = [answers[1], answers[4]]
    Comment.objects.exclude(pk__in=[each.pk for each in new]).update(appeared_at=old)
    log_in(page, ada)
    page.goto(tram)
    expect(page.locator("new-comments")).to_contain_text("2 new since")
    page.get_by_role("button", name="Fold all").click()
    expect(page.locator(f"#{new[0].anchor}")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(f"#{new[0].anchor}")).to_be_focused()
    expect(page.locator(f"#{new[1].anchor}")).to_have_count(0)
    page.keyboard.press("n")
    expect(page.locator(f"#{new[1].anchor}")).to_be_in_viewport()
    expect(page.locator(f"#{new[1].anchor} .comment-new")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator(f"#{new[0].anchor}")).to_be_focused()
    box = page.get_by_role("textbox", name="Add to the discussion")
    box.fill("")
    box.press("n")
    expect(box).to_have_value("n")


def test_further_replies_are_marked_when_they_are_loaded(
    page: Page,
    tram: str,
    discussion: Discussion,
    adas_comment: Comment,
    bob: Member,
    nora: Member,
    log_in: LogIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visiting.look(discussion, by=nora)
    monkeypatch.setattr(threads, "PAGE", 4)
    for module in (threads, paging):
        monkeypatch.setattr(module, "REPLIES", 2)
    for number in range(5):
        posting.post(discussion, author=bob, body=f"Answer {number}.", to=adas_comment)
    log_in(page, nora)
    page.goto(tram)
    expect(page.locator(".comment-new")).to_have_count(2)
    page.get_by_role("link", name="3 more replies").click()
    expect(page.locator(".comment-new")).to_have_count(5)


@pytest.mark.parametrize("is_guest", [True, False])
def test_what_was_shown_live_is_not_new_next_time(
    page: Page, tram: str, bobs_answer: Comment, adas_comment: Comment, bob: Member, nora: Member,
    log_in: LogIn, is_guest: bool,
) -> None:  # fmt: skip
    if not is_guest:
        log_in(page, nora)
    with page.expect_response(re.compile("/live/")):
        page.goto(tram)
    shown = posting.post(adas_comment.discussion, author=bob, body="Shown.", to=adas_comment)
    button = page.get_by_role("button", name="1 new reply — show")
    expect(button).to_be_visible()
    if is_guest:
        button.click()
    else:
        with page.expect_response(re.compile("/visit/")):
            button.click()
    expect(page.locator(f"#{shown.anchor}")).to_be_visible()
    later = posting.post(adas_comment.discussion, author=bob, body="Said later.")
    page.goto(tram)
    expect(page.locator("new-comments")).to_contain_text("1 new since")
    expect(page.locator(f"#{later.anchor} .comment-new")).to_be_visible()
    expect(page.locator(".comment-new")).to_have_count(1)


def test_times_are_told_by_the_clock_of_the_device_or_by_that_which_a_member_has_chosen(
    browser: Browser, tram: str, adas_comment: Comment, ada: Member, log_in: LogIn
) -> None:
    at = datetime(2026, 3, 4, 19, 30, tzinfo=UTC)
    Comment.objects.update(edited_at=at, posted_at=at, appeared_at=at)
    page = browser.new_context(timezone_id="Asia/Tokyo").new_page()
    page.goto(f"{tram}?since=2026-03-04T18:00")
    for place in (".comment-time time", ".comment-edited time"):
        expect(page.locator(place)).to_have_attribute("title", "5 March 2026, 04:30 GMT+9")
    expect(page.locator("new-comments")).to_contain_text("1 new since 5 March 2026, 03:00")
    ada.time_zone = "Africa/Lagos"
    ada.save()
    log_in(page, ada)
    page.goto(tram)
    for place in (".comment-time time", ".comment-edited time"):
        expect(page.locator(place)).to_have_attribute("title", "4 March 2026, 20:30 GMT+1")
