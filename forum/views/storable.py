"""Which pages are the same for all guests, so that they can be kept (docs/decisions/store.md)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponseBase

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


def storable_of(view: Callable[..., Any]) -> Storable | None:
    return getattr(view, "storable", None)


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
