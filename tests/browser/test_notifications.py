"""Being told of a quote, and following it, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from forum.models import Comment, Member
from forum.posting import post
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]


def bell(page: Page, name: str) -> None:
    """Waits until the bell is called so."""
    expect(
        page.get_by_role("banner").get_by_role("link", name="Notifications")
    ).to_have_accessible_name(name)


def test_ada_learns_that_bob_misquoted_her_and_goes_there(
    server: str, page: Page, log_in: LogIn, adas_comment: Comment, ada: Member, bob: Member
) -> None:
    body = "> I took the earlier tram on its first night.\n\nYou did?"
    misquoting = post(adas_comment.discussion, author=bob, body=body)
    log_in(page, ada)
    page.goto(server)
    bell(page, "Notifications, 1 unread")
    page.get_by_role("link", name="Notifications, 1 unread").press("Enter")
    told = page.get_by_role("main").get_by_role("listitem")
    expect(told).to_contain_text("New")
    expect(told).to_contain_text("Altered: 1 word changed")
    expect(told.locator("del")).to_contain_text("later")
    expect(told.locator("ins")).to_contain_text("earlier")
    assert looked_at_by_axe(page).violations_count == 0
    told.get_by_role("link", name="Bob quoted you").click()
    expect(page.locator(":target")).to_have_id(misquoting.anchor)
    bell(page, "Notifications")


def test_from_a_notification_ada_finds_her_own_words(
    server: str, page: Page, log_in: LogIn, adas_comment: Comment, ada: Member, bob: Member
) -> None:
    post(adas_comment.discussion, author=bob, body="> the later tram\n\nThat one?", to=adas_comment)
    log_in(page, ada)
    page.goto(f"{server}/notifications/")
    page.get_by_role("link", name="Your comment").click()
    expect(page.locator(f"#{adas_comment.anchor}")).to_be_focused()
    marked = page.evaluate("""[...CSS.highlights.get("quoted-words")].map(String)""")
    assert marked == ["the later tram"]
    bell(page, "Notifications, 1 unread")


def test_without_script_all_is_marked_as_read_at_the_press_of_a_button(
    server: str, browser: Browser, log_in: LogIn, bobs_answer: Comment, ada: Member
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    log_in(page, ada)
    page.goto(f"{server}/notifications/")
    page.get_by_role("button", name="Mark all as read").click()
    bell(page, "Notifications")
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text("Bob answered you")
    expect(page.get_by_role("main")).not_to_contain_text("New")
    expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
