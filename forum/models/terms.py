from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from articles.models import Section

NEVER = "Empty: not set here. 0: never."


class Terms(models.Model):
    """Who may say something when. What isn't set here is set by the section, or by nobody."""

    class Mode(models.TextChoices):
        UNSET = "", "Not set"
        OPEN = "open", "Open"
        PREMODERATED = "premoderated", "Read first"
        READ_ONLY = "read_only", "Read-only"
        CLOSED = "closed", "Closed"

    class Writers(models.TextChoices):
        UNSET = "", "Not set"
        EVERYONE = "everyone", "Every member"
        ESTABLISHED = "established", "Established members"
        EXPERTS = "experts", "Verified experts, authors and staff"
        STAFF = "staff", "Authors and staff"

    mode = models.CharField(max_length=20, choices=Mode, blank=True, default=Mode.UNSET)
    writers = models.CharField(
        "who may write",
        max_length=20,
        choices=Writers,
        blank=True,
        default=Writers.UNSET,
        help_text="The article’s authors and the staff always may.",
    )
    opens_at = models.DateTimeField(
        "opens", null=True, blank=True, help_text="Until then a countdown stands there."
    )
    closes_at = models.DateTimeField("closes", null=True, blank=True)
    quiet_days = models.PositiveIntegerField(
        "closes when quiet",
        null=True,
        blank=True,
        validators=[MaxValueValidator(10_000)],
        help_text=f"After so many days without a comment. {NEVER}",
    )
    open_days = models.PositiveIntegerField(
        "closes after publication",
        null=True,
        blank=True,
        validators=[MaxValueValidator(10_000)],
        help_text=f"So many days after the article appeared. {NEVER}",
    )
    slow_seconds = models.PositiveIntegerField(
        "slow mode",
        null=True,
        blank=True,
        validators=[MaxValueValidator(86_400)],
        help_text="Seconds between two comments of one member. "
        "Empty: not set here. 0: no slow mode.",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": "It has to close after it opens."})


class SectionTerms(Terms):
    """What holds for the discussions of a section, as far as they don't say otherwise."""

    section = models.OneToOneField(Section, models.CASCADE, primary_key=True, related_name="terms")

    class Meta:
        verbose_name = "comments in this section"
        verbose_name_plural = "comments in sections"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=["", "open", "premoderated", "read_only", "closed"]),
                name="section_mode_known",
            ),
            models.CheckConstraint(
                condition=models.Q(writers__in=["", "everyone", "established", "experts", "staff"]),
                name="section_writers_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Comments in {self.section}"
