from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse

from articles.models.author import Author
from articles.models.section import Section
from articles.models.tag import Tag

if TYPE_CHECKING:
    from articles.models.version import ArticleVersion


# As much as PostgreSQL puts into an index, whatever the letters.
LONGEST_ADDRESS = 600


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, viewer: Any) -> "ArticleQuerySet":
        """What is published; to those who keep the articles, drafts too."""
        if viewer.is_staff and viewer.has_perm("articles.view_article"):
            return self
        return self.filter(status=Article.Status.PUBLISHED)

    def newest_first(self) -> "ArticleQuerySet":
        return self.order_by(models.F("published_on").desc(nulls_last=True), "-pk")


class Article(models.Model):
    """A piece that people read and discuss. Its words are in its versions."""

    class Status(models.TextChoices):
        PUBLISHED = "published", "Published"
        DRAFT = "draft", "Draft"

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    title = models.CharField(max_length=300)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    authors = models.ManyToManyField(Author, through="Byline", related_name="articles")
    published_on = models.DateField(null=True, blank=True, db_index=True)
    published_at = models.DateTimeField(
        null=True, blank=True, help_text="To the second, where the source says it."
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles")
    address = models.URLField(
        max_length=LONGEST_ADDRESS,
        blank=True,
        db_index=True,
        validators=[URLValidator(["http", "https"])],
        help_text="Where it was published first. Readers find a link to it.",
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PUBLISHED)
    language = models.CharField(
        max_length=20, default="en", help_text="Its language as a BCP 47 tag: en, de, ar, pt-BR."
    )
    # Null only between the two lines of the import that make the article and its first version.
    current: "models.ForeignKey[Any, ArticleVersion]" = models.ForeignKey(  # type: ignore[misc]
        "articles.ArticleVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["published", "draft"]), name="article_status_known"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.slug])

    @property
    def publisher(self) -> str:
        """The host where it was published first: gazette.example."""
        return (urlsplit(self.address).hostname or "").removeprefix("www.")

    @cached_property
    def bylines(self) -> list[Author]:
        """The authors in the order of the by-line."""
        return [byline.author for byline in self.byline_set.all()]


class BylineManager(models.Manager["Byline"]):
    def get_queryset(self) -> models.QuerySet["Byline"]:
        return super().get_queryset().select_related("author")


class Byline(models.Model):
    """An author's place in an article's by-line."""

    article = models.ForeignKey(Article, models.CASCADE)
    author = models.ForeignKey(Author, models.PROTECT)
    place = models.PositiveSmallIntegerField()

    objects = BylineManager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.author} wrote {self.article}"
