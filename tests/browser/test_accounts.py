from collections.abc import Callable, Iterator
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from forum.models import Member
from tests.browser.looking import looked_at_by_axe
from tests.conftest import PASSWORD
from tests.forum.mails import code_sent_to

NORA = "nora@example.org"
WAYS_IN = ["login/", "signup/", "signup/passkey/", "password/reset/", "login/code/"]
ACCOUNT_PAGES = ["", "email/", "password/change/", "2fa/", "2fa/webauthn/", "sessions/"]
LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(1280, "light"), (390, "dark")]


@pytest.fixture
def device_with_passkeys(page: Page) -> Iterator[None]:
    """A device that makes passkeys and says yes whenever it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield
    session.detach()


def confirm_address(page: Page) -> None:
    expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    page.get_by_label("Code").fill(code_sent_to(NORA))
    page.get_by_role("button", name="Confirm").click()


def log_out(page: Page, server: str) -> None:
    page.goto(f"{server}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()


def test_nora_signs_up_with_the_code_from_her_mail(page: Page, server: str) -> None:
    page.goto(f"{server}/accounts/signup/?next=/rules/")
    page.get_by_label("E-mail address").fill(NORA)
    page.get_by_label("Name").fill("Nora")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()

    confirm_address(page)

    expect(page).to_have_url(f"{server}/rules/")
    expect(page.get_by_text("You are logged in as Nora.")).to_be_visible()


def test_what_nora_types_can_be_seen_and_hidden_again(page: Page, server: str) -> None:
    page.goto(f"{server}/accounts/signup/")
    password = page.get_by_label("Password", exact=True)
    password.fill(PASSWORD)

    page.get_by_role("button", name="Show the password").click()
    expect(password).to_have_attribute("type", "text")

    page.get_by_role("button", name="Hide the password").click()
    expect(password).to_have_attribute("type", "password")


@pytest.mark.usefixtures("device_with_passkeys")
def test_nora_signs_up_with_a_passkey_and_logs_in_with_it(page: Page, server: str) -> None:
    page.goto(f"{server}/accounts/signup/")
    page.get_by_role("link", name="Sign up with a passkey").click()
    page.get_by_label("E-mail address").fill(NORA)
    page.get_by_label("Name").fill("Nora")
    page.get_by_role("button", name="Continue").click()
    confirm_address(page)
    expect(page.get_by_role("heading", name="Make your passkey")).to_be_visible()
    page.wait_for_load_state()  # the button is the script's, which comes after it
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("You are logged in as Nora.")).to_be_visible()
    log_out(page, server)

    page.goto(f"{server}/accounts/login/?next=/accounts/2fa/webauthn/")
    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page).to_have_url(f"{server}/accounts/2fa/webauthn/")
    expect(page.get_by_text("last used")).to_be_visible()


@pytest.mark.usefixtures("device_with_passkeys")
def test_a_browser_without_a_passkey_says_so(page: Page, server: str) -> None:
    page.goto(f"{server}/accounts/login/")
    sentence = page.get_by_text("Your browser gave us no passkey.")
    expect(sentence).to_be_hidden()

    page.get_by_role("button", name="Log in with a passkey").click()

    expect(sentence).to_be_visible()


def test_everybody_can_use_the_ways_in(page: Page, server: str) -> None:
    check(page, [f"{server}/accounts/{path}" for path in WAYS_IN])


def test_everybody_can_use_the_account_pages(
    page: Page,
    server: str,
    make_member: Callable[..., Member],
    log_in: Callable[[Page, Member], None],
) -> None:
    log_in(page, make_member("Ada"))
    check(page, [f"{server}/accounts/{path}" for path in ACCOUNT_PAGES])


def check(page: Page, addresses: list[str]) -> None:
    """Nothing to complain of for axe, and nothing to scroll sideways for."""
    for address, (width, scheme) in product(addresses, LOOKS):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        results = looked_at_by_axe(page)
        assert results.violations_count == 0, f"{address}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
