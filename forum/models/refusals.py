from datetime import date

from django.db import models
from django.db.models import F
from django.utils import timezone

from forum.models.rule import Rule


class RefusalsManager(models.Manager["Refusals"]):
    def add_one(self, rule: Rule) -> None:
        today = timezone.now().date()
        if not self._add_to(rule, today):
            self.bulk_create([Refusals(rule=rule, day=today)], ignore_conflicts=True)
            self._add_to(rule, today)

    def _add_to(self, rule: Rule, day: date) -> int:
        return self.filter(rule=rule, day=day).update(number=F("number") + 1)


class Refusals(models.Model):
    """How many drafts a rule refused on one day. Nothing else is kept of them."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="refusals")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    objects = RefusalsManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "day"], name="refusals_of_a_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.day}: {self.number}"
