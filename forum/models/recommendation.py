from django.db import models
from django.utils import timezone

from forum.models.comment import Comment
from forum.models.member import Member


class Recommendation(models.Model):
    """A member's word that a comment is worth reading."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="recommendations")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "member"], name="recommendation_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} recommends {self.comment}"
