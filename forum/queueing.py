"""What moderators have to look at: five lists, what they can be narrowed to, and what comes first.

The order is stated to moderators (docs/moderating.md): what has waited longest comes first; a
report moves a comment up by half a day, or less if its reporter has often been wrong, and four
hours go to comments on an article in its first days, when most people read it. Nothing of this
changes with time or by deciding on others, so the next page goes on where this one ends.
"""

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from forum.models import Comment, Decision, Flag, Member, Status
from forum.models.comment import CommentQuerySet

PER_PAGE = 15
MOST_COUNTED = 999
MOST_RANKED = 1000  # at a time
HOURS_FOR_A_REPORT, HOURS_FOR_READERS, FIRST_DAYS = 12, 4, timedelta(days=2)
LISTS = {
    "waiting": "Waiting",
    "reported": "Reported",
    "new": "New",
    "removed": "Removed",
    "all": "All",
}
RANKED = {"waiting", "reported"}
AGES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
BY_RULE = "rule-"  # and its key: how a filter names what a rule held or reported
MOST_REASONS = 30
NEVER = Q(pk=None)


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; each empty: not by this."""

    article: str = ""
    section: str = ""
    member: str = ""
    why: str = ""
    age: str = ""
    comment: str = ""

    @classmethod
    def of(cls, query: Any) -> "Filter":
        """As an address or a form says."""
        return cls(**{field.name: query.get(field.name, "")[:500] for field in fields(cls)})

    def narrow(self, rows: CommentQuerySet) -> CommentQuerySet:
        if self.article:
            rows = rows.filter(discussion__article__slug=self.article)
        if self.section:
            rows = rows.filter(discussion__article__section__slug=self.section)
        if self.member:
            rows = rows.filter(author__in=Member.objects.named(self.member))
        if self.comment:
            rows = rows.filter(Q(pk=self.comment) if self.comment.isdecimal() else NEVER)
        if self.age:
            rows = rows.filter(created_at__lt=timezone.now() - AGES.get(self.age, timedelta()))
        return rows.filter(self._is_here_because()) if self.why else rows

    def _is_here_because(self) -> Q:
        rule = self.why.removeprefix(BY_RULE)[:15]
        because: dict[str, Any] = {"reason": self.why}
        if self.why.startswith(BY_RULE):
            because = {"rule__rule": rule if rule.isdecimal() else 0}
        here = Decision.objects.filter(comment=OuterRef("pk"), **because)
        reports = Flag.objects.open().filter(comment=OuterRef("pk"), **because)
        return Q(Exists(here)) | Q(Exists(reports))


class Place(NamedTuple):
    """Where in a list a card stands: its priority, and its key where that is the same."""

    priority: float
    pk: int

    @classmethod
    def named(cls, text: str) -> "Place | None":
        priority, _, pk = text.partition("_")
        try:
            return cls(float(priority), int(pk[:18]))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.priority!r}_{self.pk}"


class Page(NamedTuple):
    keys: list[int]
    next: Place | None


def rows(name: str, viewer: Any) -> CommentQuerySet:
    """The comments of a list."""
    visible = Comment.objects.visible_to(viewer)
    if name == "waiting":
        return visible.filter(status=Status.WAITING)
    if name == "reported":
        reported = visible.filter(pk__in=Flag.objects.open().values("comment"))
        return reported.filter(status__in=[Status.PUBLISHED, Status.HIDDEN])
    if name == "new":
        looked_at = Decision.objects.standing().by_moderators().filter(comment=OuterRef("pk"))
        return visible.filter(~Exists(looked_at), status=Status.PUBLISHED)
    if name == "removed":
        return visible.filter(status__in=[Status.REMOVED, Status.REJECTED])
    return visible


def count(name: str, viewer: Any) -> str:
    """How many comments a list has; empty if none, "999+" if more."""
    keys = rows(name, viewer).order_by("-pk").values("pk")[: MOST_COUNTED + 1]
    number = keys.count()
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")


def page(name: str, viewer: Any, *, narrowed: Filter, after: Place | None = None) -> Page:
    """The next cards of a list, behind the place `after`."""
    found = narrowed.narrow(rows(name, viewer))
    if name in RANKED:
        ranked = _waiting(found, after) if name == "waiting" else _reported(found)
        places = [place for place in ranked if after is None or place < after]
    else:
        earlier = found.filter(pk__lt=after.pk) if after else found
        keys = earlier.order_by("-pk").values_list("pk", flat=True)[: PER_PAGE + 1]
        places = [Place(0, pk) for pk in keys]
    shown = places[:PER_PAGE]
    return Page([place.pk for place in shown], shown[-1] if len(places) > PER_PAGE else None)


def reasons(name: str, viewer: Any) -> list[tuple[str, str]]:
    """Why comments are in a list, each as it is asked for and as it is called. What a rule found is
    asked for by the rule, whatever words it found."""
    if name not in RANKED:
        return []
    made: Any = Flag.objects.open().filter(rule__isnull=False).annotate(said=Value(""))
    if name == "waiting":
        held = Decision.objects.filter(comment__in=rows(name, viewer), after=Status.WAITING)
        no_rule = When(rule=None, then=F("reason"))
        made = held.exclude(reason="").annotate(said=Case(no_rule, default=Value("")))
    named = made.values_list("said", "rule__rule", "rule__rule__name").distinct()
    known = [
        (f"{BY_RULE}{rule}", f"Rule: {name}") if rule else (said, said)
        for said, rule, name in named.order_by("said", "rule__rule__name")[:MOST_REASONS]
    ]
    return [*known, *Flag.Reason.choices]


def _waiting(found: CommentQuerySet, after: Place | None) -> list[Place]:
    """The first in the order of urgency, of those that came in first behind a place."""
    if after:  # what came before that moment has a higher priority
        found = found.filter(created_at__gte=_moment(after.priority))
    return _ranked(found.order_by("pk"), {})


def _reported(found: CommentQuerySet) -> list[Place]:
    weights = Flag.objects.open().weights()
    reports: dict[int, float] = defaultdict(float)
    for comment, member in Flag.objects.open().order_by().values_list("comment", "member"):
        reports[comment] += weights.get(member, 1)
    return _ranked(found.order_by("pk"), reports)


def _ranked(found: CommentQuerySet, reports: dict[int, float]) -> list[Place]:
    facts = found.values_list("pk", "created_at", "discussion__article__published_on")
    places = [
        Place(
            HOURS_FOR_A_REPORT * reports.get(pk, 0)
            + HOURS_FOR_READERS * _is_fresh(published, entered)
            - entered.timestamp() / 3600,
            pk,
        )
        for pk, entered, published in facts[:MOST_RANKED]
    ]
    return sorted(places, reverse=True)


def _moment(priority: float) -> datetime:
    try:
        return datetime.fromtimestamp(-priority * 3600, UTC)
    except (ValueError, OverflowError, OSError):  # from an address that we didn't make
        return datetime.max.replace(tzinfo=UTC)


def _is_fresh(published: date | None, entered: datetime) -> bool:
    return published is not None and entered.date() - published <= FIRST_DAYS
