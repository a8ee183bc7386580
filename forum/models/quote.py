from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, OuterRef, Q

from articles.models import ArticleVersion
from forum.markup import MAX_QUOTE
from forum.models.comment import Comment, CommentQuerySet
from forum.models.revision import Revision


class Fidelity(models.TextChoices):
    VERBATIM = "verbatim", "Verbatim"
    SHORTENED = "shortened", "Shortened"
    ALTERED = "altered", "Altered"
    UNFOUND = "unfound", "Not found"


class QuoteQuerySet(models.QuerySet["Quote"]):
    def today_in(
        self, versions: Iterable[ArticleVersion], comments: CommentQuerySet
    ) -> "QuoteQuerySet":
        """The quotes of these versions in what the comments say today."""
        return self.today(comments).filter(article_version__in=[version.pk for version in versions])

    def today(self, comments: CommentQuerySet) -> "QuoteQuerySet":
        """The quotes in what the comments say today."""
        return self.filter(Exists(comments.filter(pk=OuterRef("comment"))), revision=None)

    def shown_to(self, viewer: Any) -> "QuoteQuerySet":
        """Each with `is_hidden`: it quotes a comment whose words `viewer` may not read."""
        readable = Comment.objects.visible_to(viewer).filter(pk=OuterRef("quoted_comment"))
        return self.annotate(
            is_hidden=Q(quoted_comment__isnull=False) & ~Exists(readable)
        ).select_related("quoted_comment__author")


def quotes_shown_to(viewer: Any) -> models.Prefetch:
    """For prefetch_related: the quotes in comments' present texts, each gated for `viewer`."""
    return models.Prefetch("quotes", Quote.objects.filter(revision=None).shown_to(viewer))


class Quote(models.Model):
    """One blockquote of a comment, and what the site found out about it.

    Where it points is an immutable version of the article or another comment, with the
    selectors of the W3C Web Annotation model (TextPositionSelector: `start`, `end`;
    TextQuoteSelector: `exact`, `prefix`, `suffix`).
    """

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="quotes")
    revision = models.ForeignKey(
        Revision,
        models.CASCADE,
        null=True,
        related_name="quotes",
        help_text="The earlier text of the comment in which it stood; empty: today's.",
    )
    ordinal = models.PositiveSmallIntegerField(help_text="Which blockquote of the comment, from 0.")
    words = models.TextField(help_text="As quoted.")
    fidelity = models.CharField(max_length=10, choices=Fidelity)
    label = models.CharField(max_length=200, blank=True, help_text="Whom the quoter named.")
    href = models.CharField(max_length=2000, blank=True, help_text="What the quoter linked to.")
    article_version = models.ForeignKey(
        ArticleVersion, models.PROTECT, null=True, related_name="quotes"
    )
    quoted_comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="quoted_by")
    quoted_version = models.PositiveIntegerField(
        null=True, help_text="The quoted comment's version in which the words were looked up."
    )
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    exact = models.TextField(blank=True, help_text="The words of the source at that place.")
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    passages = models.JSONField(default=list, help_text="Numbers of the passages it touches.")
    segments = models.JSONField(default=list, help_text="Where it differs: forum.quoting.Segment.")

    objects = QuoteQuerySet.as_manager()
    is_hidden: bool  # from `shown_to`

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "ordinal"], condition=Q(revision=None), name="quote_of_today"
            ),
            models.UniqueConstraint(fields=["revision", "ordinal"], name="quote_of_revision"),
            models.CheckConstraint(
                condition=Q(fidelity__in=["verbatim", "shortened", "altered", "unfound"]),
                name="quote_fidelity_known",
            ),
            models.CheckConstraint(
                condition=Q(fidelity="unfound", article_version=None, quoted_comment=None)
                | (
                    ~Q(fidelity="unfound")
                    & (
                        Q(article_version__isnull=False, quoted_comment=None)
                        | Q(article_version=None, quoted_comment__isnull=False)
                    )
                    & Q(start__isnull=False, end__isnull=False)
                ),
                name="quote_has_one_source_if_found",
            ),
            models.CheckConstraint(
                condition=Q(quoted_comment=None, quoted_version=None)
                | Q(quoted_comment__isnull=False, quoted_version__isnull=False),
                name="quote_of_comment_has_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fidelity_display()} quote in {self.comment}"

    @property
    def source_url(self) -> str:
        """Where its words stand: a passage of the article, a comment, another site; or nothing."""
        if self.article_version_id:
            return f"#p-{self.passages[0]}"
        if self.quoted_comment:
            return self.quoted_comment.get_absolute_url()
        return self.href if self.is_from_elsewhere else ""

    @property
    def source_label(self) -> str:
        if self.article_version_id:
            first, last = self.passages[0], self.passages[-1]
            return f"From the article, ¶ {first}" + (f"–{last}" if last != first else "")
        if self.quoted_comment:
            return self.quoted_comment.byline
        if self.is_from_elsewhere:
            return f"From {urlsplit(self.href).hostname}, not checked"
        return self.label or "Source unknown"

    @property
    def is_from_elsewhere(self) -> bool:
        return self.fidelity == Fidelity.UNFOUND and self.href.startswith(("http://", "https://"))

    @property
    def source_anchor(self) -> str:
        """What its source is called on the page that holds it: "p-14", "comment-42"; or nothing."""
        if self.article_version_id:
            return f"p-{self.passages[0]}"
        return self.quoted_comment.anchor if self.quoted_comment else ""

    @property
    def is_edited_since(self) -> bool:
        """Whether the comment that it quotes has been edited after it was looked up there."""
        return self.quoted_comment is not None and (
            self.quoted_comment.version != self.quoted_version
        )

    @property
    def offers_original(self) -> bool:
        """Whether its writer, who still sees it in the preview, may put in the source's words."""
        differs = self.fidelity in {Fidelity.SHORTENED, Fidelity.ALTERED}
        return self.pk is None and differs and len(self.exact) <= MAX_QUOTE

    @property
    def summary(self) -> str:
        """The mark in words: "Altered: 1 word changed, 6 left out"."""
        mark = self.get_fidelity_display() + (" when quoted" if self.is_edited_since else "")
        if self.fidelity != Fidelity.ALTERED:
            return "Not checked" if self.is_from_elsewhere else mark
        counts = {"changed": 0, "left out": 0, "put in": 0}
        for segment in self.segments:
            if segment["kind"] in counts:
                words = segment["original"] if segment["kind"] == "left out" else segment["quoted"]
                counts[segment["kind"]] += len(words.split())
        told = [f"{number} {kind}" for kind, number in counts.items() if number]
        if not told:
            return mark
        number, _, kind = told[0].partition(" ")
        told[0] = f"{number} word{'s' if number != '1' else ''} {kind}"
        return f"{mark}: " + ", ".join(told)
