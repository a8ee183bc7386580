"""What members follow, and what they hear of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from forum import following, mailing, moderating
from forum.following import follow, stop
from forum.models import (
    Comment,
    Delivery,
    Discussion,
    Follow,
    Member,
    Notification,
    Status,
    Telling,
)
from forum.posting import edit, post, withdraw
from tests.conftest import take_offline
from tests.forum.test_notifying import told

Kind = Notification.Kind


def tell_all() -> None:
    """Does what is left to do behind the pages."""
    while following.tell_next():
        pass


def heard(member: Member) -> list[Comment]:
    shown = Notification.objects.shown_to(Member.objects.get(pk=member.pk)).unread()
    return [row.comment for row in shown.order_by("pk")]


def say(discussion: Discussion, author: Member, to: Comment | None = None) -> Comment:
    body = f"Remark {Comment.objects.count()} of {author}."
    return post(discussion, author=author, body=body, to=to)


def test_who_follows_a_discussion_hears_of_what_others_say_there(
    discussion: Discussion, ada: Member, bob: Member, nora: Member
) -> None:
    follow(discussion, by=nora)
    said = [say(discussion, ada), say(discussion, bob)]
    say(discussion, nora)
    assert heard(nora) == []
    tell_all()
    assert heard(nora) == said
    assert not Telling.objects.exists()


def test_who_follows_a_branch_hears_of_what_stands_below_it(
    adas_comment: Comment, bobs_answer: Comment, nora: Member, mira: Member
) -> None:
    discussion = adas_comment.discussion
    follow(bobs_answer, by=nora)
    below = say(discussion, adas_comment.author, to=bobs_answer)
    deeper = say(discussion, mira, to=below)
    say(discussion, mira, to=adas_comment)
    say(discussion, mira)
    tell_all()
    assert heard(nora) == [below, deeper]


def test_who_follows_a_root_hears_of_its_whole_thread(
    adas_comment: Comment, bobs_answer: Comment, nora: Member, mira: Member
) -> None:
    follow(adas_comment, by=nora)
    said = [say(adas_comment.discussion, mira, to=to) for to in (adas_comment, bobs_answer)]
    tell_all()
    assert heard(nora) == said


def test_who_follows_a_member_or_a_section_hears_of_every_discussion(
    discussion: Discussion,
    make_article: Callable[..., Article],
    ada: Member,
    bob: Member,
    nora: Member,
    mira: Member,
) -> None:
    elsewhere = make_article("Another\n\nMarch 4, 2026\n\nBy A. Body\n\nWords.\n", "other.txt")
    follow(ada, by=nora)
    follow(discussion.article.section, by=mira)
    adas = [say(discussion, ada), say(elsewhere.discussion, ada)]
    bobs = [say(discussion, bob), say(elsewhere.discussion, bob)]
    tell_all()
    assert (heard(nora), heard(mira)) == (adas, [adas[0], bobs[0]])


def test_nobody_follows_without_asking_for_it(
    discussion: Discussion, adas_comment: Comment, bobs_answer: Comment
) -> None:
    assert not Follow.objects.exists()
    assert not Telling.objects.exists()


def test_each_hears_once_for_the_strongest_reason(
    adas_comment: Comment, bobs_answer: Comment, lena: Member, nora: Member
) -> None:
    discussion = adas_comment.discussion
    ada, bob = adas_comment.author, bobs_answer.author
    for member in (ada, bob, lena, nora):
        follow(discussion, by=member)
    follow(adas_comment, by=nora)
    said = post(
        discussion, author=lena, body=f"@Bob\n\n> {bobs_answer.text}\n\nOh.", to=adas_comment
    )
    tell_all()
    assert told(said) == {"Ada": Kind.ANSWER, "Bob": Kind.MENTION, "Nora": Kind.FOLLOWED}
    row = Notification.objects.get(member=nora)
    assert row.follow
    assert row.follow.branch == adas_comment


def test_the_author_hears_of_comments_on_their_article_once_and_not_of_their_own(
    discussion: Discussion, lena: Member, ada: Member
) -> None:
    follow(discussion, by=lena)
    said = say(discussion, ada)
    say(discussion, lena)
    tell_all()
    assert {row.kind for row in Notification.objects.all()} == {Kind.ARTICLE}
    assert heard(lena) == [said]


def test_what_waits_is_told_when_it_appears(
    discussion: Discussion, ada: Member, nora: Member, lena: Member, mira: Member
) -> None:
    follow(discussion, by=nora)
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = say(discussion, ada)
    tell_all()
    assert not Notification.objects.filter(comment=waiting, member__in=[nora, lena]).exists()
    moderating.approve(waiting, by=mira)
    tell_all()
    assert heard(nora) == heard(lena) == [waiting]


@pytest.mark.parametrize("is_told_before", [True, False])
@pytest.mark.parametrize("deed", ["removed", "withdrawn", "hidden", "offline"])
def test_what_is_taken_away_before_it_was_read_is_not_told(
    deed: str,
    is_told_before: bool,
    discussion: Discussion,
    ada: Member,
    nora: Member,
    lena: Member,
    mira: Member,
) -> None:
    follow(discussion, by=nora)
    said = say(discussion, ada)
    if is_told_before:
        tell_all()
        assert heard(nora) == heard(lena) == [said]
    match deed:
        case "removed":
            moderating.remove(said, by=mira, reason="Rude")
        case "withdrawn":
            withdraw(said, by=ada)
        case "hidden":
            said.become(Status.HIDDEN, by=None)
        case "offline":
            take_offline(discussion.article)
    tell_all()
    assert heard(nora) == heard(lena) == []


def test_what_comes_back_is_told_to_those_who_followed_then_and_once(
    discussion: Discussion, ada: Member, nora: Member, bob: Member, mira: Member
) -> None:
    follow(discussion, by=nora)
    said = say(discussion, ada)
    moderating.remove(said, by=mira, reason="Rude")
    tell_all()
    follow(discussion, by=bob)
    moderating.restore(said, by=mira)
    tell_all()
    assert (heard(nora), heard(bob)) == ([said], [])
    moderating.undo_last(said, by=mira)
    moderating.restore(said, by=mira)
    tell_all()
    assert heard(nora) == [said]


def test_who_follows_no_more_hears_no_more_of_it_at_all(
    discussion: Discussion, ada: Member, nora: Member
) -> None:
    follow(discussion, by=nora)
    say(discussion, ada)
    tell_all()
    say(discussion, ada)
    stop(discussion, by=nora)
    tell_all()
    assert heard(nora) == []


def test_an_edit_that_mentions_a_follower_tells_them_so_and_back(
    adas_comment: Comment, nora: Member, bob: Member, discussion: Discussion
) -> None:
    say(discussion, nora)
    follow(discussion, by=nora)
    said = post(discussion, author=bob, body="See?")
    tell_all()
    assert told(said) == {"Nora": Kind.FOLLOWED}
    edit(said, by=bob, body="@Nora, see?", version=1)
    assert told(said) == {"Nora": Kind.MENTION}
    edit(said, by=bob, body="See!", version=2)
    tell_all()
    assert told(said) == {"Nora": Kind.FOLLOWED}


def test_many_are_told_in_parts_and_whoever_is_killed_between_them_leaves_none_out(
    discussion: Discussion,
    ada: Member,
    make_member: Callable[..., Member],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "BATCH", 2)
    readers = [make_member(f"Reader {letter}") for letter in "abcde"]
    for reader in readers:
        follow(discussion, by=reader)
        follow(ada, by=reader)
    said = say(discussion, ada)
    assert following.tell_next()
    asked = Telling.objects.get()
    assert 0 < Notification.objects.count() < 5
    assert asked.told_up_to
    assert Telling.objects.claim()  # and killed
    assert not following.tell_next()
    Telling.objects.update(due_at=timezone.now())
    tell_all()
    assert [heard(reader) for reader in readers] == [[said]] * 5
    assert {row.follow.discussion for row in Notification.objects.all() if row.follow} == {
        discussion
    }


def test_only_those_who_want_mail_are_looked_after_by_it(
    discussion: Discussion, ada: Member, bob: Member, nora: Member
) -> None:
    for member in (bob, nora):
        follow(discussion, by=member)
    mailing.choose(nora, {Kind.FOLLOWED: Delivery.DAILY})
    say(discussion, ada)
    tell_all()
    assert Notification.objects.get(member=bob).due_at is None
    assert Notification.objects.get(member=nora).due_at


def test_posting_where_nobody_listens_costs_one_question_more(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    with CaptureQueriesContext(connection) as queries:
        say(discussion, ada)
    asked = [query["sql"] for query in queries if "forum_follow" in query["sql"]]
    assert len(asked) == 1
    assert not [query for query in queries if "forum_telling" in query["sql"]]


@pytest.mark.parametrize("number", [1, 6])
def test_posting_costs_the_same_however_many_listen(
    number: int, discussion: Discussion, ada: Member, make_member: Callable[..., Member]
) -> None:
    for index in range(number):
        follow(discussion, by=make_member(f"Reader {chr(97 + index) * 3}"))
    with CaptureQueriesContext(connection) as queries:
        say(discussion, ada)
    asked = [q for q in queries if "forum_follow" in q["sql"] or "forum_telling" in q["sql"]]
    assert len(asked) == 2


def test_what_was_told_of_what_one_follows_is_kept_for_a_time(
    discussion: Discussion, ada: Member, nora: Member, bobs_answer: Comment
) -> None:
    follow(discussion, by=nora)
    said = [say(discussion, ada) for _ in range(2)]
    tell_all()
    long_ago = timezone.now() - timedelta(days=91)
    Notification.objects.exclude(comment=said[1]).update(created_at=long_ago)
    assert Notification.objects.sweep()
    assert not Notification.objects.sweep()
    assert heard(nora) == [said[1]]
    assert heard(ada) == [bobs_answer]


def test_a_follow_is_of_one_thing_once_and_not_of_oneself(
    discussion: Discussion, adas_comment: Comment, nora: Member
) -> None:
    assert follow(discussion, by=nora) == follow(discussion, by=nora)
    for wrong in (
        {},
        {"discussion": discussion, "branch": adas_comment},
        {"discussion": discussion},
        {"writer": nora},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(member=nora, **wrong)
