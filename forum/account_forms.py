"""allauth's forms in our words, each field with a limit."""

from typing import Any, cast
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from forum.languages import name_of, others
from forum.models import Member

LIMITS = {"email": 254, "login": 254, "code": 40, "name": 60}
PASSWORD_LIMIT = 200
LABELS = {
    "email": "E-mail address",
    "login": "E-mail address",
    "username": "Name",
    "name": "Name of the key",
    "oldpassword": "Current password",
    "passwordless": "Log in with it alone, without a password",
}
CHOOSING_HELP = "At least 8 characters. A few random words are easy to remember."


class Ours(forms.Form):
    """Mixed into a form of allauth's: our labels and limits; no placeholders in place of labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name) or str(field.label or "").capitalize()
            if isinstance(field.widget, forms.PasswordInput):
                _limit(field, PASSWORD_LIMIT)
                is_new = name == "password1"
                field.help_text = CHOOSING_HELP if is_new else ""
            elif name in LIMITS:
                _limit(field, LIMITS[name])
            if name == "code":
                field.widget.attrs |= {"autocapitalize": "characters", "spellcheck": "false"}


def _limit(field: forms.Field, length: int) -> None:
    field.validators = [*field.validators, MaxLengthValidator(length)]
    field.widget.attrs["maxlength"] = str(length)


class LoginForm(Ours, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(Ours, account.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.help_text = "Shown with your comments. You can use your real name or another."
        name.widget.attrs["autocomplete"] = "nickname"
        trap = self.fields["website"]
        trap.label = "Leave this empty"
        trap.template_name = "account/_trap.html"  # type: ignore[attr-defined]
        trap.widget.attrs = {"tabindex": "-1", "autocomplete": "off", "maxlength": "200"}

    def try_save(self, request: HttpRequest) -> tuple[Member | None, HttpResponse | None]:
        if self.account_already_exists:
            # As long as a new account takes, so that the time tells nobody that there is one.
            make_password(self.cleaned_data.get("password1"))
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # somebody else was faster since the fields were checked
            messages.error(request, "This name was taken a moment ago. Please choose another.")
            return None, redirect(request.get_full_path())


class LanguageForm(forms.ModelForm):
    language = forms.ChoiceField(label="Language", required=False)

    class Meta:
        model = Member
        fields = ["language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = ("", f"The site’s: {name_of(settings.LANGUAGE_CODE)}")
        cast(forms.ChoiceField, self.fields["language"]).choices = [site, *others()]


class TimeZoneForm(forms.ModelForm):
    time_zone = forms.ChoiceField(label="Time zone", required=False)

    class Meta:
        model = Member
        fields = ["time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(name for name in available_timezones() if "/" in name and name[0].isupper())
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = [
            ("", "UTC"),
            *((name, name.replace("_", " ")) for name in zones if not name.startswith("Etc/")),
        ]


class AddEmailForm(Ours, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New e-mail address"


class ChangePasswordForm(Ours, account.ChangePasswordForm):
    pass


class SetPasswordForm(Ours, account.SetPasswordForm):
    pass


class ResetPasswordForm(Ours, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Ours, account.ResetPasswordKeyForm):
    pass


class RequestLoginCodeForm(Ours, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(Ours, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(Ours, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(Ours, account.ConfirmPasswordResetCodeForm):
    pass


class ReauthenticateForm(Ours, account.ReauthenticateForm):
    pass


class AuthenticateForm(Ours, mfa.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Ours, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(Ours, totp.ActivateTOTPForm):
    pass


class PasskeyForm(Ours):
    """For forms that carry what a browser answered for a passkey, which may be anything."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
            self.cleaned_data: dict[str, Any] = {}
            self.add_error(None, "The browser’s answer could not be read. Please try again.")


class AddPasskeyForm(PasskeyForm, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.help_text = (
            "The device then asks for your finger, face or PIN. Leave it off for a key that only "
            "comes on top of the password."
        )


class SignupByPasskeyForm(PasskeyForm, webauthn.SignupWebAuthnForm):
    pass


class AuthenticateByPasskeyForm(PasskeyForm, webauthn.AuthenticateWebAuthnForm):
    pass


class LoginByPasskeyForm(PasskeyForm, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticateByPasskeyForm(PasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class EditPasskeyForm(Ours, webauthn.EditWebAuthnForm):
    pass
