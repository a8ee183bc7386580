"""How members want to hear of things, and how they stop mails without logging in."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forum import following, limits, mailing
from forum.forms import PreferencesForm
from forum.limits import TooMany
from forum.mailing import trying_again
from forum.models import Delivery
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest
from forum.views.members_only import members_only

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@members_only
def preferences(request: MemberRequest) -> HttpResponse:
    """What the member hears of, and how. `again` asks for mail to an address that took none."""
    if "again" in request.POST:
        return _ask_again(request)
    told = request.POST if request.method == "POST" else None
    now = mailing.chosen_by(request.user) | {"follows_own": request.user.follows_own}
    form = PreferencesForm(told, initial=now, member=request.user)
    if form.is_valid():
        following.prefer(request.user, follows_own=form.cleaned_data.pop("follows_own"))
        chosen = {kind: Delivery(delivery) for kind, delivery in form.cleaned_data.items()}
        mailing.choose(request.user, chosen)
        messages.success(request, "Saved.")
        return SeeOther(request.path)
    context = {
        "form": form,
        "refusal": mailing.refusal_of(request.user),
        "digest_hour": f"{settings.DIGEST_HOUR:02}:00 {request.user.time_zone or 'UTC'}",
        "waits": settings.MAIL_DELAY,
    }
    return render(request, "account/preferences.html", context, status=422 if form.errors else 200)


@read_or_post
def mail_again(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link got our mail, so mail is on again. A GET only asks."""
    member = trying_again.owner(token)
    if member is None:
        raise Http404
    if request.method == "POST":
        mailing.start_again(member)
    context = {"is_done": request.method == "POST", "member": member}
    return render(request, "account/mail_again.html", context)


@csrf_exempt  # Mail programs post here (RFC 8058); what the token proves is enough for this.
@read_or_post
def unsubscription(request: HttpRequest, token: str) -> HttpResponse:
    """Stops the mails that the link in one of them names. A GET only asks: programs that look for
    harm in mails open every link."""
    found = mailing.read_token(token)
    if found is None:
        raise Http404
    member, scope = found
    if request.method == "POST":
        mailing.stop(member, scope)
    context = {"is_done": request.method == "POST", "stops": mailing.in_words(scope)}
    return render(request, "account/unsubscription.html", context)


def _ask_again(request: MemberRequest) -> HttpResponse:
    try:
        limits.spend(limits.MAILS_AGAIN, request)
    except TooMany as error:
        return render(request, "429.html", {"sentence": str(error)}, status=429)
    if problem := trying_again.ask(request.user):
        messages.error(request, problem)
    else:
        messages.success(request, f"We have sent a link to {request.user.email}. Open it.")
    return SeeOther(request.path)
