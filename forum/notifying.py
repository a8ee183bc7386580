"""Tells people of the comments that concern them."""

from collections.abc import Iterable

from forum.models import Comment, Notification, Quote


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
