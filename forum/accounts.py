"""How people come in: django-allauth, held to our own rules."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum import closing, names, sanctioning
from forum.addresses import client_address, disguised
from forum.models import Member, Sanction

UNSAFE_IN_PATHS = re.compile(r"[\\\x00-\x1f\x7f-\x9f]")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "duplicate_email": "This is already the address of your account.",
        "email_password_mismatch": "This address and password don’t match. "
        "Check both, or log in with a code.",
        "enter_current_password": "This is not your current password.",
        "incorrect_code": "This code is not right. Use the one in our latest mail.",
        "incorrect_password": "This password is not right.",
        "rate_limited": "That was too fast. Wait a minute, then try again.",
        "same_as_current": "This is already the address of your account.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
        "username_taken": names.TAKEN,
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        name = names.clean(username)
        if not shallow and Member.objects.bearing(name).exists():
            raise ValidationError(names.TAKEN, code="username_taken")
        return name

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site. Django's own check alone lets `//<TAB>/host` through."""
        return (
            url is not None
            and url.startswith("/")
            and not url.startswith("//")
            and not UNSAFE_IN_PATHS.search(url)
            and super().is_safe_url(url)
        )

    def pre_login(self, request: HttpRequest, user: Member, **told: Any) -> HttpResponse | None:
        """Whoever is banned reads why and until when, once they have shown who they are."""
        if ban := Sanction.objects.in_force().bans().filter(member=user).first():
            clear_login(request)
            return render(request, "account/banned.html", {"ban": ban}, status=403)
        return super().pre_login(request, user, **told)

    def login(self, request: HttpRequest, user: Member) -> None:
        """Perhaps a ban came with the address that was confirmed just now."""
        if ban := Sanction.objects.in_force().bans().filter(member=user).first():
            banned = render(request, "account/banned.html", {"ban": ban}, status=403)
            raise ImmediateHttpResponse(banned)
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Member, **told: Any) -> HttpResponse:
        """Whoever logs in doesn't want their account to be closed any more."""
        if closing.keep(user):
            messages.success(request, "You are back, and your account stays as it is.")
        return super().post_login(request, user, **told)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        is_confirmed: bool = super().confirm_email(request, email_address)
        if is_confirmed:
            sanctioning.carry_over(email_address.user, address=email_address.email)
        return is_confirmed

    def get_client_ip(self, request: HttpRequest) -> str:
        """What allauth counts by and keeps with a session."""
        return disguised(client_address(request))

    def send_notification_mail(
        self, template_prefix: str, user: Member, context: Any = None, email: str | None = None
    ) -> None:
        """Members themselves are told where something was done from."""
        told = {"ip": client_address(self.request), **(context or {})}
        super().send_notification_mail(template_prefix, user, told, email)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Codes from an app change every half minute.",
        "unverified_email": "Confirm your e-mail address first.",
    }


def lacks_second_factor(member: Any) -> bool:
    """Whether the desk stays shut until the member has set one up; having it, they log in by it."""
    if not (settings.MODERATORS_NEED_SECOND_FACTOR and member.is_authenticated and member.is_staff):
        return False
    proofs = Authenticator.objects.filter(user=member)
    return not proofs.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
