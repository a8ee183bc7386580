"""`manage.py import_feed`."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from forum.models import ImportBatch
from tests.forum.feeds_of_others import FEED, FERRY, MORE, PAGE, SUMMARY, WHOLE, WORDS, Web, web

__all__ = ["web"]


def run(*urls: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_feed", *(urls or [FEED]), stdout=out, **options)
    return out.getvalue()


def words_of(article: Article) -> list[str]:
    return [passage.text for passage in article.current.body.passages]


def test_a_feed_that_has_the_whole_text_is_asked_for_nothing_else(web: Web) -> None:
    web[FEED] = WHOLE
    run()
    assert words_of(Article.objects.get()) == [WORDS]
    assert web.asked == [FEED]


def test_of_a_summary_the_page_gives_the_words_and_the_feed_the_title(web: Web) -> None:
    web |= {FEED: SUMMARY, FERRY: PAGE}
    run()
    article = Article.objects.get()
    assert article.title == "The ferry that waits"
    assert words_of(article) == [WORDS, MORE]


def test_the_same_feed_changes_nothing_and_a_changed_page_is_a_new_version(web: Web) -> None:
    web |= {FEED: SUMMARY, FERRY: PAGE}
    run()
    run()
    assert Article.objects.get().current.number == 1
    web[FERRY] = PAGE.replace("eleven", "twelve")
    run()
    assert Article.objects.get().current.number == 2


def test_a_page_that_is_gone_is_named_and_what_came_from_it_stays_whole(web: Web) -> None:
    web |= {FEED: SUMMARY, FERRY: PAGE}
    run()
    del web[FERRY]
    assert "The site answers 404" in run()
    assert words_of(Article.objects.get()) == [WORDS, MORE]


def test_a_page_that_robots_may_not_read_is_not_asked_for(web: Web) -> None:
    robots = "User-agent: *\nDisallow: /ferry\n"
    web |= {FEED: SUMMARY, FERRY: PAGE, "https://gazette.example/robots.txt": robots}
    assert "robots.txt" in run()
    assert FERRY not in web.asked
    assert not Article.objects.exists()


def test_a_dry_run_stores_nothing_and_an_import_can_be_taken_back(web: Web) -> None:
    web[FEED] = WHOLE
    assert "Nothing is stored." in run(dry_run=True)
    assert not Article.objects.exists()
    run()
    call_command("import_archive", undo=ImportBatch.objects.get().pk, stdout=io.StringIO())
    assert not Article.objects.exists()


def test_a_feed_that_is_not_there_is_an_error(web: Web) -> None:
    with pytest.raises(CommandError, match="1 of 1 not imported"):
        run()


def test_a_page_is_no_feed(web: Web) -> None:
    web[FEED] = PAGE
    with pytest.raises(CommandError, match="1 of 1 not imported"):
        run()


def test_a_file_is_no_address(web: Web) -> None:
    with pytest.raises(CommandError, match="import_archive"):
        run("feed.xml")
