from django.db import models
from django.urls import reverse

from articles.models.slugs import free_slug


class SectionManager(models.Manager["Section"]):
    def called(self, name: str) -> "Section":
        section = self.filter(name=name).first()
        return section or self.create(name=name, slug=free_slug(self.all(), name))


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
