import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError

from articles.models import Article
from forum import moderating
from forum.models import Comment, Discussion, Member, Notification, Status
from forum.posting import post, withdraw


def shown(member: Member) -> list[Comment]:
    # As the next page would ask for it: a member remembers their permissions.
    asking = Member.objects.get(pk=member.pk)
    told = Notification.objects.shown_to(asking).unread().order_by("pk")
    return [notification.comment for notification in told]


@pytest.fixture
def waiting(adas_comment: Comment, bob: Member) -> Comment:
    """An answer of Bob's to Ada where a moderator reads first."""
    adas_comment.discussion.mode = Discussion.Mode.PREMODERATED
    return post(adas_comment.discussion, author=bob, body="May I answer?", to=adas_comment)


def test_each_is_told_of_what_concerns_them(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member, mira: Member
) -> None:
    reply = post(adas_comment.discussion, author=ada, body="At which stop?", to=bobs_answer)
    assert (shown(ada), shown(bob), shown(mira)) == ([bobs_answer], [reply], [])


def test_what_waits_is_told_once_it_is_approved(
    waiting: Comment, ada: Member, mira: Member
) -> None:
    assert waiting.is_waiting
    assert shown(ada) == []
    moderating.approve(waiting, by=mira)
    assert shown(ada) == [waiting]


def test_what_is_rejected_is_not_told_until_it_is_published_after_all(
    waiting: Comment, ada: Member, mira: Member
) -> None:
    moderating.reject(waiting, by=mira, reason="Rude")
    assert shown(ada) == []
    moderating.restore(waiting, by=mira)
    assert shown(ada) == [waiting]


def test_what_is_removed_is_told_again_when_it_is_restored(
    bobs_answer: Comment, ada: Member, mira: Member
) -> None:
    moderating.remove(bobs_answer, by=mira, reason="Rude")
    assert shown(ada) == []
    moderating.restore(bobs_answer, by=mira)
    assert shown(ada) == [bobs_answer]


def test_what_its_author_withdrew_is_not_told(
    bobs_answer: Comment, ada: Member, bob: Member
) -> None:
    assert shown(ada) == [bobs_answer]
    withdraw(bobs_answer, by=bob)
    assert shown(ada) == []


def test_moderators_too_are_told_only_of_what_everybody_may_read(
    discussion: Discussion, bob: Member, mira: Member
) -> None:
    miras = post(discussion, author=mira, body="Stay with the trams, please.")
    answer = post(discussion, author=bob, body="Buy watches.", to=miras)
    assert shown(mira) == [answer]
    moderating.remove(answer, by=mira, reason="Spam")
    assert Comment.objects.visible_to(mira).filter(pk=answer.pk).exists()
    assert shown(mira) == []


def test_nobody_is_told_of_an_article_in_draft(bobs_answer: Comment, ada: Member) -> None:
    ada.is_staff = True
    ada.save()
    ada.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert shown(ada) == [bobs_answer]
    Article.objects.update(status=Article.Status.DRAFT)
    assert shown(ada) == []
    Article.objects.update(status=Article.Status.PUBLISHED)
    assert shown(ada) == [bobs_answer]


def test_what_is_hidden_stays_unread(
    adas_comment: Comment, bobs_answer: Comment, nora: Member, ada: Member, mira: Member
) -> None:
    noras = post(adas_comment.discussion, author=nora, body="Hello.", to=adas_comment)
    bobs_answer.become(Status.REMOVED, by=mira, reason="Rude")
    Notification.objects.shown_to(ada).mark_read()
    assert Notification.objects.get(comment=noras).read_at
    bobs_answer.become(Status.PUBLISHED, by=mira)
    assert shown(ada) == [bobs_answer]


def test_what_was_read_keeps_the_moment(bobs_answer: Comment, ada: Member) -> None:
    Notification.objects.shown_to(ada).mark_read()
    (read_at,) = Notification.objects.values_list("read_at", flat=True)
    Notification.objects.shown_to(ada).mark_read()
    assert Notification.objects.get().read_at == read_at


def test_nobody_is_told_twice_of_a_comment(bobs_answer: Comment, ada: Member, bob: Member) -> None:
    Notification.objects.create(member=bob, comment=bobs_answer, kind="quote")
    with pytest.raises(IntegrityError):
        Notification.objects.create(member=ada, comment=bobs_answer, kind="quote")


def test_the_database_knows_the_kinds(adas_comment: Comment, bob: Member, mira: Member) -> None:
    Notification.objects.create(member=bob, comment=adas_comment, kind="quote")
    with pytest.raises(IntegrityError):
        Notification.objects.create(member=mira, comment=adas_comment, kind="shout")
