"""Whether these people may say it, and to this comment."""

from django.core.exceptions import ValidationError

from forum.models import Sanction
from forum.screening.drafts import Draft, Verdict


def silenced(draft: Draft) -> Verdict | None:
    """Whoever is silenced reads on, and reads why and until when."""
    imposed = Sanction.objects.filter(member=draft.author)
    # Hardly anybody has any, and the short question takes a third of the time.
    if imposed.exists() and (found := imposed.in_force().silencing().first()):
        raise ValidationError(found.sentence, code="silenced")
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
