"""Which comments of an import stay when it is taken back: those of which people have made
something since."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from forum.models import Comment, Decision, Flag, Highlight, ImportBatch, Quote, Status

ANSWERED, QUOTED = "Kept: it was answered.", "Kept: it was quoted."
DECIDED, REPORTED = "Kept: somebody has decided on it.", "Kept: it was reported."
HIGHLIGHTED, CLAIMED = "Kept: it was pinned or picked.", "Kept: its author has claimed it."


def why_kept(batch: ImportBatch, comments: Sequence[Comment]) -> dict[int, str]:
    """Of comments of this batch, answers before what they answer, those that stay, with the
    reason. With each stays what it answers."""
    keys = [comment.pk for comment in comments]
    answers = Comment.objects.filter(parent__in=keys).exclude(pk__in=keys)
    kept: dict[int, str] = {}
    for reason, found in (
        (DECIDED, _decided(keys).values_list("comment", flat=True)),
        (REPORTED, Flag.objects.filter(comment__in=keys).values_list("comment", flat=True)),
        (HIGHLIGHTED, Highlight.objects.filter(comment__in=keys).values_list("comment", flat=True)),
        (QUOTED, _quoting(batch, keys).values_list("quoted_comment", flat=True)),
        (ANSWERED, answers.values_list("parent", flat=True)),
        (CLAIMED, [comment.pk for comment in comments if comment.author_id]),
    ):
        kept |= {pk: reason for pk in found if pk}
    for comment in comments:
        if comment.pk in kept and comment.parent_id in keys:
            kept.setdefault(comment.parent_id, ANSWERED)
    return kept


def _decided(keys: Sequence[int]) -> QuerySet[Decision]:
    """What people, rules or readers' reports decided; not the imports themselves."""
    by_others = Q(by__isnull=False) | Q(rule__isnull=False) | Q(after=Status.HIDDEN)
    return Decision.objects.filter(by_others, comment__in=keys).order_by()


def _quoting(batch: ImportBatch, keys: Sequence[int]) -> QuerySet[Quote]:
    """Quotes in comments that stay: others than those of this batch that are still to go."""
    going = batch.lines.comments().filter(stage__in=["done", "placed"], verdict="new")
    quotes = Quote.objects.filter(quoted_comment__in=keys)
    return quotes.exclude(comment__in=going.filter(comment__isnull=False).values("comment"))
