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
