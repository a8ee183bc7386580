"""Whom a member doesn't want to read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum import muting
from forum.forms import MuteForm
from forum.models import Comment, Member
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, find_member, whole_number
from forum.views.members_only import members_only
from forum.views.refusing import told_in, words_of

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@read_or_post
@members_only
def mute(request: MemberRequest, name: str) -> HttpResponse:
    """Asks whether to mute a member, or to hear them again. Leads back to the `comment` from which
    one came."""
    found = find_member(name)
    if found == request.user:
        raise PermissionDenied
    form = MuteForm(request.POST if request.method == "POST" else None)
    back = _back(request, found)
    if form.is_bound:
        with told_in(form) as refusal:
            _act(request, found, is_off=words_of(form)["off"])
        if not refusal:
            return SeeOther(back)
    context = {
        "member": found,
        "form": form,
        "back": back,
        "is_muted": found.pk in request.user.muted,
    }
    return render(request, "members/mute.html", context, status=422 if form.errors else 200)


@read_or_post
@never_cache
@members_only
def mutes(request: MemberRequest) -> HttpResponse:
    """All whom the member mutes. A POST hears the one of the `name` again."""
    if request.method == "POST":
        _act(request, find_member(request.POST.get("name", "")), is_off=True)
        return SeeOther(request.path)
    muted = request.user.mutes.select_related("muted").order_by("muted__name")
    return render(request, "account/mutes.html", {"mutes": muted})


def _act(request: MemberRequest, member: Member, *, is_off: bool) -> None:
    if is_off:
        muting.unmute(member, by=request.user)
        messages.success(request, f"You hear {member.name} again.")
    else:
        muting.mute(member, by=request.user)
        messages.success(request, f"You have muted {member.name}. Nobody else learns of it.")


def _back(request: MemberRequest, member: Member) -> str:
    key = whole_number(request, "comment")
    readable = Comment.objects.visible_to(request.user)
    if key and readable.filter(pk=key).exists():
        return reverse("comment", args=[key])
    return member.get_absolute_url()
