from django.db import models
from django.utils import timezone

from forum.models.comment import Comment
from forum.models.decision import Decision
from forum.models.member import Member
from forum.models.rule import RuleVersion


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> "FlagQuerySet":
        return self.filter(settled_by=None)


class Flag(models.Model):
    """A report of a comment, by a reader or by a rule, open until a decision settles it."""

    class Reason(models.TextChoices):
        SPAM = "spam", "Spam or advertising"
        ABUSE = "abuse", "Insulting, hateful or threatening"
        OFF_TOPIC = "off_topic", "Has nothing to do with the article"
        OTHER = "other", "Something else"

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="flags")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="flags", help_text="Empty: a rule."
    )
    rule = models.ForeignKey(
        RuleVersion, models.PROTECT, null=True, related_name="flags", help_text="Empty: a reader."
    )
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    settled_by = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="settled_flags"
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "report"
        constraints = [
            models.UniqueConstraint(fields=["comment", "member"], name="flag_once"),
            models.UniqueConstraint(fields=["comment", "rule"], name="flag_once_by_rule"),
            models.CheckConstraint(
                condition=models.Q(member=None, rule__isnull=False)
                | models.Q(member__isnull=False, rule=None),
                name="flag_by_one",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=["spam", "abuse", "off_topic", "other"]),
                name="flag_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.rule} reported {self.comment}: {self.get_reason_display()}"
