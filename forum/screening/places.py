"""Whether there is a place for it."""

from django.core.exceptions import ValidationError

from forum.screening.drafts import Draft, Verdict


def nobody_may_write_here(draft: Draft) -> Verdict | None:
    if why := draft.discussion.why_closed:
        raise ValidationError(why, code="closed")
    return None


def only_some_may_write_here(draft: Draft) -> Verdict | None:
    """Whoever has written already may still mend it."""
    why = "" if draft.editing else draft.discussion.why_not(draft.author)
    if why:
        raise ValidationError(why, code="not_admitted")
    return None


def answered_comment_is_gone(draft: Draft) -> Verdict | None:
    if draft.to and not draft.to.is_published:
        raise ValidationError(
            "The comment that you are answering is no longer there. "
            "You can post your text as a comment on the article instead.",
            code="gone",
        )
    return None
