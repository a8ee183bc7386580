"""Whether these people may say it, and to this comment."""

from django.core.exceptions import ValidationError

from forum.models import Sanction
from forum.screening.drafts import Draft, Verdict


def silenced(draft: Draft) -> Verdict | None:
    """Whoever is silenced reads on, and reads why and until when."""
    found = Sanction.objects.shown_to(draft.author)
    if found and found[0].silences:
        raise ValidationError(found[0].sentence, code="silenced")
    return None


def reported_it_themselves(draft: Draft) -> Verdict | None:
    """Either a comment is for the moderators, or it is for an answer."""
    if not draft.editing and draft.author.pk in draft.reporters:
        raise ValidationError(
            "You have reported the comment that you are answering, so leave it to the moderators. "
            "While they haven’t decided, you can take your report back.",
            code="reported",
        )
    return None
