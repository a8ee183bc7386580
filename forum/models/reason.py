from django.conf import settings
from django.db import models


class Reason(models.Model):
    """Words that moderators give again and again when they reject or remove a comment."""

    title = models.CharField(max_length=40, unique=True, help_text="On the button.")
    text = models.CharField(
        max_length=400, help_text="What the author and the readers see: which rule, and why."
    )
    order = models.PositiveSmallIntegerField(default=100, help_text="The lowest stands first.")

    class Meta:
        ordering = ["order", "title"]
        verbose_name = "usual reason"

    def __str__(self) -> str:
        return self.title

    def text_in(self, language: str) -> str:
        """In this language; where it isn't written in that, in the site's."""
        texts = {row.language: row.text for row in self.translations.all()}
        texts.setdefault(settings.LANGUAGE_CODE, self.text)
        found = (texts.get(code) for code in (language, language.partition("-")[0]))
        return next((text for text in found if text), self.text)


class ReasonTranslation(models.Model):
    """A usual reason in another language than the site's."""

    reason = models.ForeignKey(Reason, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["language"]
        verbose_name = "text in another language"
        verbose_name_plural = "texts in other languages"
        constraints = [
            models.UniqueConstraint(fields=["reason", "language"], name="reason_in_a_language_once")
        ]

    def __str__(self) -> str:
        return f"{self.reason} ({self.language})"
