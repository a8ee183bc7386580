from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from articles.models import ArticleVersion
from forum.markup import MAX_QUOTE
from forum.models.comment import Comment, CommentQuerySet
from forum.models.revision import Revision

if TYPE_CHECKING:
    from forum.models.source_change import SourceChange

CONTEXT = 32  # characters of prefix and suffix, as Web Annotation clients use


class Fidelity(models.TextChoices):
    VERBATIM = "verbatim", "Verbatim"
    SHORTENED = "shortened", "Shortened"
    ALTERED = "altered", "Altered"
    UNFOUND = "unfound", "Not found"


class Standing(models.TextChoices):
    """What became of a quote's words in their source since they were quoted."""

    STANDS = "stands", "Stands"
    CHANGED = "changed", "Changed since"
    GONE = "gone", "No longer there"
    UNCHECKED = "unchecked", "Source changed, not looked at yet"


class QuoteQuerySet(models.QuerySet["Quote"]):
    def today(self, comments: CommentQuerySet) -> "QuoteQuerySet":
        """The quotes in what the comments say today."""
        return self.filter(Exists(comments.filter(pk=OuterRef("comment"))), revision=None)

    def shown_to(self, viewer: Any) -> "QuoteQuerySet":
        """Each with everything that its figure says, and with `is_hidden`: it quotes a comment
        whose words `viewer` may not read, or that are deleted."""
        there = Comment.objects.visible_to(viewer).filter(purged_at=None)
        readable = there.filter(pk=OuterRef("quoted_comment"))
        return (
            self.annotate(
                is_hidden=Q(quoted_comment__isnull=False) & ~Exists(readable),
                source_version=Coalesce(
                    F("article_version__article__current__number"), F("quoted_comment__version")
                ),
            )
            .select_related(
                "quoted_comment__author",
                "article_version__article",
                "source_change__article_version",
            )
            .defer(
                "article_version__passages",
                "article_version__note",
                "source_change__article_version__passages",
                "source_change__article_version__note",
            )
        )


def quotes_shown_to(viewer: Any) -> models.Prefetch:
    """For prefetch_related: the quotes in comments' present texts, each gated for `viewer`."""
    return models.Prefetch("quotes", Quote.objects.filter(revision=None).shown_to(viewer))


class Quote(models.Model):
    """One blockquote of a comment, and what the site found out about it.

    Where it points is an immutable version of the article or of another comment, the latest that
    has its words, with the selectors of the W3C Web Annotation model (TextPositionSelector:
    `start`, `end`; TextQuoteSelector: `exact`, `prefix`, `suffix`).
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
        null=True, help_text="The latest version of the quoted comment that has the words."
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
    source_version: int | None  # its source's version of today, from `shown_to` or `forum.checking`

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

    def point_at_article(self, version: ArticleVersion, start: int, end: int) -> None:
        self.article_version = version
        self.passages = list(version.body.numbers_between(start, end))
        self._point_at(version.text, start, end)

    def point_at_comment(self, comment: Comment, start: int, end: int) -> None:
        self.quoted_comment_id, self.quoted_version = comment.pk, comment.version
        self._point_at(comment.text, start, end)

    def _point_at(self, text: str, start: int, end: int) -> None:
        self.start, self.end, self.exact = start, end, text[start:end]
        self.prefix = text[max(0, start - CONTEXT) : start]
        self.suffix = text[end : end + CONTEXT]

    @property
    def version(self) -> int | None:
        """The number of its source's latest version that has its words."""
        return self.article_version.number if self.article_version else self.quoted_version

    @property
    def change(self) -> "SourceChange | None":
        """What its source, as it is today, says in the place of its words, if that is known."""
        change: SourceChange | None = getattr(self, "source_change", None)
        return change if change and change.version == self.source_version else None

    @property
    def standing(self) -> Standing:
        if self.version == self.source_version:
            return Standing.STANDS
        if not self.change:
            return Standing.UNCHECKED
        return Standing.GONE if self.change.is_gone else Standing.CHANGED

    @property
    def stands(self) -> bool:
        return self.standing == Standing.STANDS

    @property
    def place(self) -> "Quote | SourceChange":
        """Where its words are, or what has taken their place: with `exact` and `passages`."""
        return self.change if self.change and not self.change.is_gone else self

    @property
    def source_url(self) -> str:
        """Where its words stand: a passage of the article, a comment, another site; or nothing."""
        if self.article_version:
            here = f"#{self.source_anchor}"
            is_today = self.standing in {Standing.STANDS, Standing.CHANGED}
            return here if is_today else f"{self.version_url}{here}"
        if self.quoted_comment:
            return self.quoted_comment.get_absolute_url()
        return self.href if self.is_from_elsewhere else ""

    @property
    def version_url(self) -> str:
        """Where its source can be read as it was when it had the words; "" where that is gone."""
        if self.article_version:
            article = self.article_version.article
            return reverse("version", args=[article.slug, self.article_version.number])
        if self.quoted_comment and self.quoted_comment.edited_at:
            return reverse("history", args=[self.quoted_comment.pk])
        return ""

    @property
    def source_label(self) -> str:
        if self.article_version:
            first, last = self.place.passages[0], self.place.passages[-1]
            passages = f"¶ {first}" + (f"–{last}" if last != first else "")
            is_today = self.standing in {Standing.STANDS, Standing.CHANGED}
            return f"From {'the article' if is_today else 'an earlier version'}, {passages}"
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
            return f"p-{self.place.passages[0]}"
        return self.quoted_comment.anchor if self.quoted_comment else ""

    @property
    def is_long(self) -> bool:
        """Longer than anybody may quote here: it was imported."""
        return len(self.words) > MAX_QUOTE

    @property
    def offers_original(self) -> bool:
        """Whether its writer, who still sees it in the preview, may put in the source's words."""
        differs = self.fidelity in {Fidelity.SHORTENED, Fidelity.ALTERED}
        return self.pk is None and differs and len(self.exact) <= MAX_QUOTE

    @property
    def summary(self) -> str:
        """The mark in words: "Altered: 1 word changed, 6 left out"."""
        mark = self.get_fidelity_display() + ("" if self.stands else " when quoted")
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
