from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from forum.models.comment import Comment
from forum.models.discussion import Discussion
from forum.models.member import Member

PAUSE = timedelta(minutes=30)  # after so long, the next look begins a new visit
KEPT = timedelta(days=365)
BATCH = 1000


class VisitManager(models.Manager["Visit"]):
    def sweep(self) -> bool:
        """Deletes visits to where the member hasn't been for a year. False if there are none."""
        old = self.filter(seen__lt=timezone.now() - KEPT).order_by("seen")
        keys = list(old.values_list("pk", flat=True)[:BATCH])
        self.filter(pk__in=keys).delete()
        return bool(keys)


class Visit(models.Model):
    """How far a member has read a discussion, on whatever device. Nobody else is told.

    New to them is what others said, if people could first read it after `since` and the member
    hasn't marked it as read (`visiting.new`).
    """

    member = models.ForeignKey(
        Member, models.CASCADE, db_index=False, related_name="visits", help_text="Whose it is."
    )
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="visits")
    since = models.DateTimeField(help_text="When the visit before this one ended.")
    seen = models.DateTimeField(db_index=True, help_text="The last look, to the minute.")
    read: Any = models.ManyToManyField(
        Comment, related_name="+", help_text="Marked as read one branch at a time, since then."
    )

    objects = VisitManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "discussion"], name="visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.discussion}"
