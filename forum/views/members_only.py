"""Doors that only members may enter, and what happens to the words of those who have to log in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum import limits, markup
from forum.limits import TooMany

View = Callable[..., HttpResponse]
KEPT = "typed-before-logging-in"
HOUR = 3600
LONGEST = 2 * markup.MAX_CHARACTERS
TYPED = {"body", "parent", "version", "asks", "follow", "reason", "note"}


def members_only(view: View) -> View:
    """Sends guests to the log-in page and back. What they had typed waits for them
    (`typed_before`), as when a session ends while somebody writes."""

    @wraps(view)
    def check(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **options)
        if request.method == "POST":
            try:
                limits.spend(limits.KEPT_FOR_GUESTS, request)
            except TooMany as error:
                return render(request, "429.html", {"sentence": str(error)}, status=429)
            _keep(request)
        return redirect_to_login(request.get_full_path())

    return check


def _keep(request: HttpRequest) -> None:
    typed = {name: text[:LONGEST] for name, text in request.POST.items() if name in TYPED}
    request.session[KEPT] = {"path": request.path, "typed": typed}
    request.session.set_expiry(HOUR)  # logging in sets it anew


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What the person had typed at this address before they logged in; empty if nothing."""
    if request.session.get(KEPT, {}).get("path") != request.path:
        return {}
    typed: dict[str, str] = request.session.pop(KEPT)["typed"]
    return typed
