"""Moderators and editors decide while others do, or while people answer in the same threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from forum import correcting, moderating
from forum.counting import wrong_counts
from forum.highlighting import highlight
from forum.models import (
    Comment,
    Decision,
    Discussion,
    EditorsAnswer,
    Highlight,
    Member,
)
from forum.posting import post

NUMBER = 40


@pytest.fixture
def threads(discussion: Discussion, ada: Member) -> list[Comment]:
    return [post(discussion, author=ada, body=f"Thread {number}.") for number in range(NUMBER)]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each brings, or why it failed."""

    def do(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(do, act) for act in acts]]


@pytest.mark.usefixtures("committed_db")
def test_a_batch_and_people_who_answer_do_not_get_in_each_others_way(
    discussion: Discussion, threads: list[Comment], ada: Member, bob: Member, mira: Member
) -> None:
    below = [post(discussion, author=ada, body="Below.", to=thread) for thread in threads]

    def answer() -> None:
        for thread in reversed(threads):
            post(discussion, author=bob, body=f"Answer to {thread.pk}.", to=thread)

    def decide() -> moderating.Batch:
        return moderating.decide_together(moderating.remove, below, by=mira, reason="Spam")

    _, batch = at_once(answer, decide)
    assert len(batch.decisions) == NUMBER
    assert Comment.objects.filter(author=bob).count() == NUMBER
    assert list(wrong_counts()) == []


@pytest.mark.usefixtures("committed_db")
def test_of_two_moderators_at_once_one_decides_and_the_other_is_told(
    threads: list[Comment], mira: Member, make_member: Callable[..., Member]
) -> None:
    max_ = make_member("Max")

    def decide(by: Member) -> Callable[[], moderating.Batch]:
        told = {"by": by, "reason": f"So says {by}", "seen": 0}
        return lambda: moderating.decide_together(moderating.remove, threads, **told)

    first, second = at_once(decide(mira), decide(max_))
    assert len(first.decisions) + len(second.decisions) == NUMBER
    assert len(first.refusals) + len(second.refusals) == NUMBER
    assert Decision.objects.count() == NUMBER
    assert list(wrong_counts()) == []


@pytest.mark.usefixtures("committed_db")
def test_of_those_who_pin_at_once_three_succeed_while_others_answer(
    discussion: Discussion, threads: list[Comment], bob: Member, lena: Member
) -> None:
    some = threads[:8]

    def answer() -> None:
        for thread in some * 3:
            post(discussion, author=bob, body=f"{Comment.objects.count()} answers.", to=thread)

    def pin(comment: Comment) -> bool:
        try:
            highlight(Comment.objects.get(pk=comment.pk), Highlight.Kind.PIN, by=lena)
        except ValidationError:
            return False
        return True

    _, *pinned = at_once(answer, *(partial(pin, comment) for comment in some))
    assert sum(pinned) == Highlight.objects.count() == 3
    assert Comment.objects.filter(author=bob).count() == 24
    assert list(wrong_counts()) == []


@pytest.mark.usefixtures("committed_db")
def test_of_two_editors_at_once_one_answers_and_the_other_is_told(
    discussion: Discussion, ada: Member, edith: Member, make_member: Callable[..., Member]
) -> None:
    body = "> Nobody had counted who missed it.\n\nNot even the driver?"
    asked = post(discussion, author=ada, body=body, asks="fact")
    place = {"version": discussion.article.current, "passage": 1}

    def answer(by: Member) -> Callable[[], str]:
        def try_to() -> str:
            try:
                correcting.answer([asked], by=by, kind="stands", words=f"So says {by}", **place)
            except ValidationError as error:
                return error.messages[0]
            return "answered"

        return try_to

    said = sorted(at_once(answer(edith), answer(make_member("Max"))))
    assert said == [correcting.SEVERAL, "answered"]
    assert EditorsAnswer.objects.count() == 1
