"""Saying how one wants to hear of things, and stopping mails, in a real browser."""

import re
from collections.abc import Callable

from django.core import mail
from playwright.sync_api import Browser, Page, expect

from forum.mailing import chosen_by
from forum.mailing.links import stop_url
from forum.models import Delivery, Member, RefusedAddress
from tests.browser.looking import looked_at_by_axe

LogIn = Callable[[Page, Member], None]


def test_ada_chooses_how_she_hears_of_quotes(
    server: str, page: Page, log_in: LogIn, ada: Member
) -> None:
    RefusedAddress.objects.create(address=ada.email, said="550 5.1.1 No such user")
    log_in(page, ada)
    page.goto(f"{server}/accounts/")
    page.get_by_role("link", name="Change notifications and mail").click()
    expect(page.get_by_text("Your address refuses mail.")).to_be_visible()
    assert looked_at_by_axe(page).violations_count == 0
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("We have sent a link")).to_be_visible()
    [path] = re.findall(r"/mail-again/\S+", mail.outbox[0].body)
    page.goto(f"{server}{path}")
    assert looked_at_by_axe(page).violations_count == 0
    page.get_by_role("button", name="Write to me again").click()
    page.get_by_role("link", name="Notifications and mail").click()
    expect(page.get_by_text("Your address refuses mail.")).to_have_count(0)
    page.get_by_label("Quotes you").select_option("By mail, once a day")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Quotes you")).to_have_value("daily")
    expect(page.get_by_label("Answers you", exact=True)).to_have_value("at_once")
    assert chosen_by(ada)["quote"] == Delivery.DAILY
    assert looked_at_by_axe(page).violations_count == 0


def test_ada_stops_mails_without_logging_in_and_without_script(
    server: str, browser: Browser, ada: Member
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{server}{stop_url(ada, 'answer').removeprefix('http://testserver')}")
    page.get_by_role("button", name="No more of these mails").click()
    expect(page.get_by_role("heading", name="No more of these mails")).to_be_visible()
    assert chosen_by(ada)["answer"] == Delivery.SITE
