"""Tells people of the comments that concern them, and of what moderators decide."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef
from django.utils import timezone

from forum.models import (
    Comment,
    Decision,
    EditorsAnswer,
    Member,
    Notification,
    Quote,
    Status,
    Telling,
)
from forum.models.notification import first_due

Kind = Notification.Kind
GONE = {Status.REJECTED, Status.REMOVED, Status.HIDDEN}


def tell(comment: Comment, quotes: Iterable[Quote], mentions: Iterable[int] = ()) -> None:
    """Tells the author of the comment answered, those whom its present text mentions, and those
    whose words it quotes.

    Once each, for the strongest of these reasons, and nobody of their own. To be called in the
    transaction that stores the comment, whatever its status: a notification is shown as long as
    its comment is.
    """
    _tell_of_comment(comment, _reasons(comment, quotes, mentions))


def tell_after_edit(comment: Comment, quotes: Iterable[Quote], mentions: Iterable[int]) -> None:
    """Tells whomever the text concerns now and didn't, or more than before. Who is no longer
    mentioned and hasn't read of it isn't told any more."""
    reasons = _reasons(comment, quotes, mentions)
    for told in Notification.objects.of_comments().filter(comment=comment):
        reason = reasons.get(told.member_id)
        if reason and Kind(told.kind).is_weaker_than(reason):
            told.tell_anew(reason)
        elif told.kind == Kind.MENTION and reason != Kind.MENTION and not told.read_at:
            told.delete()
            if comment.is_published:
                Telling.objects.request(comment)  # perhaps they follow it
    _tell_of_comment(comment, reasons)


def tell_of(decision: Decision) -> None:
    """Tells the author if words went or came back, and whoever reported them what became of it.

    To be called in the transaction of the decision, when the reports are settled.
    """
    told = [(member, Kind.REPORT) for member in _reporters(decision)]
    author = decision.comment.author_id
    if author and {decision.before, decision.after} & GONE:
        told.append((author, Kind.DECISION))
    _tell(decision, told)


def take_back(decision: Decision, *, undoing: Decision) -> None:
    """What nobody has read is gone with an undone decision; whoever has read it is told."""
    news = Notification.objects.filter(decision=decision)
    news.unread().delete()
    _tell(undoing, [(row.member_id, Kind(row.kind)) for row in news])


def tell_answer(decision: Decision) -> None:
    """Tells the author that the appeal against a decision was answered."""
    if decision.comment.author_id:
        _tell(decision, [(decision.comment.author_id, Kind.APPEAL)])


def tell_editors_answer(answer: EditorsAnswer, comments: Iterable[Comment]) -> None:
    """Tells those who asked, once each. Of an answer that was taken back only those who had read
    it; and of one that was superseded nobody learns any more who hadn't."""
    before = Notification.objects.filter(editors_answer=answer.supersedes_id or 0)
    before.unread().delete()
    had_read = set(before.values_list("member", flat=True))
    is_taken_back = answer.kind == EditorsAnswer.Kind.TAKEN_BACK
    asked = {comment.author_id: comment for comment in comments if comment.author_id}
    Notification.objects.bulk_create(
        Notification(
            member_id=member,
            comment=comment,
            editors_answer=answer,
            kind=Kind.FACT,
        )
        for member, comment in asked.items()
        if member != answer.by_id and (member in had_read or not is_taken_back)
    )


def tell_moderators(kind: Kind, comment: Comment, *, but: Iterable[int | None]) -> None:
    """Tells moderators that something waits for them; not those who did it. Who has not looked
    since they were told last is not told again: one line says how much waits."""
    moderators = Member.objects.moderators().exclude(pk__in=[pk for pk in but if pk])
    rows = Notification.objects.filter(kind=kind)
    rows.filter(member__in=moderators.values("pk")).exclude(read_at=None).update(
        comment=comment, created_at=timezone.now(), read_at=None, due_at=first_due(), mail=None
    )
    told = rows.filter(member=OuterRef("pk"))
    untold = moderators.filter(~Exists(told)).values_list("pk", flat=True)
    Notification.objects.bulk_create(
        [Notification(member_id=pk, comment=comment, kind=kind) for pk in untold],
        ignore_conflicts=True,
    )


def look_at_desk(moderator: Member, *kinds: Kind) -> None:
    """A moderator sees what waits: they are told of what comes from now on."""
    Notification.objects.filter(member=moderator, kind__in=kinds).mark_read()


def _reasons(comment: Comment, quotes: Iterable[Quote], mentions: Iterable[int]) -> dict[int, Kind]:
    """Whom a comment concerns, and why."""
    quoted = {quote.quoted_comment_id for quote in quotes if quote.quoted_comment_id}
    said = Comment.objects.filter(pk__in=quoted)
    authors = said.values_list("author", flat=True) if quoted else []
    reasons: dict[int | None, Kind] = dict.fromkeys(authors, Kind.QUOTE)
    reasons |= dict.fromkeys(mentions, Kind.MENTION)
    if comment.parent:
        reasons[comment.parent.author_id] = Kind.ANSWER
    own = {None, comment.author_id}
    return {member: reason for member, reason in reasons.items() if member and member not in own}


def _tell_of_comment(comment: Comment, reasons: Mapping[int, Kind]) -> None:
    told = [
        Notification(member_id=member, comment=comment, kind=kind)
        for member, kind in reasons.items()
    ]
    Notification.objects.bulk_create(told, ignore_conflicts=True)


def _reporters(decision: Decision) -> list[int]:
    flags = decision.settled_flags.filter(member__isnull=False).order_by()
    return list(flags.values_list("member", flat=True))


def _tell(decision: Decision, told: list[tuple[int, Kind]]) -> None:
    Notification.objects.bulk_create(
        [
            Notification(
                member_id=member, comment_id=decision.comment_id, decision=decision, kind=kind
            )
            for member, kind in told
        ]
    )
