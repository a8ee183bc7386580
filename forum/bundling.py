"""What a member is told, bundled by its subject: the answers to one comment, what is new on one
article that they follow."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Case, Count, F, Max, Q, When, Window
from django.db.models.functions import RowNumber

from forum.models import Member, Notification
from forum.models.notification import NotificationQuerySet

MOST = 500  # notifications that are bundled together; older ones by themselves, as far back again
SHOWN = 5  # of each bundle; the others are on a page of their own
Kind = Notification.Kind
BY_DISCUSSION = [Kind.MENTION, Kind.QUOTE, Kind.ARTICLE, Kind.FOLLOWED]
SAID = {
    Kind.ANSWER: "{} answers to your comment",
    Kind.MENTION: "{} comments that mention you",
    Kind.QUOTE: "{} comments that quote you",
    Kind.ARTICLE: "{} comments on your article",
}


class Subject(NamedTuple):
    """What notifications of one bundle have in common."""

    kind: str
    about: int  # the comment answered, the discussion, or of what stands alone its own number
    follow: int | None


@dataclass(frozen=True)
class Bundle:
    """Notifications of one subject, the newest first; of many, the newest few."""

    rows: list[Notification]
    number: int
    unread: int

    @property
    def newest(self) -> Notification:
        return self.rows[0]

    @property
    def is_alone(self) -> bool:
        return self.number == 1

    @property
    def deed(self) -> str:
        follow = self.newest.follow
        if follow and follow.writer:
            return f"{self.number} comments by {follow.writer}, whom you follow"
        if follow:
            of = "answers below a comment" if follow.branch_id else "comments in a section"
            of = "comments on an article" if follow.discussion_id else of
            return f"{self.number} {of} that you follow"
        return SAID[Kind(self.newest.kind)].format(self.number)

    @property
    def people(self) -> list[str]:
        """Who did it, the latest first, as far as that is known here."""
        return list(dict.fromkeys(row.comment.byline for row in self.rows))

    @property
    def has_others(self) -> bool:
        return self.number > len(self.rows)


class _Place(NamedTuple):
    pk: int
    subject: Subject
    number: int
    unread: int


@dataclass(frozen=True)
class Reach:
    """Which notifications are bundled together: down from the `top` (0: from the newest), and only
    those above the `floor`, where others go on (0: all)."""

    top: int
    floor: int

    def of(self, told: NotificationQuerySet) -> NotificationQuerySet:
        above = told.filter(pk__gt=self.floor)
        return above.filter(pk__lte=self.top) if self.top else above


def reach(member: Member, top: int) -> Reach:
    """From there on, as far as one page looks, however many there are."""
    own = Notification.objects.filter(member=member)
    below = own.filter(pk__lte=top) if top else own
    further = below.order_by("-pk").values_list("pk", flat=True)[MOST : MOST + 1]
    return Reach(top, next(iter(further), 0))


def bundles(told: NotificationQuerySet, *, before: int, most: int) -> list[Bundle]:
    """Those whose newest notification came before that one (0: all), the newest first.

    `told` is what the member may see within reach, with all that is to be shown of it.
    """
    found: dict[Subject, list[_Place]] = defaultdict(list)
    for place in _places(told, before, most * SHOWN):
        if place.subject in found or len(found) < most:
            found[place.subject].append(place)
    keys = [place.pk for places in found.values() for place in places]
    rows = {row.pk: row for row in told.filter(pk__in=keys)}
    return [
        Bundle(
            [rows[place.pk] for place in places if place.pk in rows],
            places[0].number,
            places[0].unread,
        )
        for places in found.values()
        if places[0].pk in rows  # which was gone a moment later
    ]


def of_subject(told: NotificationQuerySet, pk: int) -> NotificationQuerySet:
    """All of the subject of one."""
    keyed = _keyed(told)
    one = keyed.filter(pk=pk).values("kind", "about", "follow").first()
    return keyed.filter(**_same(one)) if one else told.none()


def _same(one: dict[str, Any]) -> dict[str, Any]:
    return {name if one[name] is not None else f"{name}__isnull": one[name] or True for name in one}


def _keyed(told: NotificationQuerySet) -> Any:
    about = Case(
        When(kind=Kind.ANSWER, then=F("comment__parent")),
        When(kind__in=BY_DISCUSSION, then=F("comment__discussion")),
        default=F("pk"),
        output_field=BigIntegerField(),
    )
    return told.annotate(about=about)


def _places(told: NotificationQuerySet, before: int, most: int) -> list[_Place]:
    subject = [F(name) for name in Subject._fields]
    ranked = _keyed(told.select_related(None).prefetch_related(None)).annotate(
        place=Window(RowNumber(), partition_by=subject, order_by=F("pk").desc()),
        newest=Window(Max("pk"), partition_by=subject),
        number=Window(Count("pk"), partition_by=subject),
        unread=Window(Count("pk", filter=Q(read_at=None)), partition_by=subject),
    )
    shown = ranked.filter(place__lte=SHOWN)
    if before:
        shown = shown.filter(newest__lt=before)
    values = shown.order_by("-newest", "-pk").values_list(
        "pk", *Subject._fields, "number", "unread"
    )
    return [
        _Place(pk, Subject(kind, about, follow), number, unread)
        for pk, kind, about, follow, number, unread in values[:most]
    ]
