from collections.abc import Callable

import pytest

from forum.mailing import choose, chosen_by, stop
from forum.models import Comment, Delivery, Member, Notification, Preference
from forum.notifying import tell

KINDS = Notification.Kind


def test_at_first_only_answers_and_mentions_come_by_mail(ada: Member) -> None:
    mailed = {kind for kind, way in chosen_by(ada).items() if way.is_by_mail}
    assert mailed == {KINDS.ANSWER, KINDS.MENTION}
    assert chosen_by(ada).keys() == set(KINDS.values)
    assert not Preference.objects.exists()


def test_a_choice_holds_until_the_next_one_and_for_its_member_only(
    ada: Member, bob: Member
) -> None:
    choose(ada, {KINDS.QUOTE: Delivery.DAILY})
    choose(ada, {KINDS.QUOTE: Delivery.WEEKLY, KINDS.REPORT: Delivery.OFF})
    assert chosen_by(ada)["quote"] == Delivery.WEEKLY
    assert chosen_by(ada)["report"] == Delivery.OFF
    assert chosen_by(ada)["answer"] == Delivery.AT_ONCE
    assert chosen_by(bob)["quote"] == Delivery.SITE


@pytest.mark.parametrize(
    ("scope", "stopped"),
    [("answer", {"answer"}), ("daily", {"quote", "report"}), ("weekly", set()), ("appeal", set())],
)
def test_stopping_stops_a_kind_or_a_digest_and_nothing_else(
    scope: str, stopped: set[str], ada: Member
) -> None:
    daily, off = Delivery.DAILY, Delivery.OFF
    choose(ada, {KINDS.QUOTE: daily, KINDS.REPORT: daily, KINDS.APPEAL: off})
    before = chosen_by(ada)
    stop(ada, scope)
    assert chosen_by(ada) == before | dict.fromkeys(stopped, Delivery.SITE)


def test_what_is_turned_off_is_not_told_on_the_site_either_until_it_is_turned_on_again(
    bobs_answer: Comment, ada: Member
) -> None:
    choose(ada, {KINDS.ANSWER: Delivery.OFF})
    assert not Notification.objects.shown_to(ada).exists()
    choose(ada, {KINDS.ANSWER: Delivery.SITE})
    assert Notification.objects.shown_to(ada).count() == 1


def test_that_there_are_mails_costs_those_who_post_no_query(
    bobs_answer: Comment, django_assert_num_queries: Callable[[int], object]
) -> None:
    Notification.objects.all().delete()
    with django_assert_num_queries(1):  # the notifications, which are what is to be mailed
        tell(bobs_answer, [])
    assert Notification.objects.get().due_at
