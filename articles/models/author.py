from typing import Any

from django.db import models
from django.urls import reverse

from articles.models.slugs import free_slug


class AuthorManager(models.Manager["Author"]):
    def called(self, name: str) -> "Author":
        author = self.filter(name=name).first()
        return author or self.create(name=name, slug=free_slug(self.all(), name))

    def of_articles_for(self, viewer: Any) -> models.QuerySet["Author"]:
        """Those with at least one article that `viewer` may read."""
        from articles.models.article import Article

        articles = Article.objects.visible_to(viewer).filter(authors=models.OuterRef("pk"))
        return self.filter(models.Exists(articles))


class Author(models.Model):
    """Whoever wrote an article; not necessarily a member of the forum."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)

    objects = AuthorManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])
