from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.comment import Comment
from forum.models.discussion import Discussion
from forum.models.member import Member

MOST_PINS = 3  # in a discussion


class HighlightQuerySet(models.QuerySet["Highlight"]):
    def standing(self) -> "HighlightQuerySet":
        return self.filter(ended_at=None)


class Highlight(models.Model):
    """That the article's author or an editor put a comment forward, who, when and until when."""

    class Kind(models.TextChoices):
        PIN = "pin", "Pinned"
        PICK = "pick", "Editors’ pick"

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="highlights")
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="highlights")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HighlightQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "kind"], condition=Q(ended_at=None), name="highlight_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=["pin", "pick"]), name="highlight_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="highlight_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_kind_display()}"
