"""Mentioning somebody, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from forum.models import Comment, Discussion, Member, Notification
from forum.posting import post
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]


def test_bob_mentions_ada_by_the_first_letters_of_her_name(
    tram: str, page: Page, log_in: LogIn, adas_comment: Comment, bob: Member
) -> None:
    log_in(page, bob)
    page.goto(tram)
    box = page.locator("form.composer textarea")
    box.focus()
    page.keyboard.type("So @a")
    option = page.get_by_role("option", name="Ada")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(page.locator("#announcements")).to_contain_text("Ada. Enter takes it")
    assert looked_at_by_axe(page).violations_count == 0
    page.keyboard.press("Enter")
    expect(box).to_have_value("So @Ada ")
    expect(option).to_have_count(0)
    page.keyboard.type("said.")
    page.get_by_role("button", name="Post comment").click()
    mention = page.locator(".comment-body").get_by_role("link", name="@Ada")
    expect(mention).to_be_visible()
    assert Notification.objects.get().kind == Notification.Kind.MENTION
    mention.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada")


def test_the_arrows_choose_a_click_takes_and_escape_closes_the_list_only(
    tram: str,
    page: Page,
    log_in: LogIn,
    discussion: Discussion,
    bob: Member,
    adas_comment: Comment,
    make_member: Callable[..., Member],
) -> None:
    for name in ("Lena Hoyt", "Lena Klein"):
        post(discussion, author=make_member(name), body=f"{name} was here.")
    log_in(page, bob)
    page.goto(tram)
    page.locator(f"#comment-{adas_comment.pk}").get_by_role("link", name="Reply").click()
    box = page.locator("ol.thread form.composer textarea")
    expect(box).to_be_focused()
    page.keyboard.type("@lena")
    expect(page.get_by_role("option")).to_have_text(["LK Lena Klein", "LH Lena Hoyt"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_value("@lena")
    page.keyboard.type(" ")
    expect(page.get_by_role("option", name="Lena Klein")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(box).to_have_value("@Lena Hoyt ")
    page.keyboard.type("and @Le")
    page.get_by_role("option", name="Lena Klein").click()
    expect(box).to_have_value("@Lena Hoyt and @Lena Klein ")
    expect(box).to_be_focused()


def test_an_address_is_no_beginning_of_a_name_and_a_line_break_is_a_line_break(
    tram: str, page: Page, log_in: LogIn, adas_comment: Comment, bob: Member
) -> None:
    log_in(page, bob)
    page.goto(tram)
    page.locator("form.composer textarea").focus()
    with page.expect_request("**/people/?begun=zo*"):
        page.keyboard.type("bob@ada.example @zo")
    page.keyboard.press("Enter")
    expect(page.locator("form.composer textarea")).to_have_value("bob@ada.example @zo\n")
    expect(page.get_by_role("option")).to_have_count(0)
