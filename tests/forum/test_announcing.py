"""How those who follow a section hear of what is new there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import Article
from forum import following, mailing
from forum.following import NEWS_FOR, announce_next, follow
from forum.mailing import gather_next, send_next
from forum.models import AuthorAccount, Delivery, Member, Notification
from tests.conftest import TRAM, take_offline
from tests.forum.views.test_notifications import bell, words_of

Open = Callable[[Member], Client]
Make = Callable[..., Article]
Kind = Notification.Kind


def announce_all() -> None:
    while announce_next():
        pass


@pytest.fixture
def piece(article: Article, make_article: Make, nora: Member) -> Article:
    """An article of today in the section that Nora follows."""
    announce_all()
    assert article.section
    follow(article.section, by=nora)
    return appear(make_article(TRAM.replace("The tram that came back", "The ferry"), "ferry.txt"))


def appear(article: Article, days_ago: int = 0) -> Article:
    article.published_on = timezone.localdate() - timedelta(days=days_ago)
    article.save()
    return article


def heard(member: Member) -> list[Article | None]:
    shown = Notification.objects.shown_to(Member.objects.get(pk=member.pk))
    return [row.article for row in shown.order_by("pk")]


def test_who_follows_a_section_hears_of_a_new_article_once(
    piece: Article, nora: Member, ada: Member
) -> None:
    announce_all()
    assert heard(nora) == [piece]
    assert heard(ada) == []
    piece.title = "The ferry, corrected"
    piece.save()
    announce_all()
    assert heard(nora) == [piece]


@pytest.mark.parametrize(("days_ago", "number"), [(NEWS_FOR.days, 1), (NEWS_FOR.days + 1, 0)])
def test_nobody_hears_of_an_archive(
    piece: Article, nora: Member, days_ago: int, number: int
) -> None:
    appear(piece, days_ago)
    announce_all()
    assert len(heard(nora)) == number


def test_what_has_no_date_is_not_told(piece: Article, nora: Member) -> None:
    Article.objects.update(published_on=None)
    announce_all()
    assert heard(nora) == []


def test_a_draft_is_told_when_it_is_published(piece: Article, nora: Member) -> None:
    take_offline(piece)
    announce_all()
    assert heard(nora) == []
    Article.objects.update(status=Article.Status.PUBLISHED)
    announce_all()
    assert heard(nora) == [piece]
    take_offline(piece)
    assert heard(nora) == []


def test_who_follows_afterwards_is_not_told(piece: Article, ada: Member) -> None:
    announce_all()
    assert piece.section
    follow(piece.section, by=ada)
    announce_all()
    assert heard(ada) == []


def test_nobody_hears_of_what_they_wrote_themselves(piece: Article, nora: Member) -> None:
    AuthorAccount.objects.create(member=nora, author=piece.authors.get())
    announce_all()
    assert heard(nora) == []


def test_many_are_told_bit_by_bit_and_nobody_twice(
    piece: Article, nora: Member, ada: Member, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert piece.section
    for member in (ada, bob):
        follow(piece.section, by=member)
    monkeypatch.setattr(following, "BATCH", 2)
    announce_all()
    assert [heard(member) for member in (nora, ada, bob)] == [[piece]] * 3


def test_several_are_one_entry_and_opening_one_reads_it(
    piece: Article, make_article: Make, nora: Member, as_member: Open
) -> None:
    client = as_member(nora)
    announce_all()
    assert "A new article in Cities New" in words_of(client)
    other = TRAM.replace("The tram that came back", "The bridge")
    appear(make_article(other, "bridge.txt"))
    announce_all()
    assert "2 new articles in Cities New" in words_of(client)
    assert "The bridge" in words_of(client)
    client.get(piece.get_absolute_url())
    assert bell(client) == "Notifications, 1 unread"


@pytest.mark.parametrize("way", [Delivery.AT_ONCE, Delivery.DAILY])
def test_it_comes_by_mail_if_one_wants_it(piece: Article, nora: Member, way: Delivery) -> None:
    mailing.choose(nora, {Kind.PUBLISHED: way})
    announce_all()
    Notification.objects.update(due_at=timezone.now() - timedelta(days=1))
    for _ in range(2):  # what comes in a digest waits for its hour
        gather_next()
        Notification.objects.filter(mail=None).update(due_at=timezone.now() - timedelta(days=1))
    assert send_next()
    [sent] = mail.outbox
    [(html, _)] = sent.alternatives
    for words in (sent.body, html):
        assert "A new article in Cities" in words
        assert "The ferry" in words
        assert piece.get_absolute_url() in words
    assert "in a section that you follow" in sent.body or way == Delivery.DAILY


def test_without_a_wish_nobody_is_mailed(piece: Article, nora: Member) -> None:
    announce_all()
    assert not gather_next()
