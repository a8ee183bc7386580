"""Whether these people may say it, and to this comment."""

from django.core.exceptions import ValidationError

from forum.models import Comment, Flag, Member, Sanction
from forum.screening.drafts import Draft, Verdict

REPORTED = (
    "You have reported the comment that you are answering, so leave it to the moderators. "
    "While they haven’t decided, you can take your report back."
)


def why_not(member: Member, to: Comment | None) -> str:
    """Why it would be refused whatever the member says, to this comment or to the article; empty
    if it wouldn't."""
    has_reported = to and Flag.objects.filter(comment=to, member=member).exists()
    return _why_silenced(member) or (REPORTED if has_reported else "")


def silenced(draft: Draft) -> Verdict | None:
    """Whoever is silenced reads on, and reads why and until when."""
    if why := _why_silenced(draft.author):
        raise ValidationError(why, code="silenced")
    return None


def reported_it_themselves(draft: Draft) -> Verdict | None:
    """Either a comment is for the moderators, or it is for an answer."""
    if not draft.editing and draft.author.pk in draft.reporters:
        raise ValidationError(REPORTED, code="reported")
    return None


def _why_silenced(member: Member) -> str:
    found = Sanction.objects.shown_to(member)
    return found[0].sentence if found and found[0].silences else ""
