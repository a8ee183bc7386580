from typing import Any, NoReturn

from django.db import models
from django.utils import timezone

from forum.models.comment import Comment, Status
from forum.models.member import Member
from forum.models.rule import RuleVersion


class DecisionQuerySet(models.QuerySet["Decision"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("A decision is never changed; decide again.")

    def delete(self) -> NoReturn:
        raise TypeError("A decision is never deleted.")


class Decision(models.Model):
    """Who changed a comment's status, from what to what, why and when. Only ever added."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="decisions")
    by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="decisions", help_text="Empty: the site."
    )
    before = models.CharField(max_length=10, choices=Status, blank=True)
    after = models.CharField(max_length=10, choices=Status)
    reason = models.CharField(max_length=500, blank=True)
    rule = models.ForeignKey(
        RuleVersion,
        models.PROTECT,
        null=True,
        related_name="decisions",
        help_text="By which rule the site decided, if by one.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.comment}: {self.before or 'new'} → {self.after}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A decision is never changed; decide again.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A decision is never deleted.")
