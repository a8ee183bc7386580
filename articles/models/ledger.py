from django.db import models

from articles.models.article import Article
from articles.models.version import ArticleVersion


class Import(models.Model):
    """One line of the ledger: what came in, from where, and what it became."""

    source = models.CharField(max_length=1000, help_text="The file it was read from.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes.")
    article = models.ForeignKey(Article, models.CASCADE, related_name="imports")
    version = models.ForeignKey(
        ArticleVersion, models.CASCADE, related_name="+", help_text="Current after the import."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["source"], name="import_source")]

    def __str__(self) -> str:
        return f"{self.source} → {self.article}"
