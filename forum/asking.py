"""What a comment asks the editors about the passages that it quotes."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from forum.models import Comment, Question, Quote


def refuse_unplaced(asks: str, quotes: Sequence[Quote]) -> None:
    """Raises ValidationError if a question has no passage that it could be about."""
    if asks and not any(quote.article_version for quote in quotes):
        raise ValidationError(
            "Which words is your question about? Quote them: no quote in your comment was found "
            "in the article."
        )


def ask(comment: Comment, asks: str) -> bool:
    """Stores what the comment asks; empty: nothing. Whether that is something else than before.

    To be called in the transaction that stores the comment.
    """
    before = Question.objects.filter(comment=comment)
    if before.values_list("kind", flat=True).first() == (asks or None):
        return False
    if asks:
        Question.objects.update_or_create(comment=comment, defaults={"kind": asks})
    else:
        before.delete()
    return True
