"""Old addresses lead to where things stand now."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from articles.readers import State
from forum.models import Comment, ImportBatch
from tests.forum.archives import _reader_of_lines, bring, take_back, try_out
from tests.forum.ledger.archive import ferry, said

__all__ = ["_reader_of_lines", "bring", "take_back", "try_out"]


@pytest.fixture(autouse=True)
def _moved(bring: Callable[..., ImportBatch]) -> None:
    bring(
        ferry(),
        ferry(key="8", title="A draft", address="https://old.example/draft", is_draft=True),
        ferry(key="9", title="By number", address="https://old.example/?p=9"),
        said("12", "Twelve."),
        said("13", "Buy this", state=State.SPAM),
    )


def follow(url: str) -> str:
    answer = Client().get("/from/", {"url": url})
    return answer["Location"] if answer.status_code == 302 else str(answer.status_code)


def test_an_old_address_leads_to_the_article() -> None:
    assert follow("http://www.old.example/2026/ferry?fbclid=x") == "/articles/the-ferry/"
    assert follow("https://old.example/?p=9") == "/articles/by-number/"


def test_an_old_permalink_leads_to_the_comment() -> None:
    twelve = Comment.objects.get(origin__key="12")
    assert follow("https://old.example/2026/ferry/#comment-12") == f"/comments/{twelve.pk}/"
    assert follow("https://old.example/2026/ferry/#comment-99") == "/articles/the-ferry/"


def test_nobody_is_led_to_what_they_may_not_see() -> None:
    assert follow("https://old.example/draft") == "404"
    assert follow("https://old.example/2026/ferry/#comment-13") == "404"
    assert follow("https://elsewhere.example/") == "404"


@pytest.mark.parametrize(
    ("format", "line"),
    [
        (
            "csv",
            "https://old.example/2026/ferry,http://testserver/articles/the-ferry/",
        ),
        ("nginx", r'"~^/2026/ferry/?(?:\?.*)?$" "http://testserver/articles/the-ferry/";'),
        ("nginx", r'"~^/?\?p=9$" "http://testserver/articles/by-number/";'),
        ("apache", 'RedirectMatch 302 "^/2026/ferry/?$" "http://testserver/articles/the-ferry/"'),
    ],
)
def test_a_table_of_redirects_is_written_for_the_old_site(format: str, line: str) -> None:
    out = io.StringIO()
    call_command("export_redirects", format=format, stdout=out)
    assert line in [each.strip() for each in out.getvalue().splitlines()]
    assert Article.objects.count() == 3
