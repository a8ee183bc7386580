"""Feeds that are asked by themselves."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles.models import Article, Section
from forum.ledger import import_next
from forum.models import Feed, ImportBatch, Member
from forum.models.import_batch import uploads
from forum.polling import poll_next
from tests.forum.feeds_of_others import FEED, FERRY, PAGE, SUMMARY, WHOLE, Web, web

__all__ = ["web"]

SECOND = (
    f"<title>More</title><link>{FERRY}-2</link><guid>2</guid><description>More of it.</description>"
)


@pytest.fixture
def feed(db: None) -> Feed:
    return Feed.objects.create(address=FEED)


def work_off() -> None:
    while import_next() or poll_next():
        pass


def ask_again(feed: Feed) -> Feed:
    Feed.objects.update(due_at=timezone.now())
    work_off()
    feed.refresh_from_db()
    return feed


def test_what_a_feed_has_comes_in_with_its_section_and_language(feed: Feed, web: Web) -> None:
    Feed.objects.update(section=Section.objects.create(name="Sea", slug="sea"), language="de")
    web[FEED] = WHOLE
    work_off()
    article = Article.objects.get()
    assert article.section
    assert (article.section.name, article.language) == ("Sea", "de")
    assert ImportBatch.objects.get().state == ImportBatch.State.APPLIED


def test_an_unchanged_feed_makes_no_import(feed: Feed, web: Web) -> None:
    web[FEED] = WHOLE
    work_off()
    feed = ask_again(feed)
    assert ImportBatch.objects.count() == 1
    assert feed.due_at > timezone.now()


def test_a_feed_that_only_looks_changed_leaves_no_import(feed: Feed, web: Web) -> None:
    web[FEED] = WHOLE
    work_off()
    web[FEED] = WHOLE.replace("The Gazette", "The Gazette of today")
    ask_again(feed)
    assert ImportBatch.objects.count() == 1


def test_a_changed_piece_is_a_new_version(feed: Feed, web: Web) -> None:
    web[FEED] = WHOLE
    work_off()
    web[FEED] = WHOLE.replace("at ten", "at eleven")
    ask_again(feed)
    assert Article.objects.get().current.number == 2
    assert ImportBatch.objects.count() == 2


def test_errors_are_told_and_make_it_wait_longer_until_it_answers(feed: Feed, web: Web) -> None:
    work_off()
    feed = ask_again(feed)
    assert feed.problem == "The site answers 404, not with a page."
    assert feed.due_at > timezone.now() + timedelta(minutes=3 * feed.interval)
    web[FEED] = WHOLE
    feed = ask_again(feed)
    assert (feed.problem, feed.failures) == ("", 0)
    assert Article.objects.exists()


def test_what_is_no_feed_is_told(feed: Feed, web: Web) -> None:
    web[FEED] = PAGE
    work_off()
    feed.refresh_from_db()
    assert feed.problem
    assert feed.failures == 1
    assert not ImportBatch.objects.exists()


def test_a_broken_feed_is_told_in_a_sentence_and_nothing_of_it_is_kept(
    feed: Feed, web: Web, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    web[FEED] = "<rss version='2.0'><channel><title>The Gazette & more"
    work_off()
    feed.refresh_from_db()
    assert feed.problem.startswith("This is no feed that can be read")
    assert feed.failures == 1
    assert not ImportBatch.objects.exists()
    assert not list(uploads().iterdir())


@pytest.mark.parametrize("as_date", [False, True])
def test_a_site_that_wants_to_be_left_in_peace_is_asked_later(
    feed: Feed, web: Web, as_date: bool
) -> None:
    then = timezone.now() + timedelta(days=2)
    web.pauses[FEED] = format_datetime(then, usegmt=True) if as_date else "172800"
    work_off()
    feed.refresh_from_db()
    assert feed.problem == "The site answers 429, not with a page."
    assert feed.due_at > timezone.now() + timedelta(days=1, hours=20)


def test_robots_txt_is_asked_for_once_for_all_pages_of_a_feed(feed: Feed, web: Web) -> None:
    other = SUMMARY.replace("</item>", "</item><item>" + SECOND + "</item>")
    web |= {FEED: other, FERRY: PAGE, f"{FERRY}-2": PAGE.replace("<h1>Ferries", "<h1>More")}
    work_off()
    assert Article.objects.count() == 2
    # Once for the feed itself, once for the pages.
    assert web.asked.count("https://gazette.example/robots.txt") == 2


def test_an_import_at_rest_is_nobodys_work(feed: Feed, web: Web) -> None:
    web[FEED] = WHOLE
    work_off()
    ImportBatch.objects.update(due_at=timezone.now())
    assert not import_next()


def test_a_page_that_is_missing_is_told(feed: Feed, web: Web) -> None:
    web[FEED] = SUMMARY
    work_off()
    feed.refresh_from_db()
    assert FERRY in feed.problem
    assert feed.failures == 0


def test_a_feed_that_robots_may_not_ask_for_is_not_asked(feed: Feed, web: Web) -> None:
    web |= {FEED: WHOLE, "https://gazette.example/robots.txt": "User-agent: *\nDisallow: /\n"}
    work_off()
    feed.refresh_from_db()
    assert "robots.txt" in feed.problem
    assert FEED not in web.asked


def test_two_workers_do_not_ask_one_feed(feed: Feed, web: Web) -> None:
    first, second = Feed.objects.get(), Feed.objects.get()
    assert first.put_off(timedelta(minutes=2))
    assert not second.put_off(timedelta(minutes=2))
    assert not poll_next()


def test_a_feed_that_is_off_is_not_asked(feed: Feed, web: Web) -> None:
    Feed.objects.update(is_on=False)
    assert not poll_next()


@pytest.mark.parametrize("group", ["editors", "administrators"])
def test_editors_and_administrators_keep_feeds_and_see_what_is_wrong(
    feed: Feed,
    make_member: Callable[..., Member],
    as_member: Callable[[Member], Client],
    group: str,
) -> None:
    tove = make_member("Tove", is_staff=True)
    tove.groups.add(Group.objects.get(name=group))
    client = as_member(tove)
    feed.note("The site answers 404, not with a page.")
    assert b'href="/admin/forum/feed/"' in client.get("/admin/imports/").content
    assert b"answers 404" in client.get("/admin/forum/feed/").content
    entered = {"address": "https://gazette.example/other", "interval": "60", "is_on": "on"}
    assert client.post("/admin/forum/feed/add/", entered).status_code == 302
    assert Feed.objects.count() == 2
