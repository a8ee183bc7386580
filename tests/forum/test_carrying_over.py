"""What `import_article` had brought in before it went through the ledger."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Article
from articles.readers import plain_text
from forum import ledger
from forum.importing import bring_in
from forum.ledger.identity import keys_of
from forum.models import Comment, ImportBatch
from forum.working import work_off
from tests.conftest import TRAM

BEFORE = [("articles", "0002_address_and_tags"), ("forum", "0023_feeds")]
SAID = TRAM + "\n1 comment\n\n1. Dana — March 4, 2026\n\n   I had. There were forty of us.\n"


def migrate(to: list[tuple[str, str]] | None = None) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to or executor.loader.graph.leaf_nodes())
    return executor.loader.project_state(to).apps if to else None


@pytest.fixture
def carried_over(committed_db: None) -> None:
    """An article in two versions, and a comment, as they stood in the database before."""
    bring_in(plain_text.read(SAID.encode()), source="/pieces/tram.txt")
    bring_in(plain_text.read(SAID.replace("spring", "autumn").encode()), source="/pieces/tram.txt")
    apps = migrate(BEFORE)
    try:
        _as_it_was(apps)
    finally:
        migrate()


def _as_it_was(apps: Any) -> None:
    apps.get_model("forum", "Origin").objects.all().delete()
    apps.get_model("forum", "ImportBatch").objects.all().delete()
    [article] = apps.get_model("articles", "Article").objects.all()
    for version in article.versions.order_by("number"):
        article.imports.create(source="/pieces/tram.txt", digest="0" * 64, version=version)
    [key] = keys_of(plain_text.read(SAID.encode()).comments)
    apps.get_model("forum", "Comment").objects.update(import_key=key)


def test_a_piece_that_came_in_before_is_known_again(carried_over: None) -> None:
    bring_in(plain_text.read(SAID.replace("spring", "autumn").encode()), source="/elsewhere.txt")
    assert Article.objects.get().current.number == 2
    assert Comment.objects.count() == 1


def test_and_can_be_taken_back_one_import_after_the_other(carried_over: None) -> None:
    second, first = ImportBatch.objects.all()
    ledger.undo(second)
    work_off()
    assert Article.objects.get().current.number == 1
    ledger.undo(first)
    work_off()
    assert not Article.objects.exists()
    assert not Comment.objects.exists()
