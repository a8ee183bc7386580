from django.db import models
from django.utils import timezone

from articles.models import Article


class Announced(models.Model):
    """That those who follow its section have heard of an article. Once: the row stays."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="announced"
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.article}, announced"
