"""Exports that name their articles by paths alone."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from articles.readers import FoundArticle
from forum.models import Comment, ImportBatch, Member, Origin
from forum.working import work_off
from tests.forum.ledger.archive import ferry, said, write

Bring = Callable[..., ImportBatch]
SITE = "https://old.example"


def isso(path: Path) -> Path:
    """As its comments come: without a word on where the site is."""
    page = FoundArticle("thread-1", address="/2026/ferry/")
    return write(path / "isso", page, said("1", "Twelve.", article="thread-1"))


def test_comments_find_their_article_on_the_site_named(bring: Bring, tmp_path: Path) -> None:
    bring(ferry())
    call_command("import_archive", str(isso(tmp_path)), site=SITE, stdout=io.StringIO())
    assert Comment.objects.get().discussion.article.title == "The ferry"
    assert Origin.objects.get(comment__isnull=False).source == "lines old.example"


def test_and_are_known_again_by_it(bring: Bring, tmp_path: Path) -> None:
    bring(ferry())
    for _ in range(2):
        call_command("import_archive", str(isso(tmp_path)), site=f"{SITE}/", stdout=io.StringIO())
    assert Comment.objects.count() == 1


def test_articles_of_two_sites_with_the_same_paths_are_two(bring: Bring, tmp_path: Path) -> None:
    file = write(tmp_path / "ghost", ferry(address="/ferry/"))
    for site in (SITE, "https://new.example"):
        call_command("import_archive", str(file), site=site, stdout=io.StringIO())
    assert set(Origin.objects.values_list("address", flat=True)) == {
        "old.example/ferry",
        "new.example/ferry",
    }
    assert Article.objects.count() == 2


def test_what_is_no_address_of_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no address"):
        call_command("import_archive", str(isso(tmp_path)), site="old.example")


def test_the_desk_asks_for_it_too(
    bring: Bring, tmp_path: Path, edith: Member, as_member: Callable[[Member], Client]
) -> None:
    bring(ferry())
    with isso(tmp_path).open("rb") as file:
        answer = as_member(edith).post("/admin/imports/", {"file": file, "site": "old.example"})
    assert answer.status_code == 303
    work_off()
    assert ImportBatch.objects.first().source == "lines old.example"
