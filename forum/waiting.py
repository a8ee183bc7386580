"""How long authors usually wait for a moderator."""

from datetime import timedelta
from math import ceil

from django.core.cache import cache
from django.utils import timezone

from forum.models import Decision, Status
from forum.spans import span

RECENT = timedelta(days=14)
LOOKED_AT, ENOUGH = 200, 20  # decisions
MOST = 0.8  # of them: "usually"
STEPS = [5, 10, 20, 30, 40, 60, 120, 180, 240, 360, 480, 720, 1440]  # minutes; then whole days
KEPT = 600  # seconds


def usual_wait() -> str:
    """Within which time four of five were decided lately, rounded up: "40 minutes". Empty if so few
    were that it would promise something. Found out anew every ten minutes."""
    return str(cache.get_or_set("usual-wait", _measured, KEPT))


def _measured() -> str:
    decided = Decision.objects.by_moderators().filter(
        before=Status.WAITING, undoes=None, created_at__gt=timezone.now() - RECENT
    )
    rows = decided.order_by("-pk").values_list("created_at", "comment__created_at")[:LOOKED_AT]
    waits = sorted(at - entered for at, entered in rows)
    return _rounded(waits[ceil(MOST * len(waits)) - 1]) if len(waits) >= ENOUGH else ""


def _rounded(wait: timedelta) -> str:
    minutes = wait / timedelta(minutes=1)
    whole = next((step for step in STEPS if minutes <= step), 1440 * ceil(minutes / 1440))
    return span(timedelta(minutes=whole))
