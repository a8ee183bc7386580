from pathlib import Path

import pytest
from allauth.core import context
from django.conf import settings
from django.test import RequestFactory
from django.utils import timezone

from forum.accounts import AccountAdapter

FOLDER = Path(settings.ROOT) / "templates"
MAILS = sorted(
    str(path.relative_to(FOLDER)).removesuffix("_subject.txt")
    for path in FOLDER.glob("*/email/*_subject.txt")
)
CONTEXT = {
    "code": "JGJT-XHPF",
    "current_site": {"domain": "forum.example.org"},
    "deleted_email": "old@example.org",
    "email": "ada@example.org",
    "from_email": "old@example.org",
    "ip": "192.0.2.1",
    "password_reset_url": "https://forum.example.org/accounts/password/reset/?a=1&b=2",
    "signup_url": "https://forum.example.org/accounts/signup/?a=1&b=2",
    "timestamp": timezone.now(),
    "to_email": "ada@example.org",
    "user_agent": "Firefox/140 (X11; Linux) visit https://evil.example\n<b>now</b>",
}


def test_the_mails_that_change_accounts_are_all_there() -> None:
    assert len(MAILS) >= 15
    assert "account/email/login_code" in MAILS


@pytest.mark.django_db
@pytest.mark.parametrize("mail", MAILS)
def test_a_mail_is_plain_text_in_our_words(rf: RequestFactory, mail: str) -> None:
    with context.request_context(rf.get("/")):
        message = AccountAdapter().render_mail(mail, "ada@example.org", CONTEXT)

    assert message.subject
    assert "\n" not in message.subject
    assert len(message.subject) < 60
    assert message.to == ["ada@example.org"]
    assert not getattr(message, "alternatives", None)
    assert message.body.endswith("Rejoinder, forum.example.org")
    assert "{" not in message.body
    assert "&amp;" not in message.body
    assert "evil.example" not in message.body
    assert "<b>" not in message.body


@pytest.mark.parametrize("kind", ["email_confirmation_signup", "login_code", "password_reset_code"])
@pytest.mark.django_db
def test_a_code_stands_on_a_line_of_its_own(rf: RequestFactory, kind: str) -> None:
    with context.request_context(rf.get("/")):
        message = AccountAdapter().render_mail(f"account/email/{kind}", "ada@example.org", CONTEXT)

    assert "JGJT-XHPF" in message.body.splitlines()
