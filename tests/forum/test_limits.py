from collections.abc import Callable

import pytest
import time_machine
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from forum.limits import Limit, TooMany, spend
from forum.models import Member

TWO = [Limit("answers", 2, 60)]
At = Callable[..., HttpRequest]


@pytest.fixture
def at() -> At:
    def at(member: Member, address: str = "192.0.2.1") -> HttpRequest:
        request = RequestFactory().get("/", REMOTE_ADDR=address)
        request.user = member
        return request

    return at


@time_machine.travel("2026-03-03T12:00:15Z", tick=False)
def test_a_spent_limit_says_which_it_is_and_until_when(ada: Member, at: At) -> None:
    spend(TWO, at(ada))
    spend(TWO, at(ada))
    with pytest.raises(TooMany, match=r"2 answers in a minute.*try again in 45 seconds"):
        spend(TWO, at(ada))


def test_a_limit_is_ones_own(ada: Member, bob: Member, at: At) -> None:
    for _ in range(2):
        spend(TWO, at(ada))
    spend(TWO, at(bob))


def test_a_limit_ends_with_its_window(ada: Member, at: At) -> None:
    with time_machine.travel("2026-03-03T12:00:59Z", tick=False) as clock:
        for _ in range(2):
            spend(TWO, at(ada))
        clock.move_to("2026-03-03T12:01:00Z")
        spend(TWO, at(ada))


@pytest.mark.parametrize(
    ("addresses", "is_one_household"),
    [
        (["192.0.2.1"] * 11, True),
        ([f"2001:db8:0:1::{n:x}" for n in range(1, 12)], True),
        ([f"2001:db8:0:{n:x}::1" for n in range(1, 12)], False),
    ],
)
@time_machine.travel("2026-03-03T12:00:15Z", tick=False)
def test_many_accounts_at_one_address_share_a_limit(
    addresses: list[str], is_one_household: bool, make_member: Callable[..., Member], at: At
) -> None:
    refused = 0
    for letter, address in zip("ABCDEFGHIJK", addresses, strict=True):
        try:
            spend(TWO, at(make_member(f"Reader {letter}"), address))
        except TooMany:
            refused += 1
    assert refused == (1 if is_one_household else 0)


def test_a_load_test_may_switch_limits_off(ada: Member, at: At, settings: Settings) -> None:
    settings.RATE_LIMITS = False
    for _ in range(3):
        spend(TWO, at(ada))
