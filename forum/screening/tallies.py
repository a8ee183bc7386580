"""How right rules are: what became of what they found."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from forum.models import Decision, Flag, Refusals, Status

COUNTED = timedelta(days=90)
TAKEN_DOWN = {Status.REJECTED, Status.REMOVED}


@dataclass
class Tally:
    """Of the comments that a rule held or reported, how many people took down, kept, or haven't
    decided on; and how many drafts it refused, of which nobody can tell."""

    refused: int = 0
    taken_down: int = 0
    kept: int = 0
    undecided: int = 0

    @property
    def found(self) -> int:
        return self.taken_down + self.kept + self.undecided

    @property
    def precision(self) -> int | None:
        """Of those decided on, how many in a hundred were taken down. None: none was decided."""
        decided = self.taken_down + self.kept
        return round(100 * self.taken_down / decided) if decided else None

    def add(self, outcome: str | None, number: int = 1) -> None:
        if outcome in TAKEN_DOWN:
            self.taken_down += number
        elif outcome == Status.PUBLISHED:
            self.kept += number
        else:
            self.undecided += number


def tallies() -> Mapping[int, Tally]:
    """By rule, what it held, reported and refused in the last 90 days."""
    by_rule: defaultdict[int, Tally] = defaultdict(Tally)
    since = timezone.now() - COUNTED
    held = Decision.objects.filter(rule__isnull=False, created_at__gte=since)
    reported = Flag.objects.filter(rule__isnull=False, created_at__gte=since)
    for rows in (held, reported):
        outcome = Subquery(last_decision(OuterRef("comment")))
        counted = rows.order_by().annotate(outcome=outcome).values("rule__rule", "outcome")
        for row in counted.annotate(number=Count("pk")):
            by_rule[row["rule__rule"]].add(row["outcome"], row["number"])
    refused = Refusals.objects.filter(day__gte=since.date())
    for rule, number in refused.order_by().values_list("rule").annotate(Sum("number")):
        by_rule[rule].refused = number
    return by_rule


def last_decision(comment: Any) -> QuerySet:
    """What people, other than its author by withdrawing it, decided last on a comment."""
    decisions = Decision.objects.filter(comment=comment, by__isnull=False)
    return decisions.exclude(after=Status.WITHDRAWN).order_by("-pk").values("after")[:1]
