"""Limits on how soon one posts again. Each says which it is, why, and until when."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article
from forum import flagging, moderating
from forum.models import Action, Comment, Discussion, Kind, Member, RuleVersion, SectionTerms
from forum.posting import edit, post
from tests.conftest import TRAM

NOON = "2026-05-03T12:00:00Z"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def wait(clock: time_machine.Traveller, **span: float) -> None:
    clock.shift(timedelta(**span))


def told(discussion: Discussion, author: Member, to: Comment | None = None) -> str:
    with pytest.raises(ValidationError) as refused:
        post(discussion, author=author, body=f"Too soon, at {timezone.now()}.", to=to)
    assert refused.value.code == "too_soon"
    return refused.value.messages[0]


def say(discussion: Discussion, author: Member, to: Comment | None = None) -> Comment:
    return post(discussion, author=author, body=f"At {timezone.now()}.", to=to)


def test_many_comments_in_a_short_time_are_too_many(
    discussion: Discussion,
    ada: Member,
    bob: Member,
    rule: Callable[..., RuleVersion],
    clock: time_machine.Traveller,
) -> None:
    rule(Kind.PACE, Action.REFUSE, amount=2, minutes=10)
    for _ in range(2):
        first = say(discussion, ada)
        wait(clock, minutes=1)
    assert told(discussion, ada) == (
        "You have reached the limit of 2 comments in 10 minutes, so that a few don’t drown the "
        "others out. Your text is kept: post it in 8 minutes, at 12:10:01 UTC."
    )
    edit(first, by=ada, body="Changing is no posting.", version=1)
    say(discussion, bob)
    wait(clock, minutes=8)
    say(discussion, ada)


def test_slow_mode_gives_everybody_the_same_pause(
    discussion: Discussion, ada: Member, bob: Member, clock: time_machine.Traveller
) -> None:
    discussion.slow_seconds = 120
    say(discussion, ada)
    wait(clock, seconds=60)
    assert told(discussion, ada) == (
        "This discussion is in slow mode: everyone posts at most once in 2 minutes. "
        "Your text is kept: post it in 60 seconds, at 12:02:01 UTC."
    )
    say(discussion, bob)
    wait(clock, seconds=60)
    say(discussion, ada)


def test_slow_mode_holds_where_it_is_set_and_nowhere_else(
    discussion: Discussion, make_article: Callable[..., Article], ada: Member
) -> None:
    other = make_article(TRAM.replace("The tram that came back", "Another tram"), "other.txt")
    discussion.slow_seconds = 600
    say(discussion, ada)
    post(other.discussion, author=ada, body="Here I may.")
    told(discussion, ada)


def test_a_discussion_may_be_quicker_than_its_section(discussion: Discussion, ada: Member) -> None:
    SectionTerms.objects.create(section=discussion.article.section, slow_seconds=600)
    say(discussion, ada)
    told(discussion, ada)
    discussion.slow_seconds = 0
    post(discussion, author=ada, body="Here I may.")


def test_a_branch_with_reports_slows_down_until_they_are_decided(
    adas_comment: Comment,
    bobs_answer: Comment,
    ada: Member,
    bob: Member,
    nora: Member,
    mira: Member,
    clock: time_machine.Traveller,
) -> None:
    discussion = adas_comment.discussion
    wait(clock, seconds=10)
    post(discussion, author=ada, body="Nobody has complained yet.", to=bobs_answer)
    flagging.flag(adas_comment, by=nora, reason="abuse")
    flagging.flag(bobs_answer, by=nora, reason="abuse")
    wait(clock, seconds=10)
    assert "at most once in 4 minutes" in told(discussion, ada, to=bobs_answer)
    assert "at most once in 3 minutes" in told(discussion, ada, to=adas_comment)
    say(discussion, mira, to=bobs_answer)  # her first here
    post(discussion, author=ada, body="On the article there is no hurry to stop.")
    moderating.approve(adas_comment, by=mira)
    moderating.approve(bobs_answer, by=mira)
    say(discussion, ada, to=bobs_answer)


def test_a_heated_branch_lets_everybody_in_again_after_the_pause(
    adas_comment: Comment,
    bobs_answer: Comment,
    nora: Member,
    bob: Member,
    clock: time_machine.Traveller,
) -> None:
    flagging.flag(bobs_answer, by=nora, reason="abuse")
    told(adas_comment.discussion, bob, to=bobs_answer)
    wait(clock, minutes=3)
    say(adas_comment.discussion, bob, to=bobs_answer)
