"""Takes an import back: the last things that it brought first, so that answers go before what they
answer. What people have made something of since stays, and its line says why."""

from itertools import takewhile

from django.db import transaction
from django.db.models import Exists, OuterRef

from forum.ledger.keeping import why_kept
from forum.ledger.lines import store_lines
from forum.ledger.removing import remove_comments
from forum.ledger.taking_back_articles import take_back_article
from forum.ledger.taking_back_changes import take_back_words
from forum.models import (
    AuthorshipClaim,
    Change,
    ImportBatch,
    ImportedAuthor,
    ImportItem,
    Origin,
)

CHUNK = 200

Kind, Stage, Verdict = ImportItem.Kind, ImportItem.Stage, ImportItem.Verdict


def undo_some(batch: ImportBatch) -> int:
    """Takes back what the last lines became; returns how many. After the first line the batch is
    at rest."""
    done = batch.lines.filter(stage__in=[Stage.DONE, Stage.PLACED], place__isnull=False)
    last = list(done.order_by("-place").select_related("article", "comment")[:CHUNK])
    if not last:
        _forget_authors(batch)
        batch.enter(ImportBatch.State.UNDONE)
        return 0
    first = last[0]
    alike = list(takewhile(lambda item: _is_beside(item, first), last))
    with transaction.atomic():
        locked = ImportItem.objects.select_for_update().filter(pk__in=[item.pk for item in alike])
        still = set(
            locked.filter(stage__in=[Stage.DONE, Stage.PLACED]).values_list("pk", flat=True)
        )
        alike = [item for item in alike if item.pk in still]
        if first.kind == Kind.ARTICLE:
            for item in alike:
                take_back_article(item)
        elif first.verdict != Verdict.NEW:  # it was here before
            for item in alike:
                take_back_words(item)
        else:
            _take_back_comments(batch, alike)
        Change.objects.note()
    return max(len(alike), 1)


def _take_back_comments(batch: ImportBatch, items: list[ImportItem]) -> None:
    kept = why_kept(batch, [item.comment for item in items if item.comment])
    gone = [item.comment for item in items if item.comment and item.comment_id not in kept]
    remove_comments(gone)
    for item in items:
        if item.comment_id in kept:
            item.stage, item.reason = Stage.KEPT, kept[item.comment_id]
        else:
            item.stage, item.comment, item.payload = Stage.UNDONE, None, {}
    store_lines(items, ["stage", "reason", "comment", "payload"])


def _is_beside(item: ImportItem, first: ImportItem) -> bool:
    if first.kind == Kind.ARTICLE:
        return item is first
    is_alike = (item.kind, item.article_key) == (first.kind, first.article_key)
    return is_alike and (item.verdict == Verdict.NEW) == (first.verdict == Verdict.NEW)


def _forget_authors(batch: ImportBatch) -> None:
    """Those of whom nothing is here any more."""
    authors = ImportedAuthor.objects.filter(source=batch.source)
    said = Origin.objects.filter(author=OuterRef("pk"))
    claims = AuthorshipClaim.objects.filter(author=OuterRef("pk"))
    authors.filter(~Exists(said), ~Exists(claims)).delete()
