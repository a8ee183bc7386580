"""The desk's figures: a few days at a site, and what the page says of them."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import figures, moderating
from forum.models import (
    Action,
    Comment,
    Decision,
    Discussion,
    Kind,
    Member,
    Refusals,
    RuleVersion,
)
from forum.posting import post

PAGE = "/admin/queue/figures/"
WAITS = {10: moderating.reject, 20: moderating.approve, 90: moderating.reject}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """So that an hour ago is today, and yesterday a day ago."""
    with time_machine.travel(datetime(2026, 5, 3, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def days(discussion: Discussion, ada: Member, nora: Member, mira: Member) -> Discussion:
    """Ada posted two comments yesterday. Nora's three waited for ten, twenty and ninety minutes
    today: one was rejected, one approved, one rejected and undone."""
    for number in range(2):
        post(discussion, author=ada, body=f"Comment {number}.")
    Comment.objects.update(created_at=timezone.now() - timedelta(days=1))
    discussion.mode = Discussion.Mode.PREMODERATED
    for minutes, decide in WAITS.items():
        comment = post(discussion, author=nora, body=f"Waits {minutes}.")
        decision = decide(comment, by=mira, reason="As it happens")
        entered = decision.created_at - timedelta(minutes=minutes)
        Comment.objects.filter(pk=comment.pk).update(created_at=entered)
    moderating.undo(decision, by=mira)
    return discussion


def test_each_day_says_what_was_posted_held_and_removed(days: Discussion) -> None:
    told = figures.by_day()
    assert len(told) == figures.DAYS
    yesterday, today = told[-2:]
    assert (yesterday.posted, yesterday.held, yesterday.removed) == (2, 0, 0)
    assert today.held == 3
    assert today.removed == 1
    assert sum(day.posted for day in told) == 5
    assert today.median_wait == 20
    assert yesterday.median_wait is None


def test_each_moderator_has_a_load(days: Discussion) -> None:
    assert figures.load() == [{"name": "Mira", "decided": 3, "undone": 1}]


def test_what_is_older_does_not_count(days: Discussion) -> None:
    Comment.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert sum(day.posted for day in figures.by_day()) == 0


def test_the_page_draws_what_its_table_says(
    days: Discussion, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    page = as_member(mira).get(PAGE).content.decode()
    charts = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    assert [chart.count("<rect") for chart in charts][1:] == [1, 1, 1]
    assert "<title>" in charts[0]
    assert "style=" not in "".join(charts)
    assert re.search(r"<bdi>Mira</bdi></th><td>3</td><td>1</td>", page)
    assert "after 20 minutes (median)" in page


def test_each_rule_says_what_it_refused_and_how_right_it_was(
    discussion: Discussion,
    nora: Member,
    mira: Member,
    rule: Callable[..., RuleVersion],
    as_member: Callable[[Member], Client],
) -> None:
    rule(Kind.WORDS, Action.HOLD, entries="watches")
    rule(Kind.LINKS, Action.REFUSE, amount=1)
    rule(Kind.PACE, Action.REFUSE, amount=5, minutes=1)
    held = [post(discussion, author=nora, body=f"Watches, no. {number}.") for number in range(4)]
    for comment in held[:2]:
        moderating.reject(comment, by=mira, reason="Spam")
    moderating.approve(held[2], by=mira)
    for body in ("https://a.example https://b.example", "https://c.example https://d.example"):
        with pytest.raises(ValidationError):
            post(discussion, author=nora, body=body)
    post(discussion, author=nora, body="The fifth.")
    with pytest.raises(ValidationError, match="limit of 5 comments"):
        post(discussion, author=nora, body="The sixth.")
    told = {rule.kind: tally for rule, tally in figures.by_rule()}
    words = told[Kind.WORDS]
    assert (words.refused, words.found, words.taken_down, words.kept) == (0, 4, 2, 1)
    assert words.precision == 67
    assert (told[Kind.LINKS].refused, told[Kind.PACE].refused) == (2, 1)
    page = as_member(mira).get(PAGE).content.decode()
    numbers = "<td>4</td><td>2</td><td>1</td><td>0</td>"
    assert re.search(rf"Rule 1</bdi></a></th><td><svg .*?</svg> 67 %</td>{numbers}", page)
    assert "Rule 2</bdi></a></th><td>–</td><td>0</td><td>0</td><td>0</td><td>2</td>" in page
    assert "a.example" not in str(list(Refusals.objects.values()))


def test_the_page_costs_the_same_few_queries_however_much_was_decided(
    days: Discussion, nora: Member, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_member(mira).get(PAGE)
        return len(asked)

    few = queries()
    for number in range(5):
        comment = post(days, author=nora, body=f"One more, no. {number}.")
        moderating.reject(comment, by=mira, reason="Spam")
    assert Decision.objects.count() > 10
    assert queries() == few
