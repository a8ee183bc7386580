from django.db import models
from django.db.models import Q

from articles.models import Article
from forum.models.comment import Comment
from forum.models.import_batch import LONGEST_SOURCE
from forum.models.import_item import LONGEST_KEY, ImportItem
from forum.models.imported_author import ImportedAuthor


class Origin(models.Model):
    """Where an article or a comment came from, by which it is known again: what the source calls
    it, and for articles their address there."""

    source = models.CharField(max_length=LONGEST_SOURCE)
    key = models.CharField(max_length=LONGEST_KEY)
    address = models.CharField(max_length=1000, blank=True, help_text="Canonical; of articles.")
    digest = models.CharField(max_length=64, help_text="Of what the source said last.")
    version = models.PositiveIntegerField(
        default=1, help_text="Of the comment here, when the source was last heeded."
    )
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="origins")
    comment = models.OneToOneField(Comment, models.CASCADE, null=True, related_name="origin")
    author = models.ForeignKey(
        ImportedAuthor, models.PROTECT, null=True, related_name="origins", help_text="Of a comment."
    )
    item = models.ForeignKey(
        ImportItem, models.SET_NULL, null=True, related_name="+", help_text="With what it said."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                condition=Q(comment__isnull=False),
                name="origin_of_comment",
            ),
            models.UniqueConstraint(
                fields=["source", "key"],
                condition=Q(article__isnull=False),
                name="origin_of_article",
            ),
            models.CheckConstraint(
                condition=Q(article=None, comment__isnull=False)
                | Q(article__isnull=False, comment=None),
                name="origin_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["address"], condition=Q(article__isnull=False), name="origin_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"
