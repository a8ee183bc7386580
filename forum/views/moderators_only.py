"""Doors of the desk, which only some may enter, and the frame of its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def moderators_only(view: View) -> View:
    return _only(view, "is_moderator")


def editors_only(view: View) -> View:
    return _only(view, "is_editor")


def importers_only(view: View) -> View:
    return _only(view, "may_import")


def _only(view: View, role: str) -> View:
    """For members of whom this is true. Sends guests to the log-in page and back."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not getattr(request.user, role):
            raise PermissionDenied
        if not admin.site.has_permission(request):
            return admin.site.login(request)
        return view(request, *args, **options)

    return check


def render_desk(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of ours inside the admin."""
    frame = admin.site.each_context(request)
    return render(request, template, {**frame, "title": title, **context}, status=status)
