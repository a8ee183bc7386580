"""Tells people of the comments that concern them, and of what moderators decide."""

from collections.abc import Iterable

from forum.models import Comment, Decision, EditorsAnswer, Notification, Quote, Status

GONE = {Status.REJECTED, Status.REMOVED, Status.HIDDEN}


def tell(comment: Comment, quotes: Iterable[Quote]) -> None:
    """Tells the author of the comment answered, and those whose words its present text quotes.

    Once each, and nobody of their own. To be called in the transaction that stores the comment,
    whatever its status: a notification is shown as long as its comment is.
    """
    quoted = {quote.quoted_comment_id for quote in quotes if quote.quoted_comment_id}
    said = Comment.objects.filter(pk__in=quoted)
    authors = said.values_list("author", flat=True) if quoted else []
    kinds: dict[int | None, Notification.Kind] = dict.fromkeys(authors, Notification.Kind.QUOTE)
    if comment.parent:
        kinds[comment.parent.author_id] = Notification.Kind.ANSWER
    told = [
        Notification(member_id=member, comment=comment, kind=kind)
        for member, kind in kinds.items()
        if member not in {None, comment.author_id}
    ]
    Notification.objects.bulk_create(told, ignore_conflicts=True)


def tell_of(decision: Decision) -> None:
    """Tells the author if words went or came back, and whoever reported them what became of it.

    To be called in the transaction of the decision, when the reports are settled.
    """
    told = [(member, Notification.Kind.REPORT) for member in _reporters(decision)]
    author = decision.comment.author_id
    if author and {decision.before, decision.after} & GONE:
        told.append((author, Notification.Kind.DECISION))
    _tell(decision, told)


def take_back(decision: Decision, *, undoing: Decision) -> None:
    """What nobody has read is gone with an undone decision; whoever has read it is told."""
    news = Notification.objects.filter(decision=decision)
    news.unread().delete()
    _tell(undoing, [(row.member_id, Notification.Kind(row.kind)) for row in news])


def tell_answer(decision: Decision) -> None:
    """Tells the author that the appeal against a decision was answered."""
    if decision.comment.author_id:
        _tell(decision, [(decision.comment.author_id, Notification.Kind.APPEAL)])


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
            kind=Notification.Kind.FACT,
        )
        for member, comment in asked.items()
        if member != answer.by_id and (member in had_read or not is_taken_back)
    )


def _reporters(decision: Decision) -> list[int]:
    flags = decision.settled_flags.filter(member__isnull=False).order_by()
    return list(flags.values_list("member", flat=True))


def _tell(decision: Decision, told: list[tuple[int, Notification.Kind]]) -> None:
    Notification.objects.bulk_create(
        [
            Notification(
                member_id=member, comment_id=decision.comment_id, decision=decision, kind=kind
            )
            for member, kind in told
        ]
    )
