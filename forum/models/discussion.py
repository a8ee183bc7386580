from django.db import models

from articles.models import Article


class Discussion(models.Model):
    """Everything that is said about one article, and whether more may be said."""

    class Mode(models.TextChoices):
        OPEN = "open", "Open"
        PREMODERATED = "premoderated", "Read first"
        CLOSED = "closed", "Closed"

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.OPEN)
    marks_quotes = models.BooleanField(
        "mark quoted words",
        default=True,
        help_text="In the article, the words that readers quote are marked, and those that "
        "several quote are shown on the front page.",
    )
    comment_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="The published ones."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=["open", "premoderated", "closed"]),
                name="discussion_mode_known",
            )
        ]

    def __str__(self) -> str:
        return f"Discussion of {self.article}"

    @property
    def is_closed(self) -> bool:
        return self.mode == self.Mode.CLOSED

    @property
    def is_premoderated(self) -> bool:
        return self.mode == self.Mode.PREMODERATED
