"""Whether it says anything."""

from django.core.exceptions import ValidationError

from forum.screening.drafts import Draft, Verdict


def nothing_is_said(draft: Draft) -> Verdict | None:
    if not draft.rendered.text.strip() and not draft.rendered.quotes:
        raise ValidationError("Write something first: the comment is empty.", code="empty")
    return None


def only_quotes(draft: Draft) -> Verdict | None:
    if not draft.rendered.text.strip():
        raise ValidationError(
            "This comment only quotes. Add a sentence of your own, above or below the quote.",
            code="only_quotes",
        )
    return None
