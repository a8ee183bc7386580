"""In which order somebody reads threads: as the address says, else as they chose last time."""

from urllib.parse import urlencode

from django.http import HttpRequest

from forum.ordering import OLDEST, ORDERS, Order

COOKIE = "order"  # set by static/js/sort-order.js


def chosen(request: HttpRequest) -> Order:
    return ORDERS.get(request.GET.get("order", "")) or remembered(request)


def remembered(request: HttpRequest) -> Order:
    return ORDERS.get(request.COOKIES.get(COOKIE, ""), OLDEST)


def links(request: HttpRequest) -> list[tuple[Order, str]]:
    """Every order with the address that shows it."""
    return [(order, f"?{urlencode({'order': order.name})}#discussion") for order in ORDERS.values()]
