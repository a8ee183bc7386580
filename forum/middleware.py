import re
from collections.abc import Callable

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.defaults import bad_request

from forum.views.storable import is_storable, lasts, unless_known

SHARED = 5  # seconds for which caches in front of the site may answer by themselves
SESSION_KEY = re.compile(r"[a-z0-9]{8,40}")


class CacheControlMiddleware:
    """Says of every answer who may keep it.

    What depends on a person or went wrong is kept by nobody, unless a view knows better. Guests'
    pages that are marked as storable are kept by browsers, which ask each time whether they still
    hold, and for seconds by caches in front of the site (docs/decisions/store.md).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_storable(request, response):
            self._share(request, response)
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        return response

    def _share(self, request: HttpRequest, response: HttpResponse) -> None:
        left = lasts(response.headers.get("Expires", ""))
        shared = int(min(SHARED, left))
        stale = int(min(SHARED, left - shared))
        response["Cache-Control"] = f"public, max-age=0, s-maxage={shared}"
        # Not for browsers: they would show what is stale, too (RFC 9213).
        response["CDN-Cache-Control"] = f"max-age={shared}, stale-while-revalidate={stale}"
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        unless_known(request, response)


class ClockMiddleware:
    """Tells members the time by the clock that they have chosen, in pages and in sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(request.user.zone):
            return self.get_response(request)


class NotFoundMiddleware:
    """In DEBUG too, people who go astray get the page that readers of a public site would get."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404:
            return render(request, "404.html", status=404)
        return response


class OddInputMiddleware:
    """What no browser sends, and a database would stumble over, gets 400 instead of an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        holds_nul = isinstance(error, ValueError) and "NUL" in str(error)  # what psycopg says
        if holds_nul or isinstance(error, DataError | OverflowError):
            return bad_request(request, error)
        return None
