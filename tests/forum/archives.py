from collections.abc import Callable
from pathlib import Path

import pytest

from articles.readers import Found, archives
from forum import ledger
from forum.models import ImportBatch
from forum.working import work_off
from tests.forum.ledger.archive import Lines, write


@pytest.fixture(autouse=True)
def _reader_of_lines(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(archives, "READERS", [Lines(), *archives.READERS])


@pytest.fixture
def try_out(_reader_of_lines: None, tmp_path: Path) -> Callable[..., ImportBatch]:
    """Hands in an archive that holds these, and has it read and compared."""

    def hand_in(*found: Found) -> ImportBatch:
        batch = ledger.receive(str(write(tmp_path / "archive", *found)))
        work_off()
        batch.refresh_from_db()
        return batch

    return hand_in


@pytest.fixture
def bring(try_out: Callable[..., ImportBatch]) -> Callable[..., ImportBatch]:
    """Brings in an archive that holds these."""

    def bring_in(*found: Found) -> ImportBatch:
        batch = try_out(*found)
        ledger.apply(batch)
        work_off()
        batch.refresh_from_db()
        return batch

    return bring_in


@pytest.fixture
def take_back() -> Callable[[ImportBatch], None]:
    def undo(batch: ImportBatch) -> None:
        ledger.undo(batch)
        work_off()
        batch.refresh_from_db()

    return undo
