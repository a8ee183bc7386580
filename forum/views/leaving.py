"""What members take with them, and how they go."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum import closing, disclosing, limits
from forum.forms import ClosingForm
from forum.limits import TooMany
from forum.models import Member
from forum.views.finding import MemberRequest
from forum.views.members_only import members_only

logger = logging.getLogger(__name__)
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@never_cache
@members_only
@reauthentication_required
def data(request: MemberRequest) -> HttpResponseBase:
    """Says what there is, and on a POST sends it: everything that the site holds of the member."""
    if request.method != "POST":
        return render(request, "account/data.html")
    try:
        limits.spend(limits.DOWNLOADS, request)
    except TooMany as error:
        return render(request, "429.html", {"sentence": str(error)}, status=429)
    answer = StreamingHttpResponse(disclosing.packed(request.user), content_type="application/zip")
    name = f"my-data-{timezone.localdate():%Y-%m-%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@read_or_post
@never_cache
@members_only
@reauthentication_required
def close(request: MemberRequest) -> HttpResponse:
    """Closes the account, a day after it was asked for."""
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            limits.spend(limits.CLOSINGS, request)
            return _asked(request, withdraws=form.cleaned_data["comments"] == "withdraw")
        except TooMany as error:
            return render(request, "429.html", {"sentence": str(error)}, status=429)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "concerned": closing.concerned(request.user),
        "why_not": closing.why_not(request.user),
        "words_kept": settings.REMOVED_WORDS_KEPT,
    }
    return render(request, "account/closing.html", context, status=422 if form.errors else 200)


def _asked(request: MemberRequest, *, withdraws: bool) -> HttpResponse:
    asked = closing.ask(request.user, withdraws=withdraws)
    _confirm(request, asked.member, {"closing": asked})
    logout(request)
    return render(request, "account/closing_asked.html", {"closing": asked})


def _confirm(request: HttpRequest, member: Member, context: dict[str, object]) -> None:
    try:
        get_adapter(request).send_mail("account/email/closing_asked", member.email, context)
    except (SMTPException, OSError):
        # What was asked for stands, and the page says it as well.
        logger.exception("No mail could be sent about the closing of an account.")
