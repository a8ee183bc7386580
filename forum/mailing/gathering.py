"""Makes mails of notifications whose time has come."""

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta, tzinfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from forum.mailing.choosing import address_of, chosen_by
from forum.models import Delivery, Mail, Member, Notification

# After that it is no news: nobody could read it, or nobody worked. Digests may need a week.
NEWS_FOR = timedelta(days=14)
LONGEST_PAUSE = timedelta(hours=1)
MONDAY = 0
MOST = 1000  # at a time


def gather_next() -> bool:
    """Makes the mails that one member is due to get. False if nobody is.

    Not without SITE_URL, since links would lead nowhere.
    """
    due = Notification.objects.due().order_by("due_at") if settings.SITE_URL else None
    first = due.select_related("member").first() if due else None
    if first is None:
        return False
    _gather(first.member)
    return True


def next_issue(delivery: Delivery, after: datetime, zone: tzinfo = UTC) -> datetime:
    """When a mail goes out that can't before `after`: for digests at the next full hour; at
    DIGEST_HOUR by the clock of the `zone`; or on Monday at that time."""
    if delivery == Delivery.AT_ONCE:
        return after
    if delivery == Delivery.HOURLY:
        hour = after.replace(minute=0, second=0, microsecond=0)
        return hour if hour == after else hour + timedelta(hours=1)
    today = after.astimezone(zone).date()
    days = (today + timedelta(days=number) for number in range(9))
    issues = (
        datetime.combine(day, time(settings.DIGEST_HOUR), zone).astimezone(UTC)
        for day in days
        if delivery == Delivery.DAILY or day.weekday() == MONDAY
    )
    return next(issue for issue in issues if issue >= after)


def _gather(member: Member) -> None:
    now = timezone.now()
    due = list(Notification.objects.due().filter(member=member).order_by("pk")[:MOST])
    chosen, has_address = chosen_by(member), bool(address_of(member))
    keys = [row.pk for row in due]
    shown = Notification.objects.shown_to(member).filter(pk__in=keys)
    readable = set(shown.values_list("pk", flat=True))
    later: dict[datetime, list[int]] = defaultdict(list)
    ripe: dict[Delivery, list[int]] = defaultdict(list)
    for row in due:
        delivery = chosen[row.kind]
        is_wanted = has_address and delivery.is_by_mail and not row.read_at
        if not is_wanted or now - row.created_at > NEWS_FOR:
            continue
        issue = next_issue(delivery, row.due_at or now, member.zone)
        if issue > now:
            later[issue].append(row.pk)
        elif row.pk not in readable:
            later[_look_again(row, delivery, now, member.zone)].append(row.pk)
        else:
            ripe[delivery].append(row.pk)
    with transaction.atomic():
        # Another worker may have been faster, or a moderator have undone the decision.
        locked = Notification.objects.due().select_for_update().filter(pk__in=keys)
        ours = set(locked.order_by("pk").values_list("pk", flat=True))
        Notification.objects.filter(pk__in=ours).update(due_at=None)
        for moment, rows in later.items():
            Notification.objects.filter(pk__in=ours.intersection(rows)).update(due_at=moment)
        for delivery, rows in ripe.items():
            _make(member, delivery, sorted(ours.intersection(rows)))


def _look_again(
    notification: Notification, delivery: Delivery, now: datetime, zone: tzinfo
) -> datetime:
    """For what can't be read yet, because it waits for a moderator or was hidden."""
    age = now - notification.created_at
    return next_issue(delivery, now + min(max(age, settings.MAIL_DELAY), LONGEST_PAUSE), zone)


def _make(member: Member, delivery: Delivery, keys: list[int]) -> None:
    issues = [[key] for key in keys] if delivery == Delivery.AT_ONCE else [keys] if keys else []
    for issue in issues:
        mail = Mail.objects.create(member=member, delivery=delivery)
        Notification.objects.filter(pk__in=issue).update(mail=mail)
