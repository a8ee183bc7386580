from django.db import models

from forum.models.comment import Comment


class Revision(models.Model):
    """What a comment said before an edit that left a mark."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(help_text="The comment's version that said this.")
    body = models.TextField()
    html = models.TextField()
    text = models.TextField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="revision_unique")
        ]

    def __str__(self) -> str:
        return f"{self.comment}, version {self.version}"
