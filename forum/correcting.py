"""What editors answer to those who ask about the facts of an article. Every verb is one
transaction; an answer is never changed, but superseded by another."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import ArticleVersion
from forum import notifying
from forum.models import Change, Comment, EditorsAnswer, Member, Question

Kind = EditorsAnswer.Kind
SEVERAL = "Somebody has answered in the meantime, or a comment is gone. Look again what is open."


def answer(
    comments: Sequence[Comment], *, version: ArticleVersion, passage: int, by: Member, **said: Any
) -> EditorsAnswer:
    """Answers what these comments ask about a passage; `said` are the answer's kind and words,
    and in which version it was corrected if it was. Their authors are told.

    Raises ValidationError if one of them doesn't wait for an answer any more.
    """
    with transaction.atomic():
        asked = Question.objects.select_for_update().filter(comment__in=comments)
        list(asked.order_by("pk"))  # the locks; what is open is asked for behind them
        if not comments or asked.open().count() < len(comments):
            raise ValidationError(SEVERAL, code="not_possible")
        return _add(comments, version=version, passage=passage, by=by, **said)


def change(answer: EditorsAnswer, *, by: Member, **said: Any) -> EditorsAnswer:
    """Another answer in the place of one that stands."""
    with transaction.atomic():
        _lock(answer)
        comments = list(answer.comments.all())
        place = {"version": answer.version, "passage": answer.passage}
        return _add(comments, by=by, supersedes=answer, **place, **said)


def take_back(answer: EditorsAnswer, *, by: Member) -> EditorsAnswer:
    """Nobody has answered then: the questions are open again."""
    return change(answer, by=by, kind=Kind.TAKEN_BACK)


def _lock(answer: EditorsAnswer) -> None:
    EditorsAnswer.objects.select_for_update().get(pk=answer.pk)
    if not EditorsAnswer.objects.standing().filter(pk=answer.pk).exists():
        later = EditorsAnswer.objects.filter(supersedes=answer).select_related("by").first()
        who = later.by.name if later else "Somebody"
        raise ValidationError(f"{who} has changed this answer meanwhile.", code="not_possible")


def _add(comments: Sequence[Comment], **fields: Any) -> EditorsAnswer:
    added = EditorsAnswer.objects.create(**fields)
    added.comments.set(comments)
    notifying.tell_editors_answer(added, comments)
    Change.objects.note(discussion=added.version.article.discussion)
    return added
