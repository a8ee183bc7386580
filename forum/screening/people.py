"""Whether these people may say it, and to this comment."""

from django.core.exceptions import ValidationError

from forum.models import Flag, Sanction
from forum.screening.drafts import Draft, Verdict


def silenced(draft: Draft) -> Verdict | None:
    """Whoever is silenced reads on, and reads why and until when."""
    silencing = Sanction.objects.in_force().silencing().filter(member=draft.author)
    if found := silencing.first():
        raise ValidationError(found.sentence, code="silenced")
    return None


def reported_it_themselves(draft: Draft) -> Verdict | None:
    """Either a comment is for the moderators, or it is for an answer."""
    reports = Flag.objects.filter(comment=draft.to, member=draft.author)
    if draft.to and not draft.editing and reports.exists():
        raise ValidationError(
            "You have reported the comment that you are answering, so leave it to the moderators. "
            "While they haven’t decided, you can take your report back.",
            code="reported",
        )
    return None
