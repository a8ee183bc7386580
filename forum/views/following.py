"""Following a discussion, a comment, a member or a section, and what one follows."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from articles.models import Section
from forum import following, limits
from forum.limits import TooMany
from forum.models import Follow
from forum.views.comments import SeeOther, place_of
from forum.views.finding import (
    MemberRequest,
    find_article,
    find_comment,
    find_member,
    wants_fragment,
    whole_number,
)
from forum.views.members_only import members_only

PER_PAGE = 50

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@members_only
def article(request: MemberRequest, slug: str) -> HttpResponse:
    """Our script asks with GET for the button as it is now."""
    found = find_article(request, slug)
    if wants_fragment(request) and request.method != "POST":
        is_followed = following.is_followed(found.discussion, by=request.user)
        button = {"url": request.path, "what": "this discussion", "is_followed": is_followed}
        return render(request, "comments/_follow.html", button)
    place = f"{found.get_absolute_url()}#discussion"
    return _follow(request, found.discussion, place, "what is said about this article")


@read_or_post
@members_only
def comment(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    if not found.is_published:
        raise PermissionDenied
    place = place_of(found, request)
    return _follow(request, found, place, "what is answered below this comment")


@read_or_post
@members_only
def member(request: MemberRequest, name: str) -> HttpResponse:
    found = find_member(name)
    if found == request.user:
        raise PermissionDenied
    return _follow(request, found, found.get_absolute_url(), f"what {found.name} says")


@read_or_post
@members_only
def section(request: MemberRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section.objects.of_articles_for(request.user), slug=slug)
    said = f"new articles in {found.name}, and what is said about them"
    return _follow(request, found, found.get_absolute_url(), said)


@read_or_post
@members_only
def followed(request: MemberRequest) -> HttpResponse:
    """What the member follows, the latest first. A POST ends one `follow`."""
    own = Follow.objects.filter(member=request.user)
    if request.method == "POST":
        text = request.POST.get("follow", "")
        key = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
        get_object_or_404(own, pk=key).delete()
        return SeeOther(request.path)
    if before := whole_number(request, "before"):
        own = own.filter(pk__lt=before)
    rows = list(following.shown_to(request.user, own)[: PER_PAGE + 1])
    return render(
        request,
        "account/followed.html",
        {
            "follows": rows[:PER_PAGE],
            "older_url": f"?before={rows[PER_PAGE - 1].pk}" if len(rows) > PER_PAGE else "",
        },
    )


def _follow(request: MemberRequest, what: Any, place: str, said: str) -> HttpResponse:
    """Follows it, or ends that with `withdraw`. Whoever comes by a link, perhaps from the log-in
    page, is led to it."""
    if request.method != "POST":
        return redirect(place)
    try:
        limits.spend(limits.FOLLOWS, request)
    except TooMany as error:
        return render(request, "429.html", {"sentence": str(error)}, status=429)
    if "withdraw" in request.POST:
        following.stop(what, by=request.user)
        messages.success(request, f"You no longer follow {said}.")
    else:
        following.follow(what, by=request.user)
        messages.success(request, f"You follow {said}. You hear of it under Notifications.")
    return SeeOther(place)
