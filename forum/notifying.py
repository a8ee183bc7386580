"""Tells people of the comments that concern them."""

from forum.models import Comment, Notification, Quote


def tell(comment: Comment) -> None:
    """Tells the author of the comment answered, and those whose words its present text quotes.

    Once each, and nobody of their own. To be called in the transaction that stores the comment,
    whatever its status: a notification is shown as long as its comment is.
    """
    quotes = Quote.objects.filter(comment=comment, revision=None)
    authors = quotes.values_list("quoted_comment__author", flat=True)
    kinds: dict[int | None, Notification.Kind] = dict.fromkeys(authors, Notification.Kind.QUOTE)
    if comment.parent:
        kinds[comment.parent.author_id] = Notification.Kind.ANSWER
    Notification.objects.bulk_create(
        [
            Notification(member_id=member, comment=comment, kind=kind)
            for member, kind in kinds.items()
            if member not in {None, comment.author_id}
        ],
        ignore_conflicts=True,
    )
