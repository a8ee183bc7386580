"""Which pages are the same for all guests, so that they can be kept (docs/decisions/store.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import set_response_etag
from django.utils.http import http_date, parse_http_date_safe

from forum.negotiating import has_already
from forum.views import marks, sorting

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# Whoever sends one of these is no guest, or may see a page otherwise than guests do.
COOKIES = {
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    CookieStorage.cookie_name,
    marks.COOKIE,
    sorting.COOKIE,
}


@dataclass(frozen=True)
class Storable:
    """What a guest's page depends on, beside its path and what `Change` tells of."""

    parameters: frozenset[str]
    of_article: bool  # the one that the address names as `slug`; else something of all articles


def storable(*parameters: str, of_article: bool = False) -> Callable[[View], View]:
    """Marks a view. Of the address's query it reads these parameters; of the request nothing
    else, as long as nobody is logged in."""

    def mark(view: View) -> View:
        view.storable = Storable(frozenset(parameters), of_article)  # type: ignore[attr-defined]
        return view

    return mark


Response = TypeVar("Response", bound=HttpResponseBase)


def good_until(response: Response, *moments: datetime | None) -> Response:
    """Says that the page will be another one at the first of these moments, by the time alone."""
    if coming := [moment for moment in moments if moment]:
        response.headers["Expires"] = http_date(min(coming).timestamp())
    return response


def lasts(expires: str) -> float:
    """For how many seconds, from now on, a page with this header holds."""
    at = parse_http_date_safe(expires) if expires else None
    return inf if at is None else max(0.0, at - timezone.now().timestamp())


def storable_of(view: Callable[..., Any]) -> Storable | None:
    return getattr(view, "storable", None)


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Without its body (304), if whoever asks has it already."""
    set_response_etag(response)
    if has_already(request.headers.get("If-None-Match", ""), response["ETag"]):
        # Not Django's own, which would take the headers along that protect readers.
        response.status_code, response.content = 304, b""
        del response["Content-Type"], response["Content-Length"]
    return response


def is_storable(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether every guest would get this response."""
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and not response.cookies
        and not request.COOKIES.keys() & COOKIES
        and "X-Fragment" not in request.headers
        and request.resolver_match is not None
        and storable_of(request.resolver_match.func) is not None
    )
