from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q

from articles.models import Article
from forum import markup
from forum.models.comment import Comment
from forum.models.import_batch import ImportBatch

LONGEST_KEY = 200
BEGINNING = 1_000  # characters of a comment


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def articles(self) -> "ImportItemQuerySet":
        return self.filter(kind=ImportItem.Kind.ARTICLE)

    def comments(self) -> "ImportItemQuerySet":
        return self.filter(kind=ImportItem.Kind.COMMENT)

    def tally(self) -> dict[str, dict[str, int]]:
        """How many of each kind got which verdict."""
        found = self.order_by().values_list("kind", "verdict").annotate(number=Count("pk"))
        tally: dict[str, dict[str, int]] = {}
        for kind, verdict, number in found:
            tally.setdefault(kind, {})[verdict] = number
        return tally


class ImportItem(models.Model):
    """One thing that an import found, and what became of it: a line of the ledger."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "Article"
        COMMENT = "comment", "Comment"
        PROBLEM = "problem", "Problem"

    class Verdict(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        SAME = "same", "Same"
        SKIPPED = "skipped", "Skipped"
        FAILED = "failed", "Failed"

    class Stage(models.TextChoices):
        FOUND = "found", "Only read so far"
        PLACED = "placed", "Stored, its quotes not yet looked up"
        DONE = "done", "Done"
        UNDONE = "undone", "Taken back"
        KEPT = "kept", "Kept when the rest was taken back"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="items", db_index=False)
    number = models.PositiveIntegerField(help_text="Where it stands in the source.")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=LONGEST_KEY, help_text="What the source calls it.")
    article_key = models.CharField(max_length=LONGEST_KEY, blank=True)
    parent_key = models.CharField(max_length=LONGEST_KEY, blank=True)
    author_key = models.CharField(max_length=LONGEST_KEY, blank=True)
    email_hash = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=1000, blank=True, help_text="Canonical.")
    posted_at = models.DateTimeField(null=True)
    payload = models.JSONField(default=dict, help_text="What the source says of it.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of that.")
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    place = models.PositiveIntegerField(
        null=True, help_text="When its turn is. Empty: nothing is to be done for it."
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.FOUND)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(null=True, help_text="What it replaced, for taking it back.")

    objects = ImportItemQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number", "kind", "key"], name="import_item"),
        ]
        indexes = [
            models.Index(fields=["batch", "kind", "key"], name="import_item_key"),
            models.Index(fields=["batch", "kind", "verdict", "number"], name="import_item_verdict"),
            models.Index(fields=["batch", "article_key"], name="import_item_article"),
            models.Index(
                fields=["batch", "stage", "place"],
                condition=Q(place__isnull=False),
                name="import_item_turn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

    @property
    def says(self) -> str:
        """A title, or the first words of a comment: its own, if it has some."""
        said = str(self.payload.get("body") or "")[:BEGINNING]
        found: Any = self.payload.get("title") or _own_words(said) or said or self.address
        return str(found or "")[:200]

    @property
    def here(self) -> str:
        """Where what it became can be read."""
        became = self.comment or self.article
        return became.get_absolute_url() if became else ""


def _own_words(source: str) -> str:
    try:
        return markup.plain(source)
    except ValidationError:  # what comes in with its marks as words
        return ""
