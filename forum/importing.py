"""Brings one piece in at once: an article, and the comments that stand with it."""

from dataclasses import dataclass

from django.db import transaction

from articles.importing import Outcome
from articles.models import Article
from articles.readers import ParsedArticle
from forum import ledger
from forum.ledger import pieces
from forum.ledger.reading import store_found
from forum.models import ImportBatch, ImportItem

State = ImportBatch.State
Stage, Verdict = ImportItem.Stage, ImportItem.Verdict


@dataclass(frozen=True)
class BroughtIn:
    article: Article
    outcome: Outcome
    comments_added: int


def bring_in(parsed: ParsedArticle, *, source: str) -> BroughtIn:
    """Brings in what was read at `source`, a path or an address, by way of the ledger; whole or
    not at all."""
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            format=pieces.SOURCE, source=pieces.SOURCE, name=source[:1000], state=State.PLANNING
        )
        store_found(batch, [pieces.found(parsed, source)])
        _work(batch, State.PLANNING)
        if ledger.report(batch).to_do:
            ledger.apply(batch)
            _work(batch, State.APPLYING)
        done = brought_in(batch)
        if batch.state == State.PLANNED:
            ledger.discard(batch)
    return done


def brought_in(batch: ImportBatch) -> BroughtIn:
    """What became of a piece; of one that is only planned, what would. Raises LookupError with a
    sentence if it couldn’t come in."""
    line = batch.lines.articles().select_related("article").get()
    if line.verdict == Verdict.FAILED or not line.article:
        raise LookupError(line.reason)
    added = batch.lines.comments().filter(stage__in=[Stage.PLACED, Stage.DONE], verdict=Verdict.NEW)
    outcome = {Verdict.NEW: Outcome.NEW, Verdict.CHANGED: Outcome.CHANGED}.get(
        Verdict(line.verdict), Outcome.SAME
    )
    comments_added = added.count()
    if outcome == Outcome.SAME and comments_added:
        outcome = Outcome.CHANGED
    return BroughtIn(line.article, outcome, comments_added)


def _work(batch: ImportBatch, state: ImportBatch.State) -> None:
    while batch.state == state:
        for _ in ledger.step(batch):
            pass
