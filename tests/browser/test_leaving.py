from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from forum.models import Closing, Comment, Member
from tests.browser.looking import looked_at_by_axe
from tests.conftest import PASSWORD

LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (390, "dark")]


def prove(page: Page) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Continue").click()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_ada_takes_her_data_with_her(
    page: Page, server: str, log_in: Callable[[Page, Member], None], ada: Member
) -> None:
    log_in(page, ada)
    page.goto(f"{server}/accounts/")
    page.get_by_role("link", name="Download your data").click()
    prove(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.startswith("my-data-")


def test_ada_closes_her_account_and_comes_back(
    page: Page,
    server: str,
    log_in: Callable[[Page, Member], None],
    adas_comment: Comment,
    ada: Member,
) -> None:
    log_in(page, ada)
    page.goto(f"{server}/accounts/closing/")
    prove(page)
    expect(page.get_by_role("button", name="Close my account")).to_be_visible()
    assert looked_at_by_axe(page).violations_count == 0
    page.get_by_role("radio", name="Withdraw all of them").check()
    page.get_by_role("button", name="Close my account").click()
    expect(page.get_by_role("heading", name="Good-bye")).to_be_visible()
    assert looked_at_by_axe(page).violations_count == 0
    assert Closing.objects.get().withdraws

    page.get_by_role("main").get_by_role("link", name="log in").click()
    page.get_by_label("E-mail address").fill(ada.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_text("your account stays")).to_be_visible()
    assert not Closing.objects.exists()


@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_a_copy_of_a_discussion_is_read_without_a_server(
    width: int,
    look: Literal["light", "dark"],
    page: Page,
    bobs_answer: Comment,
    tmp_path: Path,
    server: str,
) -> None:
    call_command("export", format="html", output=str(tmp_path))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=look)
    page.goto(f"file://{tmp_path}/index.html")
    assert looked_at_by_axe(page).violations_count == 0
    page.get_by_role("link", name="The tram that came back", exact=True).click()
    expect(page.locator(f"#{bobs_answer.anchor}")).to_contain_text(bobs_answer.text)
    assert looked_at_by_axe(page).violations_count == 0
    assert fits(page)
    assert all(url.startswith("file://") for url in asked)
