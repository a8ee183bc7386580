"""What comes back switches mail off, if whoever says so knows the secret."""

import hmac
import json
import logging
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from time import time
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from forum.mailing import gather_next
from forum.models import Comment, Mail, Member, Notification, RefusedAddress, SoftBounce

SECRET = "a secret between two machines"
HARD = {"reports": [{"address": "ada@example.org", "kind": "hard", "said": "550 No such user"}]}
SOFT = {"reports": [{"address": "ada@example.org", "kind": "soft", "said": "452 Full"}]}


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.BOUNCE_SECRET = SECRET


def sign(message: bytes, secret: str = SECRET) -> str:
    return hmac.digest(secret.encode(), message, "sha256").hex()


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    moment = str(int(time() if at is None else at))
    signature = sign(f"{moment}.".encode() + body, secret)
    return {"X-Rejoinder-Timestamp": moment, "X-Rejoinder-Signature": f"sha256={signature}"}


def post(body: bytes, headers: dict[str, str]) -> HttpResponse:
    program = Client(enforce_csrf_checks=True)
    return program.post("/bounces/", body, content_type="application/json", headers=headers)


def report(said: dict[str, Any]) -> int:
    body = json.dumps(said).encode()
    return post(body, signed(body)).status_code


def test_a_hard_bounce_switches_mail_off(bobs_answer: Comment, ada: Member) -> None:
    assert report(HARD) == 204
    assert report(HARD) == 204
    refused = RefusedAddress.objects.get()
    assert (refused.address, refused.kind, refused.said) == (
        ada.email,
        "bounced",
        "550 No such user",
    )
    Notification.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert gather_next()
    assert not Mail.objects.exists()


def test_a_complaint_switches_mail_off_and_the_member_reads_of_it(
    ada: Member, as_member: Callable[[Member], Client]
) -> None:
    assert report({"RecordType": "SpamComplaint", "Email": ada.email}) == 204
    page = as_member(ada).get("/accounts/notifications/").content.decode()
    assert "Mail to you is off." in page
    assert "was called unwanted" in page


def test_mail_that_comes_back_for_now_on_five_days_is_stopped(ada: Member) -> None:
    for day in (0, 1, 1, 2, 10):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            report(SOFT)
    assert not RefusedAddress.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=16)):
        report(SOFT)
    assert not RefusedAddress.objects.exists()
    for day in (11, 12, 13):
        with time_machine.travel(timezone.now() + timedelta(days=day)):
            report(SOFT)
    assert RefusedAddress.objects.get().said == "Not now, on too many days: 452 Full"


def test_days_that_no_longer_count_are_forgotten(ada: Member) -> None:
    report(SOFT)
    assert not SoftBounce.objects.sweep()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert SoftBounce.objects.sweep()
    assert not SoftBounce.objects.exists()


def test_nothing_is_kept_of_addresses_that_are_not_members(db: None) -> None:
    for kind in ("hard", "soft", "complaint"):
        report({"reports": [{"address": "somebody@example.net", "kind": kind}]})
    assert not RefusedAddress.objects.exists()
    assert not SoftBounce.objects.exists()


def test_a_provider_that_cannot_sign_gives_the_secret_as_a_password(ada: Member) -> None:
    def given(password: str) -> dict[str, str]:
        return {"Authorization": f"Basic {b64encode(f'us:{password}'.encode()).decode()}"}

    body = json.dumps(HARD).encode()
    assert post(body, given("a guess")).status_code == 403
    assert not RefusedAddress.objects.exists()
    assert post(body, given(SECRET)).status_code == 204
    assert RefusedAddress.objects.exists()


def test_mailgun_signs_in_its_own_way(ada: Member) -> None:
    event = {"event": "complained", "recipient": ada.email}
    moment, token = str(int(time())), "a" * 50
    signature = {
        "timestamp": moment,
        "token": token,
        "signature": sign(f"{moment}{token}".encode()),
    }
    wrong = {"signature": signature | {"token": "b" * 50}, "event-data": event}
    assert post(json.dumps(wrong).encode(), {}).status_code == 403
    assert (
        post(json.dumps({"signature": signature, "event-data": event}).encode(), {}).status_code
        == 204
    )
    assert RefusedAddress.objects.get().kind == "complaint"


@pytest.mark.parametrize(
    "headers",
    [
        lambda body: {},
        lambda body: signed(body, secret="a guess"),
        lambda body: signed(body + b" "),
        lambda body: signed(body, at=time() - 400),
        lambda body: signed(body, at=time() + 400),
        lambda body: signed(body) | {"X-Rejoinder-Timestamp": "now"},
        lambda body: {"Authorization": "Basic ÄÖ"},
        lambda body: {"Authorization": f"Bearer {SECRET}"},
    ],
)
def test_whoever_does_not_know_the_secret_reports_nothing(
    headers: Callable[[bytes], dict[str, str]], ada: Member
) -> None:
    body = json.dumps(HARD).encode()
    assert post(body, headers(body)).status_code == 403
    assert not RefusedAddress.objects.exists()


def test_without_a_secret_there_is_no_such_door(settings: Any, ada: Member) -> None:
    settings.BOUNCE_SECRET = ""
    body = json.dumps(HARD).encode()
    assert post(body, signed(body, secret="")).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff", b"7" * 5000, b"null"])
def test_what_makes_no_sense_changes_nothing(body: bytes, ada: Member) -> None:
    assert post(body, signed(body)).status_code == 204
    assert post(body, {}).status_code == 403
    odd = json.dumps({"signature": {"timestamp": "1", "token": "\ud800", "signature": "\ud800"}})
    assert post(odd.encode(), {}).status_code == 403
    assert not RefusedAddress.objects.exists()


def test_amazons_address_is_written_into_the_log_and_not_opened(
    caplog: pytest.LogCaptureFixture,
) -> None:
    right = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1"
    with caplog.at_level(logging.WARNING, "forum"):
        for address in (right, "https://example.org/?amazonaws.com/", f"{right}\nforged line"):
            report({"Type": "SubscriptionConfirmation", "SubscribeURL": address})
    assert [record.args for record in caplog.records if record.name == "forum.views.bounces"] == [
        (right,)
    ]


def test_an_administrator_sees_which_addresses_get_no_mail(
    ada: Member, make_member: Callable[..., Member], as_member: Callable[[Member], Client]
) -> None:
    report(HARD)
    tove = make_member("Tove", is_staff=True, is_superuser=True)
    page = as_member(tove).get("/admin/forum/refusedaddress/").content.decode()
    assert ada.email in page
    assert "Came back" in page
