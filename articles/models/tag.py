from typing import Any

from django.db import models
from django.urls import reverse

from articles.models.slugs import free_slug


class TagManager(models.Manager["Tag"]):
    def called(self, name: str) -> "Tag":
        tag = self.filter(name__iexact=name).first()
        return tag or self.create(name=name, slug=free_slug(self.all(), name))

    def of_articles_for(self, viewer: Any) -> models.QuerySet["Tag"]:
        """Those with at least one article that `viewer` may read."""
        from articles.models.article import Article

        articles = Article.objects.visible_to(viewer).filter(tags=models.OuterRef("pk"))
        return self.filter(models.Exists(articles))


class Tag(models.Model):
    """A word for what articles are about, across the sections."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)

    objects = TagManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])
