"""Searching, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from forum.models import Discussion, Member
from forum.posting import post
from tests.browser.looking import looked_at_by_axe


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_a_discussion_one_comes_to_a_comment_by_its_words(
    scheme: str, server: str, page: Page, discussion: Discussion, ada: Member
) -> None:
    comments = [
        post(discussion, author=ada, body=f"The number {number} bus is late.")
        for number in range(10)
    ]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server}{discussion.article.get_absolute_url()}")
    page.get_by_role("searchbox", name="Search these comments").fill("bus 7")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search this discussion")).to_be_visible()
    expect(page.locator("mark")).to_have_text(["7", "bus"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    violations = looked_at_by_axe(page)
    assert violations.violations_count == 0, violations.generate_report()
    page.locator(".results a").first.click()
    expect(page.locator(f"#{comments[7].anchor}")).to_be_in_viewport()
