from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models.comment import Comment
from forum.models.decision import Decision
from forum.models.editors_answer import EditorsAnswer
from forum.models.member import Member


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, member: Any) -> "NotificationQuerySet":
        """What `member` is told of: comments that everybody may read, as long as they may, and
        what moderators and editors said, which doesn't show words of others."""
        readable = Comment.objects.published().visible_to(member)
        there = Comment.objects.of_articles_visible_to(member)
        of_desk = Q(decision__isnull=False) | Q(editors_answer__isnull=False)
        is_shown = (~of_desk & Q(Exists(readable.filter(pk=OuterRef("comment"))))) | (
            of_desk & Q(Exists(there.filter(pk=OuterRef("comment"))))
        )
        return self.filter(is_shown, member=member)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def mark_read(self) -> None:
        # On SQLite even an update of nothing would wait for whoever is writing.
        if self.unread().exists():
            self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """Tells a member of a comment by somebody else that concerns them, what a moderator decided
    on one that they wrote or reported, or what an editor answered to theirs."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answers you"
        QUOTE = "quote", "Quotes you"
        DECISION = "decision", "Decides on your comment"
        REPORT = "report", "Decides on your report"
        APPEAL = "appeal", "Answers your appeal"
        FACT = "fact", "Answers your question of fact"

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="notifications", help_text="Who is told."
    )
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notifications")
    kind = models.CharField(
        max_length=10, choices=Kind, help_text="An answer that quotes, too, is an answer."
    )
    decision = models.ForeignKey(
        Decision, models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    editors_answer = models.ForeignKey(
        EditorsAnswer, models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True, help_text="Empty: unread.")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "comment"],
                condition=Q(decision=None, editors_answer=None),
                name="notification_once",
            ),
            models.UniqueConstraint(
                fields=["member", "editors_answer"],
                condition=Q(editors_answer__isnull=False),
                name="notification_of_answer_once",
            ),
            models.UniqueConstraint(
                fields=["member", "decision", "kind"], name="notification_of_decision_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["answer", "quote"], decision=None, editors_answer=None)
                | Q(
                    kind__in=["decision", "report", "appeal"],
                    decision__isnull=False,
                    editors_answer=None,
                )
                | Q(kind="fact", decision=None, editors_answer__isnull=False),
                name="notification_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="notification_newest"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment}, told to {self.member}"
