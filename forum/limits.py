"""How often one member, and one address, may do what costs others time."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from forum.addresses import client_address, disguised


@dataclass(frozen=True)
class Limit:
    """At most `count` acts in each window of `seconds`."""

    act: str
    count: int
    seconds: int

    def __str__(self) -> str:
        return f"{self.count} {self.act} in {_span(self.seconds)}"


COMMENTS = [Limit("comments", 10, 60), Limit("comments", 100, 3600)]
REPORTS = [Limit("reports", 20, 3600)]
RECOMMENDATIONS = [Limit("recommendations", 60, 60)]
FOLLOWS = [Limit("things followed", 30, 60), Limit("things followed", 200, 3600)]
HIGHLIGHTS = [Limit("pins and picks", 30, 60)]
PREVIEWS = [Limit("previews", 60, 60)]
COMPLETIONS = [Limit("names looked up", 120, 60)]
SEARCHES = [Limit("searches", 60, 60)]
MAILS_AGAIN = [Limit("mails that try your address", 3, 3600)]
KEPT_FOR_GUESTS = [Limit("texts from people who aren't logged in", 4, 60)]
DOWNLOADS = [Limit("downloads of one’s data", 3, 86_400)]
CLOSINGS = [Limit("requests to close an account", 5, 86_400)]
# Several people can share one address: a school, an office.
PEOPLE_AT_AN_ADDRESS = 5


class TooMany(Exception):
    """A limit is spent. Its text says which, and until when."""

    def __init__(self, limit: Limit, wait: int) -> None:
        self.wait = wait
        span = f"{wait} seconds" if wait < 90 else _span(wait + 60)
        super().__init__(
            f"You have reached the limit of {limit}, which nobody meets who reads and writes by "
            f"hand. Your text is kept: try again in {span}."
        )


def spend(limits: list[Limit], request: HttpRequest) -> None:
    """Counts one act of the member and of the address. Raises TooMany when a limit is spent."""
    if not settings.RATE_LIMITS:
        return
    for limit in limits:
        if request.user.is_authenticated:
            _spend(limit, f"member-{request.user.pk}", limit.count)
        _spend(
            limit,
            f"address-{disguised(client_address(request))}",
            limit.count * PEOPLE_AT_AN_ADDRESS,
        )


def _spend(limit: Limit, who: str, count: int) -> None:
    window, elapsed = divmod(int(time.time()), limit.seconds)
    key = f"limit:{'-'.join(limit.act.split())}:{limit.seconds}:{who}:{window}"
    cache.add(key, 0, timeout=limit.seconds)
    try:
        spent = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return
    if spent > count:
        raise TooMany(limit, wait=limit.seconds - elapsed)


def _span(seconds: int) -> str:
    """In whole minutes, from two hours on in whole hours; a minute and a day by their names."""
    if seconds == 86_400:
        return "a day"
    minutes = seconds // 60
    if minutes > 120:
        return f"{minutes // 60 + 1} hours"
    return "a minute" if minutes == 1 else f"{minutes} minutes"
