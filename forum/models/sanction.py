from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from forum.models.comment import Comment
from forum.models.lasting import Lasting, LastingQuerySet
from forum.models.member import Member


class SanctionQuerySet(LastingQuerySet):
    def in_force(self) -> "SanctionQuerySet":
        """Those that have begun, have not ended, and were not lifted."""
        has_not_ended = Q(until=None) | Q(until__gt=timezone.now())
        return self.filter(has_not_ended, lifting=None)

    def silencing(self) -> "SanctionQuerySet":
        return self.filter(kind__in=[Sanction.Kind.SILENCE, Sanction.Kind.BAN])

    def bans(self) -> "SanctionQuerySet":
        return self.filter(kind=Sanction.Kind.BAN)

    def shown_to(self, viewer: Any) -> "list[Sanction]":
        """What the viewer is to read where they would write, what silences them first."""
        imposed = self.filter(member=viewer.pk)
        # Hardly anybody has any, and the short question takes a third of the time.
        if not viewer.is_authenticated or not imposed.exists():
            return []
        return sorted(imposed.in_force(), key=lambda row: not row.silences)


class Sanction(Lasting):
    """What a moderator imposed on a member, why and until when. It ends by itself."""

    class Kind(models.TextChoices):
        WARNING = "warning", "Warned"
        SILENCE = "silence", "Silenced"
        BAN = "ban", "Banned"

    member = models.ForeignKey(Member, models.PROTECT, related_name="sanctions")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=500, help_text="The member reads it.")
    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="+", help_text="Its occasion."
    )
    created_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(
        null=True, blank=True, help_text="Empty: for good. A warning is shown until then."
    )
    batch = models.UUIDField(
        null=True, blank=True, help_text="That of the comments that were removed with it."
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["warning", "silence", "ban"]), name="sanction_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="ban") | Q(until__isnull=False), name="sanction_ends"
            ),
        ]
        indexes = [models.Index(fields=["member", "-id"], name="sanction_of_member")]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_kind_display().lower()} {self.term}"

    @property
    def silences(self) -> bool:
        return self.kind in {self.Kind.SILENCE, self.Kind.BAN}

    @property
    def is_in_force(self) -> bool:
        is_over = self.until is not None and self.until <= timezone.now()
        return not is_over and not hasattr(self, "lifting")

    @property
    def term(self) -> str:
        return f"until {_moment(self.until)}" if self.until else "for good"

    @property
    def sentence(self) -> str:
        """What the member reads."""
        if self.kind == self.Kind.WARNING:
            return f"A moderator has warned you: {self.reason}"
        if self.kind == self.Kind.SILENCE:
            return f"You can’t write {self.term}. You can read everything. Why: {self.reason}"
        return f"This account is banned {self.term}. Why: {self.reason}"


class Lifting(Lasting):
    """That a sanction ended before its time."""

    sanction = models.OneToOneField(Sanction, models.PROTECT, related_name="lifting")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = LastingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Lifted: {self.sanction}"


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i e")
