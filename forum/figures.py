"""How much is written, held and taken away, how long it takes, who bears the load, and how right
the rules are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from forum.models import Comment, Decision, Rule, Status
from forum.screening.tallies import Tally, tallies

DAYS = 30


@dataclass
class Day:
    date: date
    posted: int = 0
    held: int = 0
    removed: int = 0
    waits: list[float] = field(default_factory=list)  # minutes until a moderator decided

    @property
    def median_wait(self) -> float | None:
        return round(median(self.waits), 1) if self.waits else None


def by_day() -> list[Day]:
    """The last thirty days, today the last."""
    today = timezone.localdate()
    days = {
        today - timedelta(days=ago): Day(today - timedelta(days=ago))
        for ago in reversed(range(DAYS))
    }
    decided = Decision.objects.filter(created_at__gte=_start())
    taken = decided.standing().by_moderators().filter(after__in=[Status.REMOVED, Status.REJECTED])
    for name, rows in (
        ("posted", Comment.objects.filter(created_at__gte=_start())),
        ("held", decided.filter(before="", after=Status.WAITING)),
        ("removed", taken),
    ):
        for day, number in _numbers(rows):
            if day in days:
                setattr(days[day], name, number)
    for at, entered in _reviewed(decided):
        if (day := timezone.localdate(at)) in days:
            days[day].waits.append((at - entered).total_seconds() / 60)
    return list(days.values())


def load() -> list[dict[str, Any]]:
    """How much each moderator has decided in these days, and how much of it was undone since."""
    decided = Decision.objects.filter(created_at__gte=_start(), undoes=None).by_moderators()
    loads: dict[str, dict[str, Any]] = defaultdict(lambda: {"decided": 0, "undone": 0})
    for name, number, undone in (
        decided.order_by().values_list("by__name").annotate(Count("pk"), Count("undone_by"))
    ):
        loads[name] = {"name": name, "decided": number, "undone": undone}
    return sorted(loads.values(), key=lambda row: (-row["decided"], row["name"]))


def by_rule() -> list[tuple[Rule, Tally]]:
    """What each rule did in the last ninety days, and what people decided on what it found."""
    told = tallies()
    return [(rule, told.get(rule.pk, Tally())) for rule in Rule.objects.with_state()]


def median_of(days: Iterable[Day]) -> float | None:
    """Of all waits in these days, in minutes."""
    waits = [wait for day in days for wait in day.waits]
    return round(median(waits), 1) if waits else None


def _start() -> datetime:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=DAYS - 1)


def _numbers(rows: Any) -> Any:
    dated = rows.order_by().annotate(day=TruncDate("created_at"))
    return dated.values_list("day").annotate(Count("pk"))


def _reviewed(decided: Any) -> Any:
    """When a moderator decided on what waited, and since when it had."""
    rows = decided.by_moderators().filter(before=Status.WAITING, undoes=None)
    return rows.values_list("created_at", "comment__created_at")
