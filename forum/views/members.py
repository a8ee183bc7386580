from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum import following, reading, threads
from forum.models import Comment, Member, Role
from forum.views.finding import find_member, whole_number

PER_PAGE = 30


@require_safe
def member(request: HttpRequest, name: str) -> HttpResponse:
    """A member and their comments that the viewer may read, the newest first."""
    found = find_member(name)
    if found.name != name:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    visible = Comment.objects.visible_to(request.user).filter(author=found)
    if before := whole_number(request, "before"):
        visible = visible.filter(pk__lt=before)
    keys = list(visible.order_by("-pk").values_list("pk", flat=True)[: PER_PAGE + 1])
    shown = Comment.objects.filter(pk__in=keys[:PER_PAGE]).select_related("discussion__article")
    comments = [row for row in reading.read(shown, request.user) if isinstance(row, Comment)]
    comments.sort(key=lambda row: -row.pk)
    return render(
        request,
        "members/member.html",
        {
            "member": found,
            "role": found.role and Role(found.role).label,
            "thread": threads.listed(comments),
            "comments": comments,
            "is_followed": _is_followed(found, request.user),
            "older_url": f"?before={keys[PER_PAGE - 1]}" if len(keys) > PER_PAGE else "",
        },
    )


def _is_followed(member: Member, viewer: Any) -> bool | None:
    """None for those who can't follow them."""
    if not viewer.is_authenticated or viewer == member:
        return None
    return following.is_followed(member, by=viewer)
