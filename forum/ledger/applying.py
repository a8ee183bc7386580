"""Brings in what an import planned, a few lines at a time, each few in one transaction with what
became of them. So whatever kills it, nothing is there twice and nothing is lost."""

from itertools import takewhile

from forum.ledger.bringing_articles import bring_article
from forum.ledger.bringing_comments import bring_comments, look_up_quotes
from forum.models import ImportBatch, ImportItem

CHUNK = 200

Kind, Stage = ImportItem.Kind, ImportItem.Stage


def apply_some(batch: ImportBatch) -> int:
    """Brings in the next lines; returns how many. After the last one the batch is at rest."""
    lines = batch.lines.order_by("place")
    if placed := list(lines.filter(stage=Stage.PLACED, place__isnull=False)[:CHUNK]):
        look_up_quotes(placed)
        return 0
    following = list(lines.filter(stage=Stage.FOUND, place__isnull=False)[:CHUNK])
    if not following:
        batch.enter(ImportBatch.State.APPLIED)
        return 0
    first = following[0]
    if first.kind == Kind.ARTICLE:
        bring_article(batch, first)
        return 1
    alike = takewhile(lambda item: _is_beside(item, first), following)
    return bring_comments(batch, list(alike))


def _is_beside(item: ImportItem, first: ImportItem) -> bool:
    return item.kind == first.kind and item.article_key == first.article_key
