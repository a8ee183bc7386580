"""Whether its author is trusted here."""

from django.core.exceptions import ValidationError

from forum.models import Kind, Status
from forum.screening.by_rule import verdict_of
from forum.screening.drafts import Draft, Hold, Publish, Verdict
from forum.spans import counted


def approved_words_stay(draft: Draft) -> Verdict | None:
    """Where a moderator reads everything first, an edit must not slip past."""
    if draft.editing and draft.editing.is_published and _is_read_first(draft):
        raise ValidationError(
            "A moderator has approved this comment as it stands, so it can't be changed any more. "
            "You can answer it with what you want to add.",
            code="approved",
        )
    return None


def moderators_are_trusted(draft: Draft) -> Verdict | None:
    return Publish() if draft.author.is_moderator else None


def everything_waits_here(draft: Draft) -> Verdict | None:
    return Hold("Every comment waits for a moderator here.") if _is_read_first(draft) else None


def newcomers_wait(draft: Draft) -> Verdict | None:
    for rule in draft.rules.of(Kind.NEWCOMERS):
        published = sum(earlier.status == Status.PUBLISHED for earlier in draft.earlier)
        if published < rule.amount:
            number = counted(published, "published comment")
            return verdict_of(rule, f"the author has {number}", draft)
    return None


def _is_read_first(draft: Draft) -> bool:
    return draft.discussion.is_premoderated and not draft.author.is_moderator
