"""Saying the same in many places."""

from collections.abc import Callable

import pytest
import time_machine
from django.core.exceptions import ValidationError

from articles.models import Article
from forum.models import Comment, Member
from forum.posting import post, withdraw
from tests.conftest import TRAM

LONG = "Has anybody noticed how well this goes with my newsletter?"


@pytest.fixture
def other(make_article: Callable[..., Article]) -> Article:
    return make_article(TRAM.replace("The tram that came back", "Another tram"), "other.txt")


def test_the_same_long_text_is_posted_once_a_day(
    article: Article, other: Article, ada: Member, bob: Member
) -> None:
    with time_machine.travel("2026-05-03T12:00Z", tick=False) as clock:
        first = post(article.discussion, author=ada, body=LONG)
        with pytest.raises(ValidationError, match="another place today"):
            post(other.discussion, author=ada, body=LONG)
        with pytest.raises(ValidationError, match="another place today"):
            post(article.discussion, author=ada, body=LONG, to=first)
        post(other.discussion, author=bob, body=LONG)
        clock.move_to("2026-05-04T12:00:01Z")
        post(other.discussion, author=ada, body=LONG)


def test_thanks_may_be_said_to_many(adas_comment: Comment, other: Article, bob: Member) -> None:
    post(adas_comment.discussion, author=bob, body="Thank you!", to=adas_comment)
    post(other.discussion, author=bob, body="Thank you!")


def test_what_was_taken_back_may_be_said_elsewhere(
    article: Article, other: Article, ada: Member
) -> None:
    withdraw(post(article.discussion, author=ada, body=LONG), by=ada)
    post(other.discussion, author=ada, body=LONG)
