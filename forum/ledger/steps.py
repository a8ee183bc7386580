"""Does what an import is to do next, in pieces short enough that others get their turn."""

from collections.abc import Iterator

from django.conf import settings
from django.db import reset_queries

from forum.ledger.applying import apply_some
from forum.ledger.planning import plan
from forum.ledger.reading import read
from forum.ledger.undoing import undo_some
from forum.models import ImportBatch
from forum.models.import_batch import LEASE

State = ImportBatch.State


def import_next() -> bool:
    """Does one piece of the import that is due. False if there is none."""
    batch = ImportBatch.objects.claim()
    if not batch:
        return False
    try:
        for _ in step(batch):
            if not batch.put_off(LEASE):  # somebody took us for dead, or told it otherwise
                return True
        batch.put_off(LEASE * 0)
    except Exception:
        batch.fail()
        raise
    return True


def step(batch: ImportBatch) -> Iterator[int]:
    """One step of a claimed import; yields how many things it has dealt with, now and then, when
    the claim is to be renewed. Nothing is left to do when `due_at` is empty."""
    for number in _step(batch):
        yield number
        if settings.DEBUG:
            reset_queries()  # which Django keeps then, with all the words in them


def _step(batch: ImportBatch) -> Iterator[int]:
    if batch.state == State.READING:
        yield from read(batch)
    elif batch.state == State.PLANNING:
        yield from plan(batch)
    elif batch.state == State.APPLYING:
        yield apply_some(batch)
    elif batch.state == State.UNDOING:
        yield undo_some(batch)
