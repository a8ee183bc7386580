"""How far members have read, and what is new to them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from forum import moderating, posting, visiting
from forum.models import Comment, Discussion, Member, Status, Visit
from forum.working import work_off
from tests.conftest import TRAM

HALF_AN_HOUR, MINUTE = timedelta(minutes=30), timedelta(minutes=1)


def left(member: Member, discussion: Discussion, ago: timedelta) -> datetime:
    """The member looked last that long ago; returns when that was."""
    at = timezone.now() - ago
    visit = visiting.look(discussion, by=member)
    Visit.objects.filter(member=member, discussion=discussion).update(
        since=min(visit.since, at), seen=at
    )
    return at


def new_to(member: Member, discussion: Discussion) -> list[str]:
    new = visiting.new(member.visits.filter(discussion=discussion), to=member)
    return list(new.order_by("pk").values_list("text", flat=True))


def test_to_who_was_never_here_nothing_is_new(bobs_answer: Comment, nora: Member) -> None:
    assert new_to(nora, bobs_answer.discussion) == []
    visiting.look(bobs_answer.discussion, by=nora)
    assert new_to(nora, bobs_answer.discussion) == []


def test_what_others_say_after_the_first_look_is_new_and_ones_own_never_is(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    visiting.look(discussion, by=ada)
    posting.post(discussion, author=bob, body="Have you seen it?")
    posting.post(discussion, author=ada, body="I have.")
    assert new_to(ada, discussion) == ["Have you seen it?"]
    assert new_to(bob, discussion) == []


def test_half_an_hour_after_the_last_look_another_visit_begins(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    visiting.look(discussion, by=ada)
    posting.post(discussion, author=bob, body="Before.")
    before_half_an_hour = left(ada, discussion, HALF_AN_HOUR - MINUTE)
    assert visiting.look(discussion, by=ada).since <= before_half_an_hour
    assert new_to(ada, discussion) == ["Before."]
    last = left(ada, discussion, HALF_AN_HOUR + MINUTE)
    Comment.objects.update(appeared_at=last - MINUTE)
    posting.post(discussion, author=bob, body="While she was away.")
    assert visiting.look(discussion, by=ada).since == last
    assert new_to(ada, discussion) == ["While she was away."]


def test_what_was_shown_live_is_not_new_on_the_next_visit(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    visiting.look(discussion, by=ada)
    left(ada, discussion, HALF_AN_HOUR + MINUTE)
    shown = posting.post(discussion, author=bob, body="Shown live.")
    posting.post(discussion, author=bob, body="In a thread that she didn’t open.")
    visiting.read_some(discussion, [shown.pk], by=ada)
    visiting.look(discussion, by=ada)
    assert new_to(ada, discussion) == ["In a thread that she didn’t open."]
    left(ada, discussion, HALF_AN_HOUR + MINUTE)
    Comment.objects.update(appeared_at=timezone.now() - 2 * HALF_AN_HOUR)
    visiting.look(discussion, by=ada)
    assert new_to(ada, discussion) == []
    assert not Visit.read.through.objects.exists()


def test_nobody_reads_live_what_is_not_there(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    visiting.look(discussion, by=ada)
    waiting = posting.post(discussion, author=bob, body="Soon.")
    Comment.objects.filter(pk=waiting.pk).update(status=Status.WAITING)
    visiting.read_some(discussion, [waiting.pk, 10**14], by=ada)
    Comment.objects.filter(pk=waiting.pk).update(status=Status.PUBLISHED)
    assert new_to(ada, discussion) == ["Soon."]


def test_looking_again_within_a_minute_writes_nothing(discussion: Discussion, ada: Member) -> None:
    visiting.look(discussion, by=ada)
    with CaptureQueriesContext(connection) as queries:
        visiting.look(discussion, by=ada)
    assert [query["sql"][:6] for query in queries] == ["SELECT"]
    left(ada, discussion, 2 * MINUTE)
    visiting.look(discussion, by=ada)
    assert timezone.now() - Visit.objects.get(member=ada).seen < MINUTE


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="Others don't lock the database.")
def test_who_reads_does_not_wait_for_who_writes(
    committed_db: None, make_article: Callable[[], Article], make_member: Callable[..., Member]
) -> None:
    discussion, ada = make_article().discussion, make_member("Ada")
    last = left(ada, discussion, HALF_AN_HOUR + MINUTE)
    writes, has_read = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            writes.set()
            has_read.wait(10)
        connection.close()

    writer = Thread(target=write)
    writer.start()
    writes.wait(10)
    begun = timezone.now()
    visit = visiting.look(discussion, by=ada)
    took = timezone.now() - begun
    has_read.set()
    writer.join()
    assert took < timedelta(seconds=5)  # others wait for twenty
    assert visit.seen == Visit.objects.get(member=ada).seen == last
    assert visiting.look(discussion, by=ada).since == last


def test_a_comment_that_waited_is_new_when_it_is_approved(
    discussion: Discussion, ada: Member, bob: Member, mira: Member
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = posting.post(discussion, author=bob, body="May I?")
    visiting.look(discussion, by=ada)
    assert new_to(ada, discussion) == []
    moderating.approve(waiting, by=mira)
    assert new_to(ada, discussion) == ["May I?"]


def test_what_is_removed_does_not_count_and_is_as_old_as_before_when_it_comes_back(
    discussion: Discussion, ada: Member, bob: Member, mira: Member
) -> None:
    old = posting.post(discussion, author=bob, body="Old.")
    visiting.look(discussion, by=ada)
    new = posting.post(discussion, author=bob, body="New.")
    for comment in (old, new):
        moderating.remove(comment, by=mira, reason="Spam")
    assert new_to(ada, discussion) == []
    for comment in (old, new):
        moderating.restore(comment, by=mira)
    assert new_to(ada, discussion) == ["New."]


def test_what_was_published_before_anybody_counted_stays_old(
    adas_comment: Comment, bob: Member, mira: Member
) -> None:
    visiting.look(adas_comment.discussion, by=bob)
    Comment.objects.filter(pk=adas_comment.pk).update(appeared_at=None, status=Status.HIDDEN)
    moderating.approve(adas_comment, by=mira)
    assert new_to(bob, adas_comment.discussion) == []


def test_what_is_imported_is_not_new(
    article: Article, ada: Member, make_article: Callable[..., Article]
) -> None:
    visiting.look(article.discussion, by=ada)
    make_article(f"{TRAM}\nComments\n\nHal Berg\nMarch 4, 2026\nAbout time.\n")
    assert new_to(ada, article.discussion) == []


def test_all_is_read_up_to_what_the_page_showed(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    visiting.look(discussion, by=ada)
    posting.post(discussion, author=bob, body="On the page.")
    page = timezone.now()
    posting.post(discussion, author=bob, body="After it.")
    visiting.read_all(discussion, by=ada, until=page)
    assert new_to(ada, discussion) == ["After it."]
    visiting.read_all(discussion, by=ada, until=timezone.now())
    assert new_to(ada, discussion) == []


def test_a_branch_is_read_with_all_answers_and_nothing_beside_it(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member, nora: Member
) -> None:
    discussion = adas_comment.discussion
    for reader in (nora, ada):
        visiting.look(discussion, by=reader)
    answer = posting.post(discussion, author=bob, body="Below.", to=bobs_answer)
    posting.post(discussion, author=bob, body="Below that.", to=answer)
    posting.post(discussion, author=bob, body="Beside.", to=adas_comment)
    page = timezone.now()
    posting.post(discussion, author=bob, body="Later.", to=answer)
    visiting.read_branch(bobs_answer, by=nora, until=page)
    assert new_to(nora, discussion) == ["Beside.", "Later."]
    assert len(new_to(ada, discussion)) == 4
    visiting.read_branch(adas_comment, by=nora, until=timezone.now())
    assert new_to(nora, discussion) == []


def test_with_the_next_visit_nothing_is_left_of_what_was_marked(
    adas_comment: Comment, bob: Member
) -> None:
    visiting.look(adas_comment.discussion, by=bob)
    Visit.objects.update(since=timezone.now() - timedelta(days=1))
    visiting.read_branch(adas_comment, by=bob, until=timezone.now())
    assert Visit.objects.get().read.count() == 1
    Comment.objects.update(appeared_at=timezone.now() - 2 * HALF_AN_HOUR)
    left(bob, adas_comment.discussion, HALF_AN_HOUR + MINUTE)
    visiting.look(adas_comment.discussion, by=bob)
    assert Visit.objects.get().read.count() == 0


def test_visits_are_forgotten_after_a_year_and_with_their_member(
    discussion: Discussion, ada: Member, bob: Member, nora: Member
) -> None:
    left(ada, discussion, timedelta(days=364))
    left(bob, discussion, timedelta(days=366))
    left(nora, discussion, MINUTE)
    work_off()
    assert set(Visit.objects.values_list("member__name", flat=True)) == {"Ada", "Nora"}
    nora.delete()
    assert Visit.objects.get().member == ada
