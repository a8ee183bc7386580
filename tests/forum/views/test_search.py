"""The pages of results."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from forum import limits
from forum.models import Comment, Discussion, Member, Status
from forum.posting import post
from tests.conftest import TRAM


def read(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address).content.decode()


def test_a_result_leads_to_the_comment_and_shows_its_words(adas_comment: Comment) -> None:
    page = read("/search/?q=later")
    assert f'href="/comments/{adas_comment.pk}/"' in page
    assert "the <mark>later</mark> tram" in page
    assert '<meta name="robots" content="noindex">' in page


def test_markup_in_a_comment_or_a_query_stays_text(discussion: Discussion, ada: Member) -> None:
    post(discussion, author=ada, body="Write `<script>alert(1)</script>` and `<mark>tram`.")
    page = read("/search/?q=%22%3E%3Cscript%3Ealert")
    assert "&lt;script&gt;" in read("/search/?q=tram")
    assert "&lt;<mark>script&gt;alert</mark>(1)" in page
    assert "<script>alert" not in page


def test_nothing_typed_is_a_page_with_the_field(db: None) -> None:
    for typed in ("", "%20", "*", "---"):
        page = read(f"/search/?q={typed}")
        assert 'type="search" name="q"' in page
        assert "No article" not in page
    assert "There is no word in that" in read("/search/?q=***")


def test_nothing_found_says_so(article: Article) -> None:
    assert "No article and no comment" in read("/search/?q=zeppelin")
    assert "No comment here" in read(f"{article.get_absolute_url()}search/?q=zeppelin")


def test_what_is_removed_is_found_by_those_who_may_read_it(
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    mira: Member,
    as_member: Callable[[Member], Client],
) -> None:
    adas_comment.become(Status.REMOVED, by=mira, reason="Spam")
    for address in ("/search/", f"{adas_comment.discussion.article.get_absolute_url()}search/"):
        for client in (Client(), as_member(bob)):
            assert f"/comments/{adas_comment.pk}/" not in read(f"{address}?q=later+first", client)
        for member in (ada, mira):
            page = read(f"{address}?q=later+first", as_member(member))
            assert f"/comments/{adas_comment.pk}/" in page
            assert "Removed" in page


def test_few_articles_stand_first_and_all_have_a_page(make_article: Callable[..., Article]) -> None:
    for number in range(5):
        make_article(TRAM.replace("The tram that", f"Tram {number} that"), f"{number}.txt")
    page = read("/search/?q=harbour")
    assert page.count('<h3 lang="en"') == 3
    assert "?q=harbour&amp;in=articles" in page
    assert read("/search/?q=harbour&in=articles").count('<h3 lang="en"') == 5


def test_older_comments_are_a_link_away(discussion: Discussion, ada: Member) -> None:
    pks = [post(discussion, author=ada, body=f"Bus {number}.").pk for number in range(25)]
    page = read("/search/?q=bus")
    assert f"?q=bus&amp;before={pks[5]}" in page
    assert f'href="/comments/{pks[4]}/"' in read(f"/search/?q=bus&before={pks[5]}")


def test_a_page_costs_the_same_however_much_it_shows(
    discussion: Discussion, ada: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(21):  # a full page: for less it would look further back, by ids
        post(discussion, author=ada, body=f"Harbour {number}.")
    with django_assert_max_num_queries(6):
        assert read("/search/?q=harbour").count('class="result-place"') == 20


def test_a_long_query_is_cut(article: Article) -> None:
    assert "Only the first ten words" in read("/search/?q=" + "a+" * 50)
    assert Client().get("/search/?q=" + "a" * 5000).status_code == 200


def test_whoever_searches_without_end_has_to_wait(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEARCHES", [limits.Limit("searches", 1, 60)])
    answers = [Client().get("/search/?q=tram") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "limit of 1 searches in a minute" in answers[-1].content.decode()
    assert 'value="tram"' in answers[-1].content.decode()
    assert Client().get("/search/").status_code == 200


def test_a_long_discussion_has_a_field(discussion: Discussion, ada: Member) -> None:
    address = discussion.article.get_absolute_url()
    for number in range(10):
        assert 'id="discussion-search"' not in read(address)
        post(discussion, author=ada, body=f"Bus {number}.")
    assert 'id="discussion-search"' in read(address)
