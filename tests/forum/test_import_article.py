"""`manage.py import_article`."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from tests.conftest import TRAM


def run(*paths: object, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_article", *map(str, paths), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def tram(tmp_path: Path) -> Path:
    file = tmp_path / "tram.txt"
    file.write_text(TRAM)
    return file


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    pass


def test_the_last_line_for_a_piece_is_its_address(tram: Path) -> None:
    assert run(tram).splitlines()[-1] == "/articles/the-tram-that-came-back/"


def test_a_second_run_says_that_nothing_changed(tram: Path) -> None:
    run(tram)
    assert "unchanged" in run(tram)


def test_a_dry_run_shows_what_would_be_stored_and_stores_nothing(tram: Path) -> None:
    told = run(tram, dry_run=True)
    assert "The tram that came back" in told
    assert "Lena Horvat" in told
    assert not Article.objects.exists()


def test_a_folder_is_imported_whole(tmp_path: Path, tram: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "bus.txt").write_text(TRAM.replace("tram", "bus"))
    run(tmp_path)
    assert Article.objects.count() == 2


def test_a_piece_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.TextIOWrapper(io.BytesIO(TRAM.encode()))
    monkeypatch.setattr("sys.stdin", given)
    run("-")
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02\x03" * 100, b"Only a title\n", b"x" * 5_000_001]
)
def test_what_can_not_be_read_is_named_and_the_rest_goes_on(
    data: bytes, tmp_path: Path, tram: Path
) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(data)
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2") as failure:
        call_command("import_article", str(broken), str(tram), stdout=out)
    assert failure.value.returncode == 1
    refusal = next(line for line in out.getvalue().splitlines() if "broken.txt" in line)
    assert refusal.endswith(".")
    assert Article.objects.get().title == "The tram that came back"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / "nothing.txt")
