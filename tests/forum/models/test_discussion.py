"""When a discussion is open, and what is said of it when it isn't."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from articles.models import Article
from forum.models import Comment, Discussion, Member, SectionTerms
from forum.posting import edit, post
from tests.conftest import TRAM

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
Mode = Discussion.Mode


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def in_days(number: float) -> datetime:
    return NOW + timedelta(days=number)


@pytest.fixture
def section(discussion: Discussion) -> SectionTerms:
    return SectionTerms.objects.create(section=discussion.article.section)


def fresh(discussion: Discussion) -> Discussion:
    """As another request finds it."""
    return Discussion.objects.select_related("article__section__terms").get(pk=discussion.pk)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, ""),
        ({"mode": Mode.PREMODERATED}, ""),
        ({"mode": Mode.CLOSED}, "This discussion is closed. You can still read it."),
        ({"mode": Mode.READ_ONLY}, "This discussion can only be read."),
        ({"opens_at": in_days(2)}, "This discussion opens on 5 May 2026 at 12:00 UTC."),
        ({"opens_at": in_days(-1), "closes_at": in_days(1)}, ""),
        (
            {"closes_at": in_days(-1)},
            "This discussion closed on 2 May 2026 at 12:00 UTC. You can still read it.",
        ),
        (
            {"open_days": 61},  # it appeared on 3 March
            "This discussion closed on 3 May 2026, 61 days after the article appeared. "
            "You can still read it.",
        ),
        ({"open_days": 62}, ""),
        ({"open_days": 0, "quiet_days": 0, "slow_seconds": 0}, ""),
        (
            {"quiet_days": 1},
            "This discussion closed on 4 March 2026, after 1 day without a comment. "
            "You can still read it.",
        ),
        ({"quiet_days": 1, "opens_at": in_days(-0.5)}, ""),
        (
            {"opens_at": in_days(2), "mode": Mode.CLOSED},
            "This discussion is closed. You can still read it.",
        ),
    ],
)
def test_a_discussion_says_why_nobody_can_write_in_it(
    said: dict[str, Any], sentence: str, discussion: Discussion, ada: Member
) -> None:
    Discussion.objects.filter(pk=discussion.pk).update(**said)
    discussion = fresh(discussion)
    assert discussion.why_closed == sentence
    assert discussion.is_closed == bool(sentence)
    if sentence:
        with pytest.raises(ValidationError) as refused:
            post(discussion, author=ada, body="May I?")
        assert (refused.value.code, refused.value.messages) == ("closed", [sentence])
    else:
        post(discussion, author=ada, body="I may.")


def test_every_comment_keeps_a_discussion_open_for_some_days(
    discussion: Discussion, ada: Member, bob: Member, noon: time_machine.Traveller
) -> None:
    Discussion.objects.filter(pk=discussion.pk).update(quiet_days=62)
    comment = post(fresh(discussion), author=ada, body="Just in time.")
    noon.shift(timedelta(days=60, hours=23))
    answer = post(fresh(discussion), author=bob, body="Just in time too.", to=comment)
    noon.shift(timedelta(days=62))
    assert "3 September 2026, after 62 days without" in fresh(discussion).why_closed
    with pytest.raises(ValidationError):
        edit(Comment.objects.get(pk=answer.pk), by=bob, body="Too late.", version=1)


def test_where_nothing_is_set_the_section_decides(
    discussion: Discussion, section: SectionTerms
) -> None:
    SectionTerms.objects.update(mode=Mode.CLOSED, slow_seconds=60)
    assert fresh(discussion).is_closed
    Discussion.objects.update(mode=Mode.OPEN, slow_seconds=0)
    assert not fresh(discussion).is_closed
    assert not fresh(discussion).pause
    SectionTerms.objects.update(closes_at=in_days(-1))
    assert fresh(discussion).is_closed
    Discussion.objects.update(closes_at=in_days(1))
    assert not fresh(discussion).is_closed


def test_other_sections_and_articles_without_one_are_none_of_its_business(
    section: SectionTerms, make_article: Callable[..., Article]
) -> None:
    SectionTerms.objects.update(mode=Mode.CLOSED)
    other = make_article(TRAM.replace("Cities", "Energy").replace("came back", "left"), "b.txt")
    assert not fresh(other.discussion).is_closed
    Article.objects.filter(pk=other.pk).update(section=None)
    assert not fresh(other.discussion).is_closed


def test_it_counts_down_to_what_comes_next(discussion: Discussion) -> None:
    discussion.opens_at, discussion.closes_at = in_days(1), in_days(2)
    assert discussion.counts_down_to == in_days(1)
    discussion.opens_at = in_days(-1)
    assert discussion.counts_down_to == in_days(2)
    assert discussion.closes_soon
    discussion.closes_at = in_days(9)
    assert not discussion.closes_soon
    discussion.mode = Mode.CLOSED
    assert discussion.counts_down_to is None
    discussion.mode = Mode.OPEN
    discussion.opens_at, discussion.closes_at = in_days(1), in_days(-1)  # one is the section's
    assert discussion.counts_down_to is None
    assert "closed on" in discussion.why_closed


def test_an_article_of_unknown_date_appeared_when_it_came_in(discussion: Discussion) -> None:
    Article.objects.update(published_on=None)
    Discussion.objects.update(open_days=1)
    assert fresh(discussion).closing == in_days(1)
    Article.objects.update(published_on=date(2026, 5, 1))
    assert fresh(discussion).is_closed


def test_nothing_closes_before_it_opens(discussion: Discussion) -> None:
    discussion.opens_at, discussion.closes_at = in_days(2), in_days(1)
    with pytest.raises(ValidationError, match="close after it opens"):
        discussion.full_clean()
    discussion.closes_at = in_days(3)
    discussion.full_clean()
