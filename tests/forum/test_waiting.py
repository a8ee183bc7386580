"""What authors are told of how long it usually takes until a moderator has decided."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from forum import moderating
from forum.models import Comment, Discussion, Member
from forum.posting import post

Open = Callable[[Member], Client]


@pytest.fixture
def decided(discussion: Discussion, nora: Member, mira: Member) -> Callable[..., None]:
    """So many comments were decided, the n-th after n times so many minutes."""

    def decide(number: int, minutes: float) -> None:
        discussion.mode = Discussion.Mode.PREMODERATED
        for place in range(1, number + 1):
            comment = post(discussion, author=nora, body=f"No. {place}.")
            decision = moderating.approve(comment, by=mira)
            entered = decision.created_at - timedelta(minutes=place * minutes)
            Comment.objects.filter(pk=comment.pk).update(created_at=entered)
        cache.clear()

    return decide


@pytest.fixture
def waiting(discussion: Discussion, ada: Member) -> Comment:
    discussion.mode = Discussion.Mode.PREMODERATED
    return post(discussion, author=ada, body="May I?")


def said_to(browser: Any, comment: Comment) -> str:
    page = browser.get(comment.discussion.article.get_absolute_url()).content.decode()
    return page.partition(f'id="comment-{comment.pk}"')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0.1, "5 minutes"), (2, "40 minutes"), (7, "2 hours"), (60, "24 hours"), (200, "3 days")],
)
def test_the_author_reads_within_which_time_four_of_five_were_decided(
    minutes: float,
    told: str,
    decided: Callable[..., None],
    waiting: Comment,
    as_member: Open,
) -> None:
    decided(20, minutes)
    assert f"Usually decided within {told}." in said_to(as_member(waiting.author), waiting)


def test_nobody_else_reads_it(
    decided: Callable[..., None], waiting: Comment, mira: Member, as_member: Open
) -> None:
    decided(20, 2)
    assert "Waiting for review" in said_to(as_member(mira), waiting)
    for browser in (as_member(mira), Client()):
        assert "Usually decided" not in said_to(browser, waiting)


def test_of_too_few_nothing_is_said(
    decided: Callable[..., None], waiting: Comment, as_member: Open
) -> None:
    decided(19, 2)
    said = said_to(as_member(waiting.author), waiting)
    assert "Waiting for a moderator. Only you" in " ".join(said.split())


def test_it_stands_right_below_what_was_just_posted(
    decided: Callable[..., None], discussion: Discussion, ada: Member, as_member: Open
) -> None:
    decided(20, 2)
    discussion.mode = Discussion.Mode.PREMODERATED
    discussion.save()
    answer = as_member(ada).post(
        f"{discussion.article.get_absolute_url()}comments/",
        {"body": "Hello."},
        headers={"X-Fragment": "1"},
    )
    assert answer.status_code == 201
    assert "Usually decided within 40 minutes." in answer.content.decode()
