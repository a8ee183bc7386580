"""Writes the index that searching looks words up in, in the transaction of the act that changes
what it is about."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from articles.models import Article
from forum.models import Comment, IndexedArticle, IndexedComment

BATCH = 500


def index_comments(comments: Iterable[Comment], *, are_new: bool = False) -> None:
    _write(IndexedComment, [IndexedComment.of(comment) for comment in comments], are_new=are_new)


def index_articles(articles: Iterable[Article]) -> None:
    _write(IndexedArticle, [IndexedArticle.of(article) for article in articles])


def rebuild() -> Iterator[int]:
    """Writes the whole index again, batch by batch, while the site runs; yields how many rows each
    batch had."""
    articles = Article.objects.exclude(current=None).select_related("current")
    yield from _batches(articles, index_articles)
    yield from _batches(Comment.objects.only("text", "discussion"), index_comments)
    IndexedArticle.objects.exclude(article__in=Article.objects.all()).delete()
    IndexedComment.objects.exclude(comment__in=Comment.objects.all()).delete()


def _batches(rows: Any, index: Any) -> Iterator[int]:
    last = 0
    while True:
        with transaction.atomic():
            batch = list(
                rows.filter(pk__gt=last).order_by("pk").select_for_update(of=("self",))[:BATCH]
            )
            index(batch)
        if not batch:
            return
        last = batch[-1].pk
        yield len(batch)


def _write(index: Any, rows: list[Any], *, are_new: bool = False) -> None:
    with transaction.atomic(savepoint=False):
        if not are_new:  # SQLite's virtual tables can't update on conflict.
            index.objects.filter(pk__in=[row.pk for row in rows]).delete()
        index.objects.bulk_create(rows)
