"""What is found, by whom, and that it stays true."""

from collections.abc import Callable
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test import Client

from articles.models import Article
from forum import searching
from forum.models import Comment, Discussion, IndexedArticle, IndexedComment, Member
from forum.posting import edit, post, withdraw
from forum.search import parse
from forum.searching import find_articles, find_comments
from tests.conftest import TRAM

GUEST = AnonymousUser()


def found(typed: str, discussion: Discussion | None = None) -> list[int]:
    return [row.pk for row in find_comments(parse(typed), GUEST, discussion=discussion).shown]


@pytest.fixture
def say(discussion: Discussion, ada: Member) -> Callable[[str], int]:
    def say(body: str) -> int:
        return post(discussion, author=ada, body=body).pk

    return say


def test_accents_case_and_beginnings_are_found(say: Callable[[str], int]) -> None:
    lodz = say("In ŁÓDŹ the trams run all night.")
    assert found("lodz") == found("Łódź") == found("night tram") == [lodz]
    assert found("ram") == found("tram lisbon") == []


def test_a_phrase_stands_together(say: Callable[[str], int]) -> None:
    together = say("The last tram left.")
    apart = say("Last night no tram came.")
    assert found('"last tram"') == [together]
    assert found("last tram") == [apart, together]


@pytest.mark.parametrize(
    "said", ["今日は東京都へ行く", "ฉันรักกรุงเทพ", "हिन्दी में लिखा", "שלום עולם", "اللغة العربية"]
)
def test_every_script_is_found(said: str, say: Callable[[str], int]) -> None:
    comment = say(said)
    part = said[3:6] if said[0] in "今ฉ" else said.split()[0]
    assert found(part) == [comment]
    assert found(part[::-1]) == []


@pytest.mark.parametrize(
    "typed",
    ["c++", "NOT", 'foo"bar', "-", "*", ":", "(", "a & b | !c", "'; DROP", "\\", "tram:*", "^x"],
)
def test_what_is_syntax_elsewhere_is_words_here(typed: str, say: Callable[[str], int]) -> None:
    written = say(f"I write {typed} and mean it. C NOT foo bar a b drop tram x.")
    page = Client().get("/search/", {"q": typed})
    assert page.status_code == 200
    assert (f"/comments/{written}/" in page.content.decode()) == bool(parse(typed))


@pytest.mark.parametrize("typed", ["a\x00b", "%ED%A0%80", "\ufffe", "§1", "\u202etram"])
def test_odd_characters_are_no_error(typed: str, say: Callable[[str], int]) -> None:
    say("tram")
    assert Client().get(f"/search/?q={typed}").status_code == 200


def test_quoted_words_are_found_only_where_they_were_said(say: Callable[[str], int]) -> None:
    say("> Nobody had counted who missed it.\n\nI did.")
    assert found("counted") == []
    assert found("did") != []


def test_an_edit_is_found_at_once(adas_comment: Comment, ada: Member) -> None:
    assert found("later") == [adas_comment.pk]
    edit(adas_comment, by=ada, body="I walked.", version=1)
    assert found("later") == []
    assert found("walked") == [adas_comment.pk]


def test_what_is_withdrawn_is_not_found(adas_comment: Comment, ada: Member) -> None:
    withdraw(adas_comment, by=ada)
    assert found("later") == []
    assert find_comments(parse("later"), ada).shown == [adas_comment]


def test_an_article_is_found_by_its_present_words(make_article: Callable[..., Article]) -> None:
    article = make_article()
    everything = Article.objects.visible_to(GUEST)
    assert list(find_articles(parse("harbour came"), everything)) == [article]
    make_article(TRAM.replace("harbour", "station"))
    assert not find_articles(parse("harbour"), everything)
    assert list(find_articles(parse("station"), everything)) == [article]
    assert not find_articles(parse('"back the last"'), everything)


def test_imported_comments_are_found(make_article: Callable[..., Article], seed: bytes) -> None:
    make_article(seed.decode(), "seed.txt")
    comment = Comment.objects.exclude(text="").order_by("pk")[0]
    assert comment.pk in found(" ".join(comment.text.split()[:5]))


def test_one_discussion_is_searched_alone(
    make_article: Callable[..., Article], adas_comment: Comment, ada: Member
) -> None:
    other = make_article(TRAM.replace("The tram", "The bus"), "bus.txt").discussion
    elsewhere = post(other, author=ada, body="I took the later bus.")
    assert found("took later") == [elsewhere.pk, adas_comment.pk]
    assert found("took later", other) == [elsewhere.pk]
    assert found(f"§{other.pk}") == []


def test_pages_follow_each_other_without_gaps(
    say: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FIRST_STRETCH", 2)
    keys = [say(f"Tram number {number}.") for number in range(45)]
    read: list[int] = []
    before: int | None = 0
    while before is not None:
        page = find_comments(parse("tram"), GUEST, before=before)
        read += [row.pk for row in page.shown]
        before = page.next
    assert read == keys[::-1]


def test_the_index_can_be_written_again(article: Article, adas_comment: Comment) -> None:
    IndexedComment.objects.all().delete()
    IndexedArticle.objects.all().delete()
    assert found("later") == []
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert out.getvalue() == "2 articles and comments can be found.\n"
    assert found("later") == [adas_comment.pk]
    assert list(find_articles(parse("harbour"), Article.objects.all())) == [article]


def test_the_migration_indexes_what_was_there(article: Article, adas_comment: Comment) -> None:
    IndexedComment.objects.all().delete()
    IndexedArticle.objects.all().delete()
    migration = import_module("forum.migrations.0009_search")
    with connection.schema_editor() if connection.vendor == "postgresql" else _Editor() as editor:
        migration.make(apps, editor)
        migration.fill(apps, editor)
    assert found("later") == [adas_comment.pk]
    assert list(find_articles(parse("harbour"), Article.objects.all())) == [article]


class _Editor:
    """SQLite's own can't be had inside a test's transaction."""

    connection = connection

    def __enter__(self) -> "_Editor":
        return self

    def __exit__(self, *error: object) -> None: ...

    def execute(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
