from django.db import models
from django.utils import timezone

from forum.models.lasting import Lasting, LastingQuerySet
from forum.models.member import Member


class Note(Lasting):
    """What moderators tell each other about a member. Nobody else reads it."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="notes")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now)

    objects = LastingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.by} about {self.member}: {self.text}"
