"""Django's admin, as this site opens it: the moderators' desk."""

from functools import partial
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from forum import corrections, queueing
from forum.accounts import lacks_second_factor
from forum.models import Appeal

SET_ONE_UP = "The desk needs a second step when you log in. Set one up here, then come back."


class DeskSite(AdminSite):
    """Entered through our own log-in page and its limits; with what waits in every header."""

    site_header = site_title = "Rejoinder desk"
    index_title = "Moderation"
    enable_nav_sidebar = False  # its room is needed for what there is to read

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if lacks_second_factor(request.user):
            messages.warning(request, SET_ONE_UP)
            return redirect("mfa_index")
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().each_context(request),
            **counts(request.user),
        }


def counts(viewer: Any) -> dict[str, Any]:
    """What waits for them, counted where it is shown."""
    return {
        "desk_waiting": SimpleLazyObject(partial(queueing.count, "waiting", viewer)),
        "desk_reported": SimpleLazyObject(partial(queueing.count, "reported", viewer)),
        "desk_questions": SimpleLazyObject(lambda: len(corrections.waiting(viewer)) or ""),
        "desk_appeals": SimpleLazyObject(lambda: _appeals_for(viewer)),
    }


def _appeals_for(member: Any) -> str:
    return str(Appeal.objects.open().for_moderator(member).count() or "")
