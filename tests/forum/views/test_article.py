from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from forum import visiting
from forum.models import Comment, Discussion, Member
from forum.posting import post
from forum.watching import watcher

MOST = 25  # one of them only on a slow machine, on which time passes meanwhile


def converse(discussion: Discussion, people: list[Member], number: int) -> None:
    """People answer each other, quoting the article, in threads of ten."""
    said: Comment | None = None
    for index in range(number):
        said = post(
            discussion,
            author=people[index % len(people)],
            body=f"> Nobody had counted who missed it.\n\nRemark number {index}.",
            to=said if index % 10 else None,
        )


@pytest.mark.parametrize("number", [2, 200])
def test_a_page_costs_the_same_few_queries_however_much_is_said(
    number: int,
    discussion: Discussion,
    ada: Member,
    bob: Member,
    mira: Member,
    nora: Member,
    as_member: Callable[[Member], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    converse(discussion, [ada, bob, mira], number)
    address = discussion.article.get_absolute_url()
    watcher.look()
    for member in (nora, ada, mira):
        visiting.look(discussion, by=member)  # who was here a minute ago writes nothing
    for client, most in [
        (Client(), 16),
        (as_member(nora), 15),  # who has said nothing, and so sees what all members see
        (as_member(ada), MOST),
        (as_member(mira), MOST + 5),
    ]:
        with django_assert_max_num_queries(most):
            page = client.get(address).content.decode()
        assert page.count('class="comment') >= number


def test_the_number_of_comments_is_told(adas_comment: Comment, bobs_answer: Comment) -> None:
    page = Client().get(adas_comment.discussion.article.get_absolute_url()).content.decode()
    assert 'data-comment-count="2"' in page


def test_guests_are_asked_to_log_in_and_members_may_write(
    article: Article, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    address = article.get_absolute_url()
    guests = Client().get(address).content.decode()
    assert "Log in to comment" in guests
    assert "<textarea" not in guests
    assert "csrfmiddlewaretoken" not in guests
    assert 'name="token"' in as_member(ada).get(address).content.decode()


def test_a_closed_discussion_says_so_in_place_of_the_composer(
    discussion: Discussion, ada: Member, as_member: Callable[[Member], Client]
) -> None:
    discussion.mode = Discussion.Mode.CLOSED
    discussion.save()
    page = as_member(ada).get(discussion.article.get_absolute_url()).content.decode()
    assert "closed" in page
    assert "<textarea" not in page


def test_every_passage_has_its_mark(article: Article) -> None:
    page = Client().get(article.get_absolute_url()).content.decode()
    for passage in article.current.body.passages:
        assert f'id="{passage.id}"' in page


@pytest.mark.parametrize("start", ["0", "-1", "abc", "9" * 40, "1'--", "²", ""])
def test_a_page_address_that_makes_no_sense_shows_the_first_page(
    start: str, adas_comment: Comment
) -> None:
    address = adas_comment.discussion.article.get_absolute_url()
    answer = Client().get(address, {"start": start, "order": start})
    assert answer.status_code == 200
