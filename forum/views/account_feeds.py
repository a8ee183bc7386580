"""The secret address at which a member's programs read the answers to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum.models import AnswersFeed
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest
from forum.views.members_only import members_only


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@members_only
def account_feeds(request: MemberRequest) -> HttpResponse:
    """Shows the address, if there is one. A POST makes a new one, or with `off` takes it away."""
    feeds = AnswersFeed.objects.filter(member=request.user)
    if request.method == "POST":
        return _change(request)
    feed = feeds.first()
    path = feed and reverse("answers_feed", args=[feed.token])
    context = {"address": path and request.build_absolute_uri(path)}
    return render(request, "account/feeds.html", context)


def _change(request: MemberRequest) -> HttpResponse:
    if "off" in request.POST:
        AnswersFeed.objects.filter(member=request.user).delete()
        messages.success(request, "The feed is off. Its address leads nowhere now.")
    else:
        AnswersFeed.objects.renew(request.user)
        messages.success(request, "Here is your address. An earlier one no longer works.")
    return SeeOther(request.path)
