"""Whether its author has just said the same."""

from datetime import timedelta

from django.core.exceptions import ValidationError

from forum.models import Status
from forum.screening.drafts import Draft, Verdict

WITHIN = timedelta(days=1)
SHORT = 40  # characters: thanks may be said to many


def said_before(draft: Draft) -> Verdict | None:
    parent = draft.to and draft.to.pk
    for earlier in draft.earlier if not draft.editing else ():
        is_here = earlier.discussion == draft.discussion.pk and earlier.parent == parent
        if earlier.body == draft.body and is_here and earlier.status != Status.WITHDRAWN:
            raise ValidationError(
                "You have already posted exactly this here. Change it, or leave it at that.",
                code="repeated",
            )
    return None


def said_elsewhere(draft: Draft) -> Verdict | None:
    is_short = len(draft.body) < SHORT
    for earlier in draft.earlier if not draft.editing and not is_short else ():
        is_recent = draft.now - earlier.at < WITHIN
        if earlier.body == draft.body and is_recent and earlier.status != Status.WITHDRAWN:
            raise ValidationError(
                "You have posted exactly this in another place today. Readers follow links: say "
                "it once, and lead to it from here.",
                code="repeated",
            )
    return None
