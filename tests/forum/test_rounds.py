"""A page that changes many times a second is made some times a second."""

import pytest

from forum import posting, watching
from forum.models import Comment, Discussion, Member
from forum.rounds import LATE, MOST
from tests.conftest import Clock
from tests.forum.knocking import ask


@pytest.fixture
def tram(committed_db: None, clock: Clock, adas_comment: Comment) -> str:
    watching.watcher.look()
    return adas_comment.discussion.article.get_absolute_url()


def say(discussion: Discussion, author: Member, number: int) -> str:
    words = f"The remark with the number {number}."
    posting.post(discussion, author=author, body=words)
    return words


def test_in_a_rush_guests_read_what_was_true_a_moment_ago(
    tram: str, discussion: Discussion, bob: Member, clock: Clock
) -> None:
    for number in range(MOST):
        assert say(discussion, bob, number) in ask(tram).text
    words = say(discussion, bob, MOST)
    assert words not in ask(tram).text
    clock.now += LATE
    assert words in ask(tram).text


def test_after_a_rush_every_change_is_there_at_once(
    tram: str, discussion: Discussion, bob: Member, clock: Clock
) -> None:
    for number in range(MOST + 1):
        say(discussion, bob, number)
        ask(tram)
    clock.now += 1
    watching.watcher.look()
    for number in range(MOST + 1, 2 * MOST):
        assert say(discussion, bob, number) in ask(tram).text
