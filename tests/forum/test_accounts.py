from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.core import context
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.utils.encoding import iri_to_uri

from forum.accounts import AccountAdapter
from forum.addresses import client_address
from forum.models import Member
from tests.conftest import PASSWORD

SAFE = ["/", "/articles/the-tram/", "/articles/the-tram/?page=2#comment-7", "/members/Ада Лавлейс/"]
UNSAFE = [
    "",
    "articles/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "//\tevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "\x01//evil.example",
    " //evil.example",
    "https://evil.example/",
    "https:evil.example",
    "http://testserver/",
    "javascript:alert(1)",
    "data:text/html,x",
]


@pytest.mark.parametrize("path", SAFE)
def test_ada_comes_back_to_where_she_was_after_log_in(
    client: Client, ada: Member, path: str
) -> None:
    answer = client.post(
        "/accounts/login/", {"login": ada.email, "password": PASSWORD, "next": path}
    )

    assert answer.status_code == 302
    assert answer.headers["Location"] == iri_to_uri(path)


@pytest.mark.parametrize("path", UNSAFE)
def test_nobody_is_led_away_from_the_site_after_log_in(
    client: Client, ada: Member, path: str
) -> None:
    answer = client.post(
        "/accounts/login/", {"login": ada.email, "password": PASSWORD, "next": path}
    )

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("path", UNSAFE)
def test_nobody_is_led_away_from_the_site_after_log_out(
    as_member: Callable[[Member], Client], ada: Member, path: str
) -> None:
    answer = as_member(ada).post("/accounts/logout/", {"next": path})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("path", SAFE)
def test_a_path_of_this_site_is_safe_to_lead_to(rf: RequestFactory, path: str) -> None:
    with context.request_context(rf.get("/")):
        assert AccountAdapter().is_safe_url(path)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7:4711", "198.51.100.7"),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "nonsense", "192.0.2.1"),
    ],
)
def test_only_trusted_proxies_say_where_a_request_came_from(
    rf: RequestFactory, settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address


def test_a_request_without_an_address_is_still_answered(rf: RequestFactory) -> None:
    assert client_address(rf.get("/", REMOTE_ADDR="")) == "0.0.0.0"  # noqa: S104


@pytest.mark.django_db
def test_a_name_is_cleaned_however_a_member_is_made() -> None:
    member = Member.objects.create_user("ada@example.org", "  Ａｄａ  ", PASSWORD)

    assert member.name == "Ada"
    with pytest.raises(ValidationError):
        Member.objects.create_user("nora@example.org", "Admin", PASSWORD)


def test_a_renamed_member_is_found_by_the_new_name_only(ada: Member) -> None:
    ada.name = "Ada Lovelace"
    ada.save(update_fields=["name"])

    assert Member.objects.named("ada lovelace").get() == ada
    assert not Member.objects.named("Ada").exists()


def test_two_members_never_share_an_address_whatever_its_case(ada: Member) -> None:
    with pytest.raises(ValidationError):
        Member.objects.create_user(ada.email.upper(), "Nora", PASSWORD)


def test_an_administrator_gets_no_look_alike_name(
    ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

    def create(name: str) -> None:
        call_command(
            "createsuperuser",
            interactive=False,
            email="root@example.org",
            name=name,
            stdout=StringIO(),
        )

    with pytest.raises(CommandError):
        create("A.D.A")
    create("Grace")
    assert Member.objects.get(name="Grace").is_superuser
