import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from forum.models import Member
from tests.conftest import PASSWORD
from tests.forum.mails import code_sent_to

INLINE = re.compile(
    r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:\ssrc=|type=\"application/json\"))", re.IGNORECASE
)
SIGN_UP = {
    "email": "nora@example.org",
    "username": "Nora",
    "password1": PASSWORD,
    "website": "",
}


def addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Every address under /accounts/, a key's number filled in."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern) and path.startswith("/accounts/"):
            yield path.replace("<int:pk>", "1")


KEY_PAGES = {
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/keys/1/edit/",
    "/accounts/2fa/webauthn/keys/1/remove/",
}
ADDRESSES = sorted(set(addresses(get_resolver("forum.urls"))))


def test_there_are_pages_for_everything_a_member_looks_after() -> None:
    assert {
        "/accounts/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    } <= set(ADDRESSES)
    assert len(ADDRESSES) > 30


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_opens_in_our_look_for_a_guest(client: Client, address: str) -> None:
    check(client, address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_opens_in_our_look_for_a_member(
    as_member: Callable[[Member], Client], ada: Member, address: str
) -> None:
    of_a_key = address in KEY_PAGES
    Authenticator.objects.create(
        pk=1,
        user=ada,
        type=Authenticator.Type.WEBAUTHN if of_a_key else Authenticator.Type.TOTP,
        data={"name": "Key", "credential": {}, "secret": ""},
    )
    check(as_member(ada), address)


def check(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (200, 302, 404, 405), answer
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return
    page = answer.content.decode()
    assert 'class="wordmark"' in page
    assert 'class="account' in page
    assert page.count("<h1") == 1
    assert INLINE.findall(page) == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_guest_is_led_to_log_in_and_back(client: Client) -> None:
    assert client.get("/accounts/").headers["Location"] == "/accounts/login/?next=/accounts/"


def test_ada_finds_her_account_on_one_page(
    as_member: Callable[[Member], Client], ada: Member
) -> None:
    page = as_member(ada).get("/accounts/").content.decode()

    assert ada.email in page
    assert ada.get_absolute_url() in page
    for address in ("email", "password/change", "2fa", "2fa/webauthn", "sessions", "logout"):
        assert f'"/accounts/{address}/"' in page


@pytest.mark.django_db
def test_nora_mistyped_her_address_and_signs_up_again_under_the_same_name(client: Client) -> None:
    client.post("/accounts/signup/", SIGN_UP | {"email": "nroa@example.org"})

    answer = client.post("/accounts/signup/cancellation/", {"next": "/articles/the-tram/"})
    assert answer.headers["Location"] == "/accounts/signup/?next=%2Farticles%2Fthe-tram%2F"
    client.post("/accounts/signup/", SIGN_UP)
    client.post("/accounts/confirm-email/", {"code": code_sent_to("nora@example.org")})

    assert client.get("/accounts/").status_code == 200
    assert not Member.objects.filter(email="nroa@example.org").exists()


def test_starting_over_removes_nobody_who_was_there_before(client: Client, ada: Member) -> None:
    client.post("/accounts/signup/", SIGN_UP | {"email": ada.email})

    answer = client.post("/accounts/signup/cancellation/")

    assert answer.headers["Location"] == "/accounts/signup/"
    assert Member.objects.get(email=ada.email) == ada


def test_a_link_alone_cancels_nothing(client: Client) -> None:
    assert client.get("/accounts/signup/cancellation/").status_code == 405


@pytest.mark.django_db
def test_the_mail_with_the_code_is_plain_and_short(client: Client) -> None:
    client.post("/accounts/signup/", SIGN_UP)

    (message,) = mail.outbox
    assert message.subject == "Your code for Rejoinder"
    assert message.to == ["nora@example.org"]
    assert not message.alternatives
    assert "&" not in message.body
    assert "Nora" not in message.body


def test_a_member_chooses_the_time_zone_and_nothing_that_is_none(
    ada: Member, as_member: Callable[[Member], Client]
) -> None:
    client = as_member(ada)
    assert client.post("/accounts/time-zone/", {"time_zone": "Europe/Warsaw"}).status_code == 302
    assert client.post("/accounts/time-zone/", {"time_zone": "Atlantis/Port"}).status_code == 422
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/Warsaw"
    assert "Europe/Warsaw" in client.get("/accounts/").content.decode()
    assert "06:00 Europe/Warsaw" in client.get("/accounts/notifications/").content.decode()
