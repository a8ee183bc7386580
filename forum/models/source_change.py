from django.db import models
from django.db.models import Q

from articles.models import ArticleVersion
from forum.models.quote import Quote
from forum.wording import changes


class SourceChange(models.Model):
    """That a quote's source, as it is today, no longer has the words that were quoted, and what
    stands there instead; nothing if they are gone.

    A quote whose words still stand has none: it points at today's version itself.
    """

    quote = models.OneToOneField(Quote, models.CASCADE, related_name="source_change")
    article_version = models.ForeignKey(
        ArticleVersion, models.PROTECT, null=True, related_name="source_changes"
    )
    comment_version = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(help_text="When the source came to say what it says now.")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    exact = models.TextField(blank=True, help_text="The words that stand there now.")
    passages = models.JSONField(default=list, help_text="Numbers of the passages they touch.")
    segments = models.JSONField(
        default=list, help_text="forum.quoting.Segment: `quoted` as it was, `original` as it is."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article_version=None, comment_version__isnull=False)
                | Q(article_version__isnull=False, comment_version=None),
                name="source_change_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(start=None, end=None, exact="")
                | Q(start__isnull=False, end__isnull=False),
                name="source_change_has_a_place_or_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote}: {'gone' if self.is_gone else 'changed'} in version {self.version}"

    @property
    def version(self) -> int | None:
        """The number of the source's version that this is about."""
        return self.article_version.number if self.article_version else self.comment_version

    @property
    def is_gone(self) -> bool:
        return self.start is None

    @property
    def differences(self) -> list[dict[str, str]]:
        """The words as they were when quoted, with what became of them."""
        return changes(self.quote.exact, self.exact)
