import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory

from forum.account_forms import SignupForm
from forum.models import Member
from tests.conftest import PASSWORD
from tests.forum.mails import code_sent_to

NORA = "nora@example.org"
NEW_PASSWORD = "a quite different sentence"


def sign_up(client: Client, email: str = NORA, name: str = "Nora", **more: str) -> HttpResponse:
    form = {"email": email, "username": name, "password1": PASSWORD, "website": ""}
    return client.post("/accounts/signup/", form | more, follow=True)


def log_in(client: Client, member: Member, password: str = PASSWORD) -> HttpResponse:
    return client.post("/accounts/login/", {"login": member.email, "password": password})


def is_logged_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def text_of(answer: HttpResponse) -> str:
    """The page without what differs each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@example\.org", "somebody", page)


@pytest.mark.django_db
def test_nora_signs_up_with_the_code_from_her_mail(client: Client) -> None:
    answer = sign_up(client, next="/articles/the-tram/")
    assert "Confirm your address" in answer.content.decode()
    assert not is_logged_in(client)

    answer = client.post("/accounts/confirm-email/", {"code": code_sent_to(NORA)})

    assert answer.headers["Location"] == "/articles/the-tram/"
    assert is_logged_in(client)
    assert EmailAddress.objects.get(email=NORA).verified
    assert Member.objects.get(email=NORA).name == "Nora"


@pytest.mark.django_db
def test_a_wrong_code_lets_nobody_in(client: Client) -> None:
    sign_up(client)

    answer = client.post("/accounts/confirm-email/", {"code": "AAAA-AAAA"})

    assert "This code is not right." in answer.content.decode()
    assert not is_logged_in(client)
    assert not EmailAddress.objects.get(email=NORA).verified


def test_signing_up_never_tells_whether_an_address_is_known(ada: Member) -> None:
    known, new = Client(), Client()
    answers = [sign_up(known, ada.email, "Nora"), sign_up(new, NORA, "Nora")]
    assert text_of(answers[0]) == text_of(answers[1])
    assert [message.to for message in mail.outbox] == [[ada.email], [NORA]]
    assert "has an" in mail.outbox[0].body

    for code in ("AAAA-AAAA", "BBBB-BBBB", "CCCC-CCCC"):
        form = {"code": code}
        answers = [
            browser.post("/accounts/confirm-email/", form, follow=True) for browser in (known, new)
        ]
        assert text_of(answers[0]) == text_of(answers[1])
        assert answers[0].redirect_chain == answers[1].redirect_chain


def test_resetting_and_codes_never_tell_whether_an_address_is_known(ada: Member) -> None:
    for door in ("/accounts/password/reset/", "/accounts/login/code/"):
        answers = [
            Client().post(door, {"email": email}, follow=True) for email in (ada.email, NORA)
        ]
        assert text_of(answers[0]) == text_of(answers[1])
    assert len(mail.outbox) == 4


@pytest.mark.parametrize("name", ["Ada", "ADA", "A.da", "Ａｄａ", "Аԁа"])
def test_nobody_takes_a_name_that_looks_like_adas(client: Client, ada: Member, name: str) -> None:
    answer = sign_up(client, name=name)

    assert "This name is taken, or looks too much like one that is." in answer.content.decode()
    assert ada.email not in answer.content.decode()
    assert not Member.objects.filter(email=NORA).exists()


def test_of_two_who_want_one_name_at_the_same_moment_the_slower_is_told(
    rf: RequestFactory, ada: Member
) -> None:
    request = rf.post("/accounts/signup/")
    request.session = {}
    request._messages = FallbackStorage(request)
    form = SignupForm({"email": NORA, "username": "Nora", "password1": PASSWORD, "website": ""})
    with context.request_context(request):
        assert form.is_valid(), form.errors
        ada.name = "Nora"
        ada.save()

        member, answer = form.try_save(request)

    assert member is None
    assert answer is not None
    assert answer.headers["Location"] == "/accounts/signup/"
    assert [str(message) for message in request._messages] == [
        "This name was taken a moment ago. Please choose another."
    ]


@pytest.mark.django_db
def test_a_name_for_the_site_is_refused_with_a_sentence(client: Client) -> None:
    answer = sign_up(client, name="Moderator")

    page = answer.content.decode()
    assert "is kept for the site itself" in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_username_helptext id_username_error"' in page
    assert f'value="{NORA}"' in page


@pytest.mark.django_db
def test_a_machine_that_fills_in_every_field_gets_no_account(client: Client) -> None:
    answer = sign_up(client, website="https://spam.example")

    assert answer.status_code == 200
    assert not Member.objects.exists()
    assert not mail.outbox


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "a" * 300 + "@example.org"), ("username", "a" * 2000), ("password1", "a" * 5000)],
)
def test_every_field_has_a_limit(client: Client, field: str, value: str) -> None:
    answer = sign_up(client, **{field: value})

    assert 'class="field-error"' in answer.content.decode()
    assert not Member.objects.exists()


def test_ada_logs_in_with_her_address_in_any_case(client: Client, ada: Member) -> None:
    client.post("/accounts/login/", {"login": ada.email.upper(), "password": PASSWORD})

    assert is_logged_in(client)


def test_logging_in_gives_a_new_session(client: Client, ada: Member) -> None:
    sign_up(client)
    before = client.session.session_key
    client.post("/accounts/logout/")

    log_in(client, ada)

    assert client.session.session_key != before


def test_a_wrong_password_is_answered_like_an_unknown_address(ada: Member) -> None:
    wrong = log_in(Client(), ada, "not it")
    unknown = Client().post("/accounts/login/", {"login": NORA, "password": "not it"})

    assert text_of(wrong) == text_of(unknown)
    assert "don’t match" in text_of(wrong)


def test_too_many_wrong_passwords_are_answered_with_a_sentence(client: Client, ada: Member) -> None:
    for _ in range(5):
        log_in(client, ada, "not it")

    answer = log_in(client, ada)

    assert "Too many attempts. Wait five minutes, then try again." in answer.content.decode()
    assert not is_logged_in(client)


def test_ada_logs_in_with_a_code(client: Client, ada: Member) -> None:
    client.post("/accounts/login/code/", {"email": ada.email, "next": "/articles/the-tram/"})

    answer = client.post(
        "/accounts/login/code/confirm/",
        {"code": code_sent_to(ada.email), "next": "/articles/the-tram/"},
    )

    assert answer.headers["Location"] == "/articles/the-tram/"
    assert is_logged_in(client)


def test_ada_chooses_a_new_password_with_a_code_and_other_browsers_are_logged_out(
    client: Client, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    elsewhere = as_member(ada)
    assert is_logged_in(elsewhere)

    client.post("/accounts/password/reset/", {"email": ada.email})
    client.post("/accounts/password/reset/confirm/", {"code": code_sent_to(ada.email)})
    form = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/reset/complete/", form)

    assert is_logged_in(client)
    assert not is_logged_in(elsewhere)
    assert log_in(Client(), ada, NEW_PASSWORD).status_code == 302


def test_changing_the_password_logs_out_other_browsers(
    client: Client, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    elsewhere = as_member(ada)
    log_in(client, ada)

    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", form)

    assert is_logged_in(client)
    assert not is_logged_in(elsewhere)
    assert mail.outbox[-1].subject == "Your password at Rejoinder is changed"


def test_a_ban_ends_sessions_at_once_and_lets_nobody_in_again(client: Client, ada: Member) -> None:
    log_in(client, ada)
    assert is_logged_in(client)

    ada.is_active = False
    ada.save()

    assert not is_logged_in(client)
    assert log_in(client, ada).headers["Location"] == "/accounts/inactive/"
    assert not is_logged_in(client)


def test_ada_sees_where_she_is_logged_in_and_ends_the_other_sessions(ada: Member) -> None:
    here, there = Client(), Client(headers={"user-agent": "Mozilla/5.0 (Android 15) Firefox/140"})
    log_in(there, ada)
    log_in(here, ada)
    there.get("/accounts/")
    assert "Firefox on Android" in here.get("/accounts/sessions/").content.decode()

    here.post("/accounts/sessions/")

    assert is_logged_in(here)
    assert not is_logged_in(there)


def test_a_new_address_asks_for_the_password_once_more(
    as_member: Callable[[Member], Client], ada: Member
) -> None:
    browser = as_member(ada)
    new_address = {"email": "ada@example.net", "action_add": ""}
    answer = browser.post("/accounts/email/", new_address)
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox

    browser.post(answer.headers["Location"], {"password": PASSWORD})
    browser.post("/accounts/confirm-email/", {"code": code_sent_to("ada@example.net")})

    ada.refresh_from_db()
    assert ada.email == "ada@example.net"


def turn_on_authenticator(browser: Client) -> str:
    """Turns it on as its page tells, and returns its secret."""
    page = browser.get("/accounts/2fa/totp/activate/")
    if page.status_code == 302:
        browser.post(page.headers["Location"], {"password": PASSWORD})
        page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": digits(secret)})
    assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


def digits(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def test_with_an_authenticator_app_the_password_alone_lets_nobody_in(
    client: Client, ada: Member
) -> None:
    log_in(client, ada)
    turn_on_authenticator(client)
    code = recovery_codes(client)[0]

    elsewhere = Client()
    answer = log_in(elsewhere, ada)
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_logged_in(elsewhere)
    assert (
        "not right"
        in elsewhere.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    )

    elsewhere.post("/accounts/2fa/authenticate/", {"code": code})
    elsewhere.post("/accounts/2fa/trust/", {"action": "skip"})
    assert is_logged_in(elsewhere)
    assert code not in recovery_codes(client)


def recovery_codes(browser: Client) -> list[str]:
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"<code>(\w+)</code>", page)


@pytest.mark.parametrize("door", ["webauthn/login/", "webauthn/add/", "webauthn/reauthenticate/"])
@pytest.mark.parametrize(
    "answer", ["", "{", "null", "[]", "7", '"x"', "{}", '{"rawId": 5}', "[" * 5000, '{"id": {}}']
)
def test_nonsense_in_place_of_a_passkey_is_refused_and_breaks_nothing(
    client: Client, ada: Member, door: str, answer: str
) -> None:
    if door != "webauthn/login/":
        Authenticator.objects.create(
            user=ada, type=Authenticator.Type.RECOVERY_CODES, data={"migrated_codes": []}
        )
        log_in(client, ada)
    form: dict[str, Any] = {"credential": answer, "name": "Key"}

    refusal = client.post(f"/accounts/2fa/{door}", form)

    assert refusal.status_code in (200, 302)
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
