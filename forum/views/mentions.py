"""Mentioning members: where a mention leads, and whose names are offered to those who type one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from forum import limits, mentioning, names
from forum.limits import TooMany
from forum.models import Member
from forum.views.finding import MemberRequest, find_article
from forum.views.members_only import members_only


@require_safe
def member_by_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Where mentions lead: to the page of a member, whatever they are called by now."""
    return redirect(get_object_or_404(Member.objects.known(), pk=pk))


@require_safe
@members_only
def people(request: MemberRequest, slug: str) -> HttpResponse:
    """The names that begin as `begun` does, as options of a list; a fragment for our script."""
    article = find_article(request, slug)
    try:
        limits.spend(limits.COMPLETIONS, request)
    except TooMany as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=429)
    begun = request.GET.get("begun", "").replace("\0", "")[: names.MAX_LENGTH]
    offered = mentioning.offered(begun, discussion=article.discussion, to=request.user)
    return render(request, "comments/_people.html", {"names": offered})
