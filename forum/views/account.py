from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from forum.account_forms import LanguageForm, TimeZoneForm
from forum.claiming import claimable
from forum.languages import name_of
from forum.mailing import refusal_of
from forum.views.finding import MemberRequest


@require_safe
@never_cache
@login_required
def account(request: MemberRequest) -> HttpResponse:
    """What a member can look after: the hub of allauth's pages."""
    proofs = Authenticator.objects.filter(user=request.user)
    context = {
        "refusal": refusal_of(request.user),
        "has_app": proofs.filter(type=Authenticator.Type.TOTP).exists(),
        "passkeys": proofs.filter(type=Authenticator.Type.WEBAUTHN).count(),
        "muted": len(request.user.muted),
        "has_imported": claimable(request.user).exists() or request.user.claims.exists(),
        "language": name_of(request.user.reads),
        "sessions": len(UserSession.objects.purge_and_list(request.user)),
    }
    return render(request, "account/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def language(request: MemberRequest) -> HttpResponse:
    """In which language moderators' usual reasons are given to the member."""
    form = LanguageForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        return redirect("account")
    status = 422 if form.is_bound else 200
    return render(request, "account/language.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def time_zone(request: MemberRequest) -> HttpResponse:
    """By whose clock the member is written to."""
    form = TimeZoneForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        form.save()
        return redirect("account")
    status = 422 if form.is_bound else 200
    return render(request, "account/time_zone.html", {"form": form}, status=status)


@require_POST
@never_cache
def signup_cancellation(request: HttpRequest) -> HttpResponse:
    """Starts a sign-up over: the address was wrong, the name is free again."""
    login = unstash_login(request)
    if login and login.user and login.signup and not login.user.last_login:
        login.user.delete()
    clear_login(request)
    request.session.pop("account_email_verification_code", None)
    return redirect(passthrough_next_redirect_url(request, reverse("account_signup"), "next"))
