"""What is looked at before words are published: a list of small phases, asked in order.

A phase refuses by raising ValidationError with a sentence that tells what to do, says what is to
be done by returning a verdict, or has no opinion and returns None. `Publish` and `Hold` end the
questioning; `Report` doesn't. Refusals come first, then trust, then what the moderators' rules say
of the words; what is asked of others comes last, so that they hear only of what could be published.
"""

from collections.abc import Callable

from forum.models import Comment, Decision, Flag, Status
from forum.screening.asking import a_service_says_spam, your_program_says
from forum.screening.drafts import Draft, Hold, Publish, Report, Screened, Verdict
from forum.screening.in_force import in_force
from forum.screening.pace import branch_is_heated, discussion_is_slow, too_many_at_once
from forum.screening.people import reported_it_themselves, silenced, why_not
from forum.screening.places import (
    answered_comment_is_gone,
    nobody_may_write_here,
    only_some_may_write_here,
)
from forum.screening.repeats import said_before, said_elsewhere
from forum.screening.sense import nothing_is_said, only_quotes
from forum.screening.trust import (
    approved_words_stay,
    everything_waits_here,
    moderators_are_trusted,
    newcomers_wait,
)
from forum.screening.wording import (
    again_and_again,
    listed_domains,
    listed_words,
    many_links,
    nothing_but_capitals,
)

__all__ = ["PHASES", "Draft", "Screened", "in_force", "record", "screen", "why_not"]

Phase = Callable[[Draft], Verdict | None]
PHASES: list[Phase] = [
    silenced,
    nobody_may_write_here,
    only_some_may_write_here,
    answered_comment_is_gone,
    reported_it_themselves,
    nothing_is_said,
    only_quotes,
    said_before,
    said_elsewhere,
    approved_words_stay,
    moderators_are_trusted,
    too_many_at_once,
    discussion_is_slow,
    branch_is_heated,
    listed_words,
    listed_domains,
    many_links,
    nothing_but_capitals,
    again_and_again,
    everything_waits_here,
    newcomers_wait,
    a_service_says_spam,
    your_program_says,
]


def screen(draft: Draft) -> Screened:
    """Whether the draft has to wait for a moderator, and what they are to be told of it.

    Raises ValidationError if it is refused. May ask other machines: not for use in a transaction.
    """
    reports = []
    for phase in PHASES:
        verdict = phase(draft)
        if isinstance(verdict, Report):
            reports.append(verdict)
        elif isinstance(verdict, Hold):
            draft.must_not_be_up()
            return Screened(verdict, reports)
        elif isinstance(verdict, Publish):
            break
    return Screened(None, reports)


def record(screened: Screened, comment: Comment) -> None:
    """Keeps with a stored comment why it waits, and reports it; in the transaction of the act."""
    if screened.hold and not comment.decisions.exists():
        Decision.objects.create(
            comment=comment,
            after=Status.WAITING,
            reason=screened.hold.reason[:500],
            rule=screened.hold.rule,
        )
    for report in screened.reports:
        if not comment.flags.filter(rule=report.rule).exists():
            Flag.objects.create(
                comment=comment,
                rule=report.rule,
                reason=Flag.Reason.OTHER,
                note=report.reason[:500],
            )
