"""Hearing of things while one reads, and following, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from forum import following
from forum.models import Comment, Discussion, Follow, Member, Notification
from forum.posting import post
from tests.browser.looking import looked_at_by_axe
from tests.browser.test_notifications import bell

LogIn = Callable[[Page, Member], None]
LONG = "It goes on and on, as long comments do. " * 60


def test_nora_follows_a_discussion_hears_of_it_and_ends_that_without_script(
    server: str,
    tram: str,
    browser: Browser,
    log_in: LogIn,
    discussion: Discussion,
    nora: Member,
    bob: Member,
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    log_in(page, nora)
    page.goto(tram)
    page.get_by_role("button", name="Follow this discussion").click()
    expect(page.get_by_role("button", name="Following this discussion")).to_have_attribute(
        "aria-pressed", "true"
    )
    for number in range(2):
        post(discussion, author=bob, body=f"Remark {number}.")
    assert following.tell_next()
    assert following.tell_next()
    page.goto(f"{server}/notifications/")
    entry = page.get_by_role("main").get_by_role("listitem").first
    expect(entry).to_contain_text("2 comments on an article that you follow")
    entry.locator("summary").click()
    expect(entry.get_by_role("link", name="Bob wrote on an article")).to_have_count(2)
    page.get_by_role("link", name="What you follow").click()
    page.get_by_role("button", name="Unfollow The tram that came back").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing yet.")
    assert not Follow.objects.exists()


def test_the_pages_of_what_one_is_told_and_follows_are_good_to_all(
    server: str,
    page: Page,
    log_in: LogIn,
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    nora: Member,
) -> None:
    for author in (bob, nora):
        post(adas_comment.discussion, author=author, body="So did I.", to=adas_comment)
    following.follow(bob, by=ada)
    log_in(page, ada)
    for address in ("/notifications/", "/accounts/following/"):
        page.goto(server + address)
        assert looked_at_by_axe(page).violations_count == 0


def test_a_comment_that_was_read_to_its_end_is_read_and_one_further_down_is_not(
    tram: str,
    page: Page,
    log_in: LogIn,
    adas_comment: Comment,
    ada: Member,
    bob: Member,
) -> None:
    first = post(adas_comment.discussion, author=bob, body="So did I.", to=adas_comment)
    post(adas_comment.discussion, author=bob, body=LONG, to=adas_comment)
    log_in(page, ada)
    page.goto(tram)
    bell(page, "Notifications, 2 unread")
    page.locator(f"#{first.anchor}").scroll_into_view_if_needed()
    bell(page, "Notifications, 1 unread")
    assert Notification.objects.exclude(read_at=None).get().comment == first


def test_the_bell_counts_what_happens_while_the_page_is_open(
    tram: str, page: Page, log_in: LogIn, adas_comment: Comment, ada: Member, bob: Member
) -> None:
    log_in(page, ada)
    with page.expect_response("**/live/**"):
        page.goto(tram)
    bell(page, "Notifications")
    post(adas_comment.discussion, author=bob, body="So did I.", to=adas_comment)
    bell(page, "Notifications, 1 unread")
