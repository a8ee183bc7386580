"""What is looked at before words are published: a list of small phases, asked in order.

A phase refuses by raising ValidationError with a sentence that tells what to do, holds the comment
back by returning the reason, or has no opinion and returns "".
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from forum.markup import Rendered
from forum.models import Comment, Discussion, Flag, Member, Sanction, Status


@dataclass(frozen=True)
class Draft:
    """Words on their way into a discussion, new or as an edit of `editing`."""

    discussion: Discussion
    author: Member
    body: str
    rendered: Rendered
    to: Comment | None = None
    editing: Comment | None = None


def screen(draft: Draft) -> str:
    """Why the draft has to wait for a moderator; empty if it may be published.

    Raises ValidationError if it is refused.
    """
    return next((reason for phase in PHASES if (reason := phase(draft))), "")


def sanction(draft: Draft) -> str:
    """Whoever is silenced reads on, and reads why and until when."""
    silencing = Sanction.objects.in_force().silencing().filter(member=draft.author)
    if found := silencing.first():
        raise ValidationError(found.sentence, code="silenced")
    return ""


def discussion_is_closed(draft: Draft) -> str:
    if draft.discussion.is_closed:
        raise ValidationError("This discussion is closed. You can still read it.", code="closed")
    return ""


def answered_comment_is_gone(draft: Draft) -> str:
    if draft.to and not draft.to.is_published:
        raise ValidationError(
            "The comment that you are answering is no longer there. "
            "You can post your text as a comment on the article instead.",
            code="gone",
        )
    return ""


def reported_it_themselves(draft: Draft) -> str:
    """Either a comment is for the moderators, or it is for an answer."""
    reports = Flag.objects.filter(comment=draft.to, member=draft.author)
    if draft.to and not draft.editing and reports.exists():
        raise ValidationError(
            "You have reported the comment that you are answering, so leave it to the moderators. "
            "While they haven’t decided, you can take your report back.",
            code="reported",
        )
    return ""


def nothing_is_said(draft: Draft) -> str:
    if not draft.rendered.text.strip() and not draft.rendered.quotes:
        raise ValidationError("Write something first: the comment is empty.", code="empty")
    return ""


def only_quotes(draft: Draft) -> str:
    if not draft.rendered.text.strip():
        raise ValidationError(
            "This comment only quotes. Add a sentence of your own, above or below the quote.",
            code="only_quotes",
        )
    return ""


def said_before(draft: Draft) -> str:
    same = Comment.objects.filter(
        discussion=draft.discussion, author=draft.author, body=draft.body, parent=draft.to
    )
    if not draft.editing and same.exclude(status=Status.WITHDRAWN).exists():
        raise ValidationError(
            "You have already posted exactly this here. Change it, or leave it at that.",
            code="repeated",
        )
    return ""


def approved_words_stay(draft: Draft) -> str:
    """Where a moderator reads everything first, an edit must not slip past."""
    if draft.editing and draft.editing.is_published and _is_read_first(draft):
        raise ValidationError(
            "A moderator has approved this comment as it stands, so it can't be changed any more. "
            "You can answer it with what you want to add.",
            code="approved",
        )
    return ""


def everything_waits_here(draft: Draft) -> str:
    return "Every comment waits for a moderator here." if _is_read_first(draft) else ""


def _is_read_first(draft: Draft) -> bool:
    return draft.discussion.is_premoderated and not draft.author.is_moderator


PHASES: list[Callable[[Draft], str]] = [
    sanction,
    discussion_is_closed,
    answered_comment_is_gone,
    reported_it_themselves,
    nothing_is_said,
    only_quotes,
    said_before,
    approved_words_stay,
    everything_waits_here,
]
