"""What moderators decide. Every verb records a Decision and settles the reports of the comment."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from forum import notifying
from forum.models import Claim, Comment, Decision, Flag, Lifting, Member, Sanction, Status
from forum.models.comment import MOVES
from forum.templatetags.discussion import since

Verb = Callable[..., Decision]


def approve(comment: Comment, *, by: Member, reason: str = "", **seen: Any) -> Decision:
    """Publishes a comment that was waiting, or lets a published one stand against its reports."""
    return _decide(comment, Status.PUBLISHED, by=by, reason=reason, **seen)


def reject(comment: Comment, *, by: Member, reason: str, **seen: Any) -> Decision:
    """Keeps a waiting comment from being published. Its author sees the reason."""
    return _decide(comment, Status.REJECTED, by=by, reason=reason, **seen)


def remove(comment: Comment, *, by: Member, reason: str, **seen: Any) -> Decision:
    """Takes a published comment away. Everybody sees that it was there, and the reason."""
    return _decide(comment, Status.REMOVED, by=by, reason=reason, **seen)


def restore(comment: Comment, *, by: Member, reason: str = "", **seen: Any) -> Decision:
    """Publishes a removed or rejected comment after all."""
    return _decide(comment, Status.PUBLISHED, by=by, reason=reason, **seen)


class Batch(NamedTuple):
    """What was decided with one word, and why some comments were left as they are."""

    id: UUID
    decisions: list[Decision]
    refusals: list[str]


def decide_together(verb: Verb, comments: Iterable[Any], **told: Any) -> Batch:
    """Decides the same on several comments; `told` is what the verb is told of each.

    Each in a transaction of its own: one that held several comments and counts of discussions
    would wait for people who post there, while they wait for it.
    """
    batch = Batch(told.pop("batch", None) or uuid4(), [], [])
    for comment in list(comments):
        try:
            batch.decisions.append(verb(comment, batch=batch.id, **told))
        except (ValidationError, PermissionDenied) as error:
            said = getattr(error, "messages", None) or [str(error)]
            batch.refusals.append(f"{comment}: {' '.join(said)}")
    return batch


def remove_branch(
    comment: Comment, *, by: Member, words_for: Callable[[Member | None], str], **seen: Any
) -> Batch:
    """Takes a comment away with all answers below it, except the moderator's own. It is rejected
    if it was only waiting. `words_for` is the reason as the author of each reads it."""

    def take_away(each: Comment, **told: Any) -> Decision:
        verb = reject if each.is_waiting else remove
        return verb(each, by=by, reason=words_for(each.author), **told)

    batch = uuid4()
    first = take_away(comment, batch=batch, **seen)
    below = below_of(comment).filter(status=Status.PUBLISHED).exclude(author=by)
    rest = decide_together(take_away, below.select_related("author"), batch=batch)
    return Batch(batch, [first, *rest.decisions], rest.refusals)


def below_of(comment: Comment) -> Any:
    """All answers below a comment, as rows; whoever asks says which of them may be seen."""
    root = comment.root_id or comment.pk
    return (
        Comment.objects.filter(root=root, path__startswith=comment.path)
        .exclude(pk=comment.pk)
        .order_by("pk")
    )


def undo(decision: Decision, *, by: Member) -> Decision:
    """Brings everything back to where it was before a decision, if that still stands."""
    return _undo(decision, by=by, batch=None)


def undo_last(comment: Comment, *, by: Member, batch: UUID | None = None) -> Decision:
    """Brings everything back to where it was before the last decision on a comment that stands."""
    decision = comment.decisions.standing().by_moderators().first()
    if decision is None:
        raise ValidationError("There is nothing to undo.", code="not_possible")
    return _undo(decision, by=by, batch=batch)


def undo_batch(batch: UUID, *, by: Member) -> Batch:
    """Undoes all decisions of a batch that still stand, the last one first, and lifts the ban
    with which they came."""
    for sanction in Sanction.objects.in_force().filter(batch=batch):
        Lifting.objects.create(sanction=sanction, by=by)
    standing = Decision.objects.standing().filter(batch=batch).select_related("comment__author")
    return decide_together(_undo, standing.order_by("-pk"), by=by)


def said(decision: Decision) -> str:
    """“Mira removed it a minute ago: spam.”"""
    reason = decision.reason.rstrip(".")
    return f"{decision.deed} {since(decision.created_at)}{': ' if reason else ''}{reason}."


def _undo(decision: Decision, *, by: Member, batch: UUID | None) -> Decision:
    comment = decision.comment
    _refuse_own(comment, by)
    with transaction.atomic():
        Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        decided = comment.decisions.by_moderators().filter(pk=decision.pk)
        if not decided.standing().exists():
            raise ValidationError("There is nothing to undo any more.", code="not_possible")
        later = comment.decisions.standing().filter(pk__gt=decision.pk).first()
        if later:
            raise ValidationError(f"{said(later)} Undo that first.", code="not_possible")
        back = comment.become(Status(decision.before), by=by, undoes=decision, batch=batch)
        Flag.objects.filter(settled_by=decision).update(settled_by=None)
        notifying.take_back(decision, undoing=back)
        _keep_withdrawn(comment)
    return back


def _decide(
    comment: Comment,
    status: Status,
    *,
    by: Member,
    reason: str,
    version: int | None = None,
    seen: int | None = None,
    batch: UUID | None = None,
) -> Decision:
    """`version` is that of the words that the moderator read, `seen` the last decision (0: none).

    Raises ValidationError if someone else has decided in the meantime, or its author has changed
    the comment.
    """
    _refuse_own(comment, by)
    with transaction.atomic():
        now = Status(
            Comment.objects.select_for_update(no_key=True)
            .values_list("status")
            .get(pk=comment.pk)[0]
        )
        last = comment.decisions.select_related("by").first()
        if last and (status not in MOVES[now] or seen not in (None, last.pk)):
            raise ValidationError(said(last), code="not_possible")
        decision = comment.become(status, by=by, reason=reason, version=version, batch=batch)
        Flag.objects.open().filter(comment=comment).update(settled_by=decision)
        notifying.tell_of(decision)
        Claim.objects.filter(comment=comment, member=by).delete()
        _keep_withdrawn(comment)
    return decision


def _keep_withdrawn(comment: Comment) -> None:
    """What comes back of somebody who withdrew everything with the account, they withdrew too."""
    author = Member.objects.filter(comments=comment, withdrew_all=True).first()
    if author and Status.WITHDRAWN in MOVES[Status(comment.status)]:
        comment.become(Status.WITHDRAWN, by=author)


def _refuse_own(comment: Comment, by: Member) -> None:
    if comment.is_by(by):
        raise PermissionDenied("Nobody decides on a comment of their own.")
