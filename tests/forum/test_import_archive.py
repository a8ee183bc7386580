"""`manage.py import_archive`."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from articles.readers import archives
from forum.models import Comment, ImportBatch
from tests.forum.ledger.archive import Lines, ferry, said, write


def run(*paths: object, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_archive", *map(str, paths), stdout=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _reader_of_lines(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(archives, "READERS", [Lines(), *archives.READERS])


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write(
        tmp_path / "export",
        ferry(),
        said("1", "Twelve."),
        said("2", "True.", "gone"),
        said("3", "No.", "1"),
    )


def test_an_archive_comes_in_and_says_what_became_of_it(archive: Path) -> None:
    told = run(archive)
    assert Comment.objects.count() == 3
    assert " ".join(told.splitlines()[3].split()) == "Comments 3 0 0 0 0"
    assert "gone, which isn’t there" in told
    assert "2 threads, with 1 answer rebuilt." in told
    assert f"--undo {ImportBatch.objects.get().pk}" in told


def test_a_dry_run_stores_nothing(archive: Path) -> None:
    assert "Nothing is stored." in run(archive, dry_run=True)
    assert not Article.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_import_is_taken_back_by_its_number(archive: Path) -> None:
    run(archive)
    assert "is taken back" in run(undo=ImportBatch.objects.get().pk)
    assert not Article.objects.exists()
    assert "undone" in run(list=True)


def test_there_is_nothing_to_take_back_twice(archive: Path) -> None:
    run(archive)
    number = ImportBatch.objects.get().pk
    run(undo=number)
    with pytest.raises(CommandError, match="taken back"):
        run(undo=number)
    with pytest.raises(CommandError, match="no import 99"):
        run(undo=99)


def test_a_folder_is_brought_in_file_by_file_and_what_can_not_be_read_is_named(
    archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text("Nothing to see here.")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 2"):
        call_command("import_archive", str(tmp_path), stdout=out)
    assert "note.txt: This is none of the formats" in out.getvalue()
    assert Comment.objects.count() == 3


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / "nothing")


def test_a_page_is_no_feed_without_articles(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text("<!doctype html><html><body><p>Not found.</p></body></html>")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("import_archive", str(page), format="feed", stdout=out)
    assert "isn’t of this format" in out.getvalue()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    "command",
    [
        ("import_archive", "export.xml"),
        ("import_feed", "https://gazette.example/feed"),
        ("export_redirects",),
    ],
)
def test_without_tables_one_is_told_how_to_get_them(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with pytest.raises(CommandError, match="no tables yet: start the site once"):
        call_command(*command)


def test_of_many_problems_one_is_told_where_all_of_them_are(tmp_path: Path) -> None:
    orphans = (said(str(number), "Twelve.", "gone") for number in range(60))
    archive = write(tmp_path / "export", ferry(), *orphans)
    assert "… and 10 more. All of them: an import at the desk" in run(archive, dry_run=True)
    told = run(archive)
    assert f"… and 10 more. All of them: {ImportBatch.objects.get().get_absolute_url()}" in told
