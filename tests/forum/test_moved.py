"""Old addresses lead to where things stand now."""

import io
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from articles.readers import State
from articles.readers.html import page as html
from forum.importing import bring_in
from forum.models import Comment, ImportBatch, Member, Origin
from tests.forum.archives import _reader_of_lines, bring, take_back, try_out
from tests.forum.ledger.archive import ferry, said
from tests.forum.test_import_article import PAGE

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


def test_a_number_of_wordpress_leads_to_the_article() -> None:
    Origin.objects.filter(key="7").update(source="wordpress old.example")
    twelve = Comment.objects.get(origin__key="12")
    assert follow("https://www.old.example/?p=7") == "/articles/the-ferry/"
    assert follow("https://old.example/blog/?p=7#comment-12") == f"/comments/{twelve.pk}/"
    assert follow("https://other.example/?p=7") == "404"


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


def test_a_comment_without_an_address_of_its_own_is_in_no_table() -> None:
    bring_in(html.read(PAGE.encode()), source="page.html")
    out = io.StringIO()
    call_command("export_redirects", stdout=out)
    assert "https://gazette.example/water,http://testserver/articles/high-water/" in out.getvalue()
    assert "#" not in out.getvalue().replace("#comment-12", "").replace("#comment-13", "")


def test_who_imports_downloads_the_table_at_the_desk(
    edith: Member, mira: Member, as_member: Callable[[Member], Client]
) -> None:
    page = as_member(edith).get("/admin/imports/").content.decode()
    assert "/admin/imports/redirects/?format=nginx" in page
    answer = as_member(edith).get("/admin/imports/redirects/")
    assert answer["Content-Disposition"] == 'attachment; filename="redirects.csv"'
    table = answer.content.decode().splitlines()
    assert table[0] == "old,new"
    assert "https://old.example/2026/ferry,http://testserver/articles/the-ferry/" in table
    assert as_member(mira).get("/admin/imports/redirects/").status_code == 403
