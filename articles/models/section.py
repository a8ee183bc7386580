from typing import Any

from django.db import models
from django.urls import reverse

from articles.models.slugs import free_slug


class SectionManager(models.Manager["Section"]):
    def called(self, name: str) -> "Section":
        section = self.filter(name=name).first()
        return section or self.create(name=name, slug=free_slug(self.all(), name))

    def of_articles_for(self, viewer: Any) -> models.QuerySet["Section"]:
        """Those with at least one article that `viewer` may read."""
        from articles.models.article import Article

        articles = Article.objects.visible_to(viewer).filter(section=models.OuterRef("pk"))
        return self.filter(models.Exists(articles))


class Section(models.Model):
    """A part of the publication: Cities, Energy."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)

    objects = SectionManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])
