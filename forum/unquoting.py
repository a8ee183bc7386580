"""Takes the words of a comment that were deleted out of what others quoted of it."""

from collections.abc import Sequence

from django.db import transaction

from forum import markup
from forum.models import Comment, Quote, Revision, SourceChange

LEFT = "…"  # in the place of the words


def take_out(quotes: Sequence[Quote]) -> None:
    """The quotes stay, with their places in the comments that hold them, and say nothing."""
    with transaction.atomic():
        comments = sorted({quote.comment_id for quote in quotes})
        list(Comment.objects.select_for_update().filter(pk__in=comments).order_by("pk"))
        # An edit may have moved them to a revision, or taken them away.
        found = Quote.objects.filter(pk__in=[quote.pk for quote in quotes])
        for quote in found.select_related("comment", "revision").order_by("pk"):
            _empty(Revision if quote.revision_id else Comment, quote)
        SourceChange.objects.filter(quote__in=found).delete()
        found.update(words="", exact="", prefix="", suffix="", segments=[])


def _empty(kind: type[Comment] | type[Revision], quote: Quote) -> None:
    rows = kind.objects.filter(pk=quote.revision_id or quote.comment_id)
    row = rows.get()
    body = markup.reword(row.body, quote.ordinal, LEFT)
    rendered = markup.render(body, markup.as_before(row.html), room=markup.KEPT)
    rows.update(body=body, html=rendered.html)
