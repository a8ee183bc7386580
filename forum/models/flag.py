from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from forum.models.comment import Comment, Status
from forum.models.decision import Decision
from forum.models.member import Member
from forum.models.rule import RuleVersion


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> "FlagQuerySet":
        return self.filter(settled_by=None)

    def weights(self) -> dict[int, float]:
        """How much each of these reports' reporters counts: 1 for whoever is new or always right,
        less for whoever reports what may stand. It follows from what became of the comments that
        they reported before, so it comes back by itself.
        """
        reporters = self.order_by().values("member")
        settled = Flag.objects.filter(member__in=reporters, settled_by__isnull=False)
        is_right = Q(comment__status__in=[Status.REMOVED, Status.REJECTED])
        counted = (
            settled.order_by()
            .values_list("member")
            .annotate(
                right=Count("pk", filter=is_right),
                wrong=Count("pk", filter=Q(comment__status=Status.PUBLISHED)),
            )
        )
        return {member: (right + 2) / (right + wrong + 2) for member, right, wrong in counted}


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
                condition=Q(reason__in=["spam", "abuse", "off_topic", "other"]),
                name="flag_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.rule} reported {self.comment}: {self.get_reason_display()}"
