from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from forum.models.comment import TAKEN_AWAY, Comment, Status
from forum.models.lasting import Lasting, LastingQuerySet
from forum.models.member import Member
from forum.models.rule import RuleVersion

DEEDS = {
    Status.WAITING: "held",
    Status.PUBLISHED: "approved",
    Status.REJECTED: "rejected",
    Status.REMOVED: "removed",
    Status.WITHDRAWN: "withdrew",
    Status.HIDDEN: "hid",
}


class DecisionQuerySet(LastingQuerySet):
    def standing(self) -> "DecisionQuerySet":
        """Without what was undone, and the undoing."""
        # As an expression, because SQLite would look for all that undo nothing in their index.
        undone = Coalesce("undoes_id", 0, output_field=models.BigIntegerField())
        return self.alias(undone=undone).filter(undone=0, undone_by=None)

    def by_moderators(self) -> "DecisionQuerySet":
        """Without what the site did, and authors with their own."""
        of_others = models.Q(comment__author=None) | ~models.Q(by=F("comment__author"))
        return self.filter(of_others, by__isnull=False)

    def shown_in_log(self) -> "DecisionQuerySet":
        """What took published or waiting words away, or brought them back; not what authors did,
        what was only approved, and what was decided where a comment was imported from."""
        gone = [Status.REJECTED, Status.REMOVED, Status.HIDDEN]
        is_gone = models.Q(after__in=gone) | models.Q(before__in=gone)
        of_authors = models.Q(by__isnull=False, by=F("comment__author"))
        return self.filter(is_gone).exclude(of_authors).exclude(before="")


class Decision(Lasting):
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
    batch = models.UUIDField(
        null=True, blank=True, db_index=True, help_text="What was decided with one word has one."
    )
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["created_at"], name="decision_made")]

    def __str__(self) -> str:
        return f"{self.comment}: {self.before or 'new'} → {self.after}"

    @property
    def words_kept_until(self) -> datetime | None:
        """When the words that it took away are deleted, if nothing is decided until then."""
        is_away = self.after in TAKEN_AWAY
        return self.created_at + settings.REMOVED_WORDS_KEPT if is_away else None

    @property
    def deed(self) -> str:
        """“Mira removed it”: who did what, for moderators."""
        who = self.by.name if self.by else "The site"
        return f"{who} {'undid a decision on' if self.undoes_id else DEEDS[Status(self.after)]} it"
