from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forum import mailing, moderating, posting
from forum.models import AnswersFeed, Comment, Mail, Member, Notification, Visit
from forum.muting import mute, unmute

AsMember = Callable[[Member], Client]
LINE = "A comment by someone you muted"


@pytest.fixture
def address(bobs_answer: Comment) -> str:
    return bobs_answer.discussion.article.get_absolute_url()


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_comments_of_a_muted_member_become_a_line_for_who_mutes_them(
    address: str, bobs_answer: Comment, bob: Member, nora: Member, mira: Member, as_member: AsMember
) -> None:
    mute(bob, by=nora)
    pages = {
        who: read(client, address)
        for who, client in {
            "nora": as_member(nora),
            "bob": as_member(bob),
            "mira": as_member(mira),
            "a guest": Client(),
        }.items()
    }
    assert [name for name, page in pages.items() if LINE in page] == ["nora"]
    assert pages["nora"].count(LINE) == 1
    assert f'id="{bobs_answer.anchor}"' in pages["nora"]
    unmute(bob, by=nora)
    assert LINE not in read(as_member(nora), address)


def test_answers_to_a_muted_member_keep_their_place(
    address: str, bobs_answer: Comment, bob: Member, ada: Member, nora: Member, as_member: AsMember
) -> None:
    answer = posting.post(bobs_answer.discussion, author=ada, body="I disagree.", to=bobs_answer)
    mute(bob, by=nora)
    page = read(as_member(nora), address)
    places = [page.index(f'id="{each.anchor}"') for each in (bobs_answer, answer)]
    assert places == sorted(places)
    assert page.count(LINE) == 1


@pytest.mark.parametrize(
    "door",
    [
        "{article}?by=Bob",
        "/comments/{pk}/thread/",
        "{article}news/?of={pk}",
        "{article}new/?since=week",
    ],
)
def test_a_line_stands_for_them_wherever_a_discussion_is_read(
    door: str,
    address: str,
    bobs_answer: Comment,
    ada: Member,
    bob: Member,
    nora: Member,
    as_member: AsMember,
) -> None:
    posting.post(bobs_answer.discussion, author=ada, body="I disagree.", to=bobs_answer)
    door = door.format(article=address, pk=bobs_answer.pk)
    assert bobs_answer.text in read(as_member(nora), door)
    mute(bob, by=nora)
    assert LINE in read(as_member(nora), door)


def test_who_moderates_and_mutes_still_finds_everything_in_the_queue(
    adas_comment: Comment, ada: Member, mira: Member, as_member: AsMember
) -> None:
    mute(ada, by=mira)
    assert LINE in read(as_member(mira), adas_comment.discussion.article.get_absolute_url())
    queue = read(as_member(mira), "/admin/queue/?list=all")
    assert adas_comment.text in queue
    assert LINE not in queue


def test_muting_asks_nothing_more_for_each_comment(
    address: str, bobs_answer: Comment, bob: Member, nora: Member, as_member: AsMember
) -> None:
    client = as_member(nora)

    def number() -> int:
        read(client, address)
        with CaptureQueriesContext(connection) as queries:
            read(client, address)
        return len(queries)

    number()
    posting.post(bobs_answer.discussion, author=bob, body="New to her.", to=bobs_answer)
    before = number()
    mute(bob, by=nora)
    for each in range(3):
        posting.post(bobs_answer.discussion, author=bob, body=f"Once more, {each}.", to=bobs_answer)
    assert number() == before


def test_nothing_tells_of_a_muted_member(
    adas_comment: Comment, ada: Member, bob: Member, as_member: AsMember, settings, mailoutbox
) -> None:
    settings.SITE_URL = "https://talk.example.org"
    now = timezone.now()
    Visit.objects.create(member=ada, discussion=adas_comment.discussion, since=now, seen=now)
    feed = f"/answers/{AnswersFeed.objects.renew(ada).token}/feed.xml"
    mute(bob, by=ada)
    posting.post(adas_comment.discussion, author=bob, body="Hear me!", to=adas_comment)
    Notification.objects.update(due_at=now - timedelta(minutes=1))
    while mailing.gather_next() or mailing.send_next():
        pass
    assert mailoutbox == []
    assert not Mail.objects.exists()
    for page in ("/", "/notifications/", "/discussions/", feed):
        html = read(as_member(ada), page)
        assert "Hear me!" not in html
        assert "1 new" not in html
        assert "1 unread" not in html
    unmute(bob, by=ada)
    assert "Hear me!" in read(as_member(ada), "/notifications/")
    assert "Hear me!" in read(Client(), feed)


def test_a_mail_that_was_made_before_is_not_sent(
    adas_comment: Comment, ada: Member, bob: Member, settings, mailoutbox
) -> None:
    settings.SITE_URL = "https://talk.example.org"
    posting.post(adas_comment.discussion, author=bob, body="Hear me!", to=adas_comment)
    Notification.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert mailing.gather_next()
    mute(bob, by=ada)
    assert mailing.send_next()
    assert mailoutbox == []
    assert Mail.objects.get().state == Mail.State.SKIPPED


def test_a_mail_does_not_repeat_what_a_muted_member_said(
    bobs_answer: Comment, ada: Member, bob: Member, nora: Member, settings, mailoutbox
) -> None:
    settings.SITE_URL = "https://talk.example.org"
    mute(bob, by=ada)
    discussion = bobs_answer.discussion
    posting.post(discussion, author=nora, body="@Ada should read this.", to=bobs_answer)
    Notification.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert mailing.gather_next()
    assert mailing.send_next()
    (mail,) = mailoutbox
    assert "should read this." in mail.body
    assert bobs_answer.text not in mail.body


def test_what_moderators_decide_is_told_although_one_mutes_them(
    adas_comment: Comment, ada: Member, mira: Member, as_member: AsMember
) -> None:
    mute(mira, by=ada)
    moderating.remove(adas_comment, by=mira, reason="Off topic")
    assert "Off topic" in read(as_member(ada), "/notifications/")


def test_nobody_mutes_themselves_or_everybody(
    ada: Member, bob: Member, nora: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PermissionDenied):
        mute(ada, by=ada)
    monkeypatch.setattr("forum.muting.MOST", 1)
    mute(bob, by=ada)
    mute(bob, by=ada)
    with pytest.raises(ValidationError):
        mute(nora, by=ada)
    assert ada.muted == {bob.pk}
