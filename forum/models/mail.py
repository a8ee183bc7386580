from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.member import Member
from forum.models.preference import Delivery

# Longer than handing one over can take, so that whoever is working on it is not taken for dead.
LEASE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
TRIED_FOR = timedelta(days=2)
KEPT = timedelta(days=30)
BATCH = 1000


def give_up_at() -> datetime:
    return timezone.now() + TRIED_FOR


class MailQuerySet(models.QuerySet["Mail"]):
    def claim(self) -> "Mail | None":
        """The one that has been due for longest. For five minutes it is nobody else's."""
        due = self.filter(due_at__lte=timezone.now()).order_by("due_at").first()
        return due if due and due.put_off(LEASE) else None

    def try_again(self) -> int:
        """Makes those due that were given up or perhaps not sent; returns how many."""
        now = timezone.now()
        return self.filter(state__in=[Mail.State.FAILED, Mail.State.UNCERTAIN]).update(
            state=Mail.State.WAITING,
            due_at=now,
            handed_over_at=None,
            give_up_at=now + TRIED_FOR,
            attempts=0,
        )

    def sweep(self) -> bool:
        """Deletes what was settled more than a month ago. False if there is nothing to delete."""
        old = self.filter(due_at=None, created_at__lt=timezone.now() - KEPT)
        keys = list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH])
        if keys:
            self.filter(pk__in=keys).delete()
        return bool(keys)


class Mail(models.Model):
    """A mail to a member, of one notification or, as a digest, of several.

    `due_at` is the claim as well: whoever works on it puts it off, and if they die, it falls due.
    If it was being handed over when they died (`handed_over_at`), nobody knows whether it went out.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        SKIPPED = "skipped", "Not needed any more"
        FAILED = "failed", "Given up"
        UNCERTAIN = "uncertain", "Perhaps sent"

    member = models.ForeignKey(Member, models.CASCADE, related_name="mails")
    delivery = models.CharField(
        "when",
        max_length=10,
        choices=[(way.value, way.label) for way in Delivery if way.is_by_mail],
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(
        "tried next", null=True, default=timezone.now, help_text="Empty: settled."
    )
    give_up_at = models.DateTimeField(default=give_up_at)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True, help_text="Why the last try failed.")
    handed_over_at = models.DateTimeField(
        null=True, help_text="When the server was given it, whatever became of that."
    )

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", due_at__isnull=False)
                | Q(state__in=["sent", "skipped", "failed", "uncertain"], due_at=None),
                name="mail_is_due_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(delivery__in=["at_once", "hourly", "daily", "weekly"]),
                name="mail_delivery_known",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="mail_due"),
            models.Index(fields=["created_at"], condition=Q(due_at=None), name="mail_settled"),
        ]

    def __str__(self) -> str:
        return f"Mail {self.pk} to {self.member}"

    @property
    def is_digest(self) -> bool:
        return self.delivery != Delivery.AT_ONCE

    def put_off(self, pause: timedelta, **more: Any) -> bool:
        """Makes it due again after a pause. False if someone else has claimed it."""
        due_at = timezone.now() + pause
        ours = Mail.objects.filter(pk=self.pk, due_at=self.due_at)
        if not ours.update(due_at=due_at, **more):
            return False
        self.due_at = due_at
        return True

    def hand_over(self) -> bool:
        """To be called when the next thing is to give it to the server. False: not by us."""
        return self.put_off(LEASE, handed_over_at=timezone.now())

    def settle(self, state: "Mail.State", *, error: str = "") -> None:
        """It is done with, one way or another."""
        unknown = [self.State.WAITING, self.State.UNCERTAIN]
        Mail.objects.filter(pk=self.pk, state__in=unknown).update(
            state=state, due_at=None, error=error[:500]
        )

    def fail(self, error: str) -> None:
        """Puts it off, for longer with every failure, until its time is over."""
        if timezone.now() >= self.give_up_at:
            self.settle(self.State.FAILED, error=error)
            return
        pause = min(timedelta(minutes=2 ** min(self.attempts, 10)), LONGEST_PAUSE)
        attempts = models.F("attempts") + 1
        self.put_off(pause, attempts=attempts, error=error[:500], handed_over_at=None)
