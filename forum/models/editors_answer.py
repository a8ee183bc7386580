from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, ArticleVersion
from forum.models.comment import Comment
from forum.models.lasting import Lasting, LastingQuerySet
from forum.models.member import Member


class EditorsAnswerQuerySet(LastingQuerySet):
    def standing(self) -> "EditorsAnswerQuerySet":
        """Without those that were changed or taken back."""
        return self.filter(superseded_by=None).exclude(kind=EditorsAnswer.Kind.TAKEN_BACK)

    def public(self) -> "EditorsAnswerQuerySet":
        """What stands in the article's margin."""
        return self.standing().exclude(kind=EditorsAnswer.Kind.DISMISSED)

    def of_articles_visible_to(self, viewer: Any) -> "EditorsAnswerQuerySet":
        return self.filter(version__article__in=Article.objects.visible_to(viewer))


class EditorsAnswer(Lasting):
    """What an editor answered to those who asked about a passage. Only ever added: whoever changes
    an answer adds one that supersedes it."""

    class Kind(models.TextChoices):
        CLARIFIED = "clarified", "Clarified"
        CORRECTED = "corrected", "Corrected"
        STANDS = "stands", "Stands"
        DISMISSED = "dismissed", "Not a question of fact"
        TAKEN_BACK = "taken back", "Taken back"

    version = models.ForeignKey(
        ArticleVersion,
        models.PROTECT,
        related_name="editors_answers",
        help_text="Which the editor had before them, or the last that has the passage.",
    )
    passage = models.PositiveIntegerField(help_text="Its number in that version.")
    comments = models.ManyToManyField(
        Comment, related_name="editors_answers", help_text="Those that asked."
    )
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=1000, blank=True, help_text="For everybody to read.")
    corrected_in = models.ForeignKey(
        ArticleVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = EditorsAnswerQuerySet.as_manager()
    asked: list[Comment]  # from forum.corrections.comments_of

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=["clarified", "corrected", "stands", "dismissed", "taken back"]
                ),
                name="editors_answer_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="corrected", corrected_in__isnull=False)
                | (~Q(kind="corrected") & Q(corrected_in=None)),
                name="editors_answer_corrected_in_a_version",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["dismissed", "taken back"]) | ~Q(words=""),
                name="editors_answer_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind="taken back") | Q(supersedes__isnull=False),
                name="editors_answer_taken_back_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.version}, passage {self.passage}"

    def get_absolute_url(self) -> str:
        return f"{reverse('corrections', args=[self.version.article.slug])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"answer-{self.pk}"

    @property
    def signature(self) -> str:
        """Who answered, as far as the site tells."""
        return f"{self.by.name}, editor" if settings.MODERATION_LOG_NAMES else "The editors"

    @property
    def changes_url(self) -> str:
        """Where the correction can be read word by word; "" if it is none."""
        corrected = self.corrected_in
        if corrected is None:
            return ""
        address = reverse("version_changes", args=[self.version.article.slug, corrected.number - 1])
        return f"{address}?to={corrected.number}"
