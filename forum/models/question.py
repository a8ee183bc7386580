from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models.comment import Comment


class QuestionQuerySet(models.QuerySet["Question"]):
    def public(self) -> "QuestionQuerySet":
        """Those in comments that everybody may read."""
        return self.filter(Exists(Comment.objects.published().filter(pk=OuterRef("pk"))))

    def open(self) -> "QuestionQuerySet":
        """Those of them that wait for an editor."""
        return self.public().unanswered()

    def unanswered(self) -> "QuestionQuerySet":
        """One answer settles all that a comment asks."""
        from forum.models.editors_answer import EditorsAnswer

        answered = EditorsAnswer.objects.standing().filter(comments=OuterRef("pk"))
        return self.filter(~Exists(answered))


class Question(models.Model):
    """That a comment asks the editors about the passages of the article that it quotes."""

    class Kind(models.TextChoices):
        FACT = "fact", "Question of fact"
        ERROR = "error", "Possible error"

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True)
    kind = models.CharField(max_length=5, choices=Kind)
    asked_at = models.DateTimeField(default=timezone.now)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["fact", "error"]), name="question_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.comment}"
