"""Whether it comes too soon. Each limit says which it is, why, and until when."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from forum.models import Kind
from forum.screening.by_rule import refuse
from forum.screening.drafts import Draft, Verdict
from forum.spans import counted, span

CALM = timedelta(minutes=2)  # between two comments in a branch where one above is reported
CALMER = timedelta(minutes=1)  # more for each report
CALMEST = timedelta(hours=1)


def too_many_at_once(draft: Draft) -> Verdict | None:
    for rule in draft.rules.of(Kind.PACE) if not draft.editing else ():
        window = timedelta(minutes=rule.version.minutes or 0)
        recent = [earlier.at for earlier in draft.earlier if draft.now - earlier.at < window]
        if len(recent) >= rule.amount:
            why = rule.version.sentence or (
                f"You have reached the limit of {counted(rule.amount, 'comment')} in "
                f"{counted(rule.version.minutes or 0, 'minute')}, so that a few don’t drown "
                "the others out."
            )
            refuse(rule, _told(draft, why, recent[rule.amount - 1] + window), code="too_soon")
    return None


def discussion_is_slow(draft: Draft) -> Verdict | None:
    pause = draft.discussion.pause
    here = (each.at for each in draft.earlier if each.discussion == draft.discussion.pk)
    last = next(here, None)
    if pause and last and not draft.editing and draft.now < last + pause:
        why = f"This discussion is in slow mode: everyone posts at most once in {span(pause)}."
        raise ValidationError(_told(draft, why, last + pause), code="too_soon")
    return None


def branch_is_heated(draft: Draft) -> Verdict | None:
    """The more reports are open on the comments above, the longer each waits between answers."""
    if not draft.to or draft.editing:
        return None
    thread = draft.to.root_id or draft.to.pk
    last = next((earlier.at for earlier in draft.earlier if earlier.thread == thread), None)
    if not last or draft.now >= last + CALMEST:
        return None
    pause = _pause(draft.open_reports)
    if draft.now < last + pause:
        why = (
            "Comments above have been reported, and until a moderator has looked at them everyone "
            f"answers here at most once in {span(pause)}."
        )
        raise ValidationError(_told(draft, why, last + pause), code="too_soon")
    return None


def _pause(reports: int) -> timedelta:
    return min(CALM + reports * CALMER, CALMEST) if reports else timedelta()


def _told(draft: Draft, why: str, until: datetime) -> str:
    at = date_format(timezone.localtime(until + timedelta(seconds=1)), "H:i:s e")
    return f"{why} Your text is kept: post it in {span(until - draft.now)}, at {at}."
