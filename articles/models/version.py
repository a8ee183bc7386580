from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.text import Truncator

from articles.layout import Block, laid_out
from articles.models.article import Article
from articles.passages import PARAGRAPH, Body, sentences

if TYPE_CHECKING:
    from articles.models.picture import Picture

WORDS_PER_MINUTE = 230
LONGEST_OPENING = 240  # characters, unless the first sentence alone is longer


class ArticleVersionQuerySet(models.QuerySet["ArticleVersion"]):
    def dated(self) -> "ArticleVersionQuerySet":
        """Each with `until`, the moment when the next one came in; None for the present one."""
        later = ArticleVersion.objects.filter(
            article=OuterRef("article"), number__gt=OuterRef("number")
        )
        return self.annotate(until=Subquery(later.order_by("number").values("created_at")[:1]))


class ArticleVersion(models.Model):
    """An article's words as they stood from one import to the next. Never changed once made:
    a quote's place in it is a fact."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    passages = models.JSONField()
    note = models.TextField(blank=True, help_text="What the piece says about its author.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleVersionQuerySet.as_manager()
    until: datetime | None  # from `dated`

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.article}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A version is never changed; import the article again to add one.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("version", args=[self.article.slug, self.number])

    @cached_property
    def body(self) -> Body:
        return Body.from_json(self.passages)

    @property
    def text(self) -> str:
        """The canonical plain text, in which quotes are located."""
        return self.body.text

    @property
    def blocks(self) -> list[Block]:
        """The body as it is laid out: the items of a list together, the rows of a table."""
        return laid_out(self.body.passages)

    @cached_property
    def pictures(self) -> "dict[str, Picture]":
        """Those that are stored here, by their addresses elsewhere, if IMPORT_IMAGES is `store`."""
        is_figured = any(passage.layout.source for passage in self.body.passages)
        if settings.IMPORT_IMAGES != "store" or not is_figured or not self.pk:
            return {}
        return {picture.address: picture for picture in self.noted_pictures.stored()}

    @cached_property
    def opening(self) -> str:
        """The first sentences, for lists of articles: whole ones as far as there is room."""
        paragraphs = (p.text for p in self.body.passages if p.kind == PARAGRAPH)
        opening = ""
        for sentence in sentences(next(paragraphs, "")):
            if opening and len(opening) + len(sentence) > LONGEST_OPENING:
                break
            opening += sentence
        return Truncator(opening.strip()).words(50)

    @cached_property
    def description(self) -> str:
        """The opening as search engines show it."""
        return Truncator(self.opening).words(40)

    @cached_property
    def minutes(self) -> int:
        """How long it takes to read."""
        return max(1, round(len(self.text.split()) / WORDS_PER_MINUTE))
