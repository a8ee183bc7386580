from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.comment import Status
from forum.models.decision import Decision
from forum.models.member import Member


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        """Those that nobody has answered, while the comment is still where the decision left it."""
        gone = Q(decision__comment__status__in=[Status.REJECTED, Status.REMOVED])
        return self.filter(gone, answered_at=None, decision__undone_by=None)

    def for_moderator(self, member: Any) -> "AppealQuerySet":
        """Not against decisions of their own, and not about their own comments."""
        return self.exclude(decision__by=member).exclude(decision__comment__author=member)


class Appeal(models.Model):
    """An author's word against a decision, once, and another moderator's final answer."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    text = models.CharField(max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="answered_appeals"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    is_granted = models.BooleanField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, is_granted=None, answer="")
                | (
                    Q(answered_by__isnull=False, answered_at__isnull=False)
                    & Q(is_granted__isnull=False)
                    & ~Q(answer="")
                ),
                name="appeal_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return f"Appeal against: {self.decision}"
