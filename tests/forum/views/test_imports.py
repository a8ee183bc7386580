"""Imports at the desk, taken back after people have made something of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from forum.models import Comment, ImportBatch, Member
from forum.posting import post
from forum.working import work_off
from tests.forum.archives import _reader_of_lines, bring, try_out
from tests.forum.ledger.archive import ferry, said

__all__ = ["_reader_of_lines", "bring", "try_out"]


@pytest.fixture
def desk(edith: Member, as_member: Callable[[Member], Client]) -> Client:
    return as_member(edith)


def test_what_was_answered_or_quoted_since_stays_and_is_listed(
    bring: Callable[..., ImportBatch], desk: Client, ada: Member
) -> None:
    batch = bring(
        ferry(),
        *(said(key, f"Number {key} has its own words.", day=int(key)) for key in "123"),
    )
    answered, quoted, _ = Comment.objects.order_by("pk")
    discussion = Article.objects.get().discussion
    post(discussion, author=ada, body="Yes.", to=answered)
    post(discussion, author=ada, body="> Number 2 has its own words.\n\nSo it has.")
    asked = desk.get(f"/admin/imports/{batch.pk}/undoing/").content.decode()
    assert "What people have answered, quoted" in asked
    desk.post(f"/admin/imports/{batch.pk}/undoing/")
    work_off()

    kept = desk.get(batch.get_absolute_url(), {"list": "kept"}).content.decode()
    for comment, reason in ((answered, "Kept: it was answered."), (quoted, "Kept: it was quoted.")):
        assert reason in kept
        assert f'href="{comment.get_absolute_url()}"' in kept
    assert "Kept: it is discussed." in kept
    assert "Number 3" not in kept
    assert Comment.objects.filter(author_name="Tamsin").count() == 2


def test_how_many_stayed_is_said_where_everything_is(
    bring: Callable[..., ImportBatch], desk: Client, ada: Member
) -> None:
    batch = bring(ferry(), said("1", "Twelve."), said("2", "Thirteen."))
    post(Article.objects.get().discussion, author=ada, body="Yes.", to=Comment.objects.first())
    desk.post(f"/admin/imports/{batch.pk}/undoing/")
    work_off()
    page = desk.get(batch.get_absolute_url()).content.decode()
    assert "2 stay" in page
    assert "?list=kept#lines" in page


def test_what_is_here_already_is_not_offered_again(
    bring: Callable[..., ImportBatch], try_out: Callable[..., ImportBatch], desk: Client
) -> None:
    lines = (ferry(), said("1", "Twelve."))
    first = try_out(*lines)
    assert "Bring it in" in desk.get(first.get_absolute_url()).content.decode()
    bring(*lines)
    again = desk.get(try_out(*lines).get_absolute_url()).content.decode()
    assert "Bring it in" not in again
    assert "Nothing in it is new or changed." in again
    assert "Forget it" in again
