"""`manage.py import_article`."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from forum.models import Comment, ImportBatch, Member
from forum.posting import post
from tests.conftest import TRAM

PAGE = """<!doctype html><html lang="en-GB"><head><title>High water | Gazette</title>
<link rel="canonical" href="https://gazette.example/water">
<meta property="article:published_time" content="2026-05-04T06:15:42+02:00">
<meta property="article:tag" content="floods"><meta property="article:tag" content="harbour">
</head><body><article><h1>High water</h1>
<p>The river rose in the night, and in the morning the harbour was full of boats.</p>
<p>The <a href="/tide">tables</a> had said nothing of it, and neither does the harbour master.</p>
</article><ol class="comment-list"><li class="comment" id="comment-7"><b class="fn">Bob</b>
<div class="comment-content"><p>I knew one of them.</p></div></li></ol></body></html>"""


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


def test_a_second_run_leaves_no_import(tram: Path) -> None:
    run(tram)
    run(tram)
    assert ImportBatch.objects.count() == 1


def test_a_piece_is_taken_back_with_its_comments(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(PAGE)
    run(saved)
    told = run(undo=ImportBatch.objects.get().pk)
    assert "taken back" in told
    assert not Article.objects.exists()
    assert not Comment.objects.exists()


def test_what_people_answered_since_stays_and_is_named(tmp_path: Path, ada: Member) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(PAGE)
    run(saved)
    bobs = Comment.objects.get()
    post(bobs.discussion, author=ada, body="Which?", to=bobs)
    told = run(undo=ImportBatch.objects.get().pk)
    assert f"  /comments/{bobs.pk}/: Kept: it was answered." in told.splitlines()
    assert Comment.objects.count() == 2


def test_a_changed_piece_reads_again_as_before_when_it_is_taken_back(tram: Path) -> None:
    run(tram)
    tram.write_text(TRAM.replace("came back", "came home").replace("spring", "autumn"))
    run(tram)
    run(undo=ImportBatch.objects.first().pk)
    article = Article.objects.get()
    assert article.title == "The tram that came back"
    assert (article.current.number, article.versions.count()) == (1, 1)


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


def test_a_saved_page_comes_in_with_its_facts_and_its_comments(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(PAGE)
    assert run(saved).splitlines()[0] == "new, 1 comments added: High water"
    article = Article.objects.get()
    assert article.address == "https://gazette.example/water"
    assert article.published_at == datetime(2026, 5, 4, 4, 15, 42, tzinfo=UTC)
    assert article.published_on == date(2026, 5, 4)
    assert article.language == "en-GB"
    assert [tag.name for tag in article.tags.all()] == ["floods", "harbour"]
    assert article.current.body.passages[1].marks[0].href == "https://gazette.example/tide"
    assert run(saved).splitlines()[0] == "unchanged: High water"


def test_a_page_is_known_again_by_its_address(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(PAGE)
    run(saved)
    renamed = tmp_path / "renamed.html"
    renamed.write_text(PAGE.replace("High water", "Higher water"))
    assert run(renamed).splitlines()[0].startswith("changed")
    assert Article.objects.get().title == "Higher water"


def test_a_dry_run_tells_what_a_page_says_of_itself(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(PAGE)
    told = run(saved, dry_run=True)
    assert "  address: https://gazette.example/water\n" in told
    assert " language: en-GB\n" in told
    assert "     tags: floods, harbour\n" in told
    assert not Article.objects.exists()


def test_a_folder_may_hold_text_markdown_and_pages(tmp_path: Path, tram: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "rain.md").write_text("---\ntitle: Rain\n---\nIt *rained*.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    run(tmp_path)
    titles = set(Article.objects.values_list("title", flat=True))
    assert titles == {"High water", "Rain", "The tram that came back"}


def test_an_address_that_may_not_be_reached_is_named() -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("import_article", "http://127.0.0.1/", stdout=out)
    assert "127.0.0.1" in out.getvalue()
