"""What people tell an import to do."""

from datetime import datetime
from pathlib import Path
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils import timezone

from forum.models import Feed, ImportBatch, Member

State = ImportBatch.State


class NotPossible(ValidationError):
    """It isn't in a state in which this can be done; the sentence says in which it is."""


class Details(TypedDict, total=False):
    """What may be said of an import; see the fields of `ImportBatch`."""

    address: str
    charset: str
    with_pages: bool
    feed: Feed | None
    by: Member | None
    due_at: datetime


def begin(path: Path, *, format: str, name: str, **details: Unpack[Details]) -> ImportBatch:
    """An import of the file at `path`, to be read and compared. Nothing of the site changes."""
    due_at = details.pop("due_at", timezone.now())
    return ImportBatch.objects.create(
        path=str(path), format=format, name=name[:1000], due_at=due_at, **details
    )


def apply(batch: ImportBatch) -> None:
    """Has it brought in, from where it stopped if it did. Raises NotPossible."""
    _tell(batch, State.APPLYING, when=State.PLANNED)


def undo(batch: ImportBatch) -> None:
    """Has it taken back, but for what people have answered, quoted or decided on since. Raises
    NotPossible."""
    _tell(batch, State.UNDOING, when=State.APPLIED)


def discard(batch: ImportBatch) -> None:
    """Forgets one that brought nothing in, with what was read of it. Raises NotPossible."""
    nothing_in = [State.PLANNED, State.STOPPED]
    gone, _ = ImportBatch.objects.filter(pk=batch.pk, state__in=nothing_in).delete()
    if not gone:
        batch.refresh_from_db()
        raise NotPossible(f"This import is {batch.get_state_display().lower()}.")
    if batch.is_file_ours:
        Path(batch.path).unlink(missing_ok=True)


def _tell(batch: ImportBatch, state: ImportBatch.State, *, when: ImportBatch.State) -> None:
    now = timezone.now()
    # In one statement: of two who press at once one does it, and the other is told.
    told = ImportBatch.objects.filter(pk=batch.pk, state=when)
    if not told.update(state=state, due_at=now, failures=0):
        batch.refresh_from_db()
        raise NotPossible(f"This import is {batch.get_state_display().lower()}.")
    batch.state, batch.due_at = state, now
