from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models.comment import Comment
from forum.models.member import Member


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, member: Any) -> "NotificationQuerySet":
        """What `member` is told of: comments that everybody may read, as long as they may."""
        readable = Comment.objects.published().visible_to(member)
        return self.filter(Exists(readable.filter(pk=OuterRef("comment"))), member=member)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def mark_read(self) -> None:
        # On SQLite even an update of nothing would wait for whoever is writing.
        if self.unread().exists():
            self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """Tells a member of one comment by somebody else that concerns them."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answers you"
        QUOTE = "quote", "Quotes you"

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="notifications", help_text="Who is told."
    )
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notifications")
    kind = models.CharField(
        max_length=10, choices=Kind, help_text="An answer that quotes, too, is an answer."
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True, help_text="Empty: unread.")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "comment"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["answer", "quote"]), name="notification_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="notification_newest"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment}, told to {self.member}"
