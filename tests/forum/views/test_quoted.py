from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from forum.models import Comment, Discussion, Member, Status
from forum.posting import edit, post
from forum.views import quoted
from tests.conftest import take_offline

SAID = "I took the later tram on its first night."


@pytest.fixture
def quoting(adas_comment: Comment, bob: Member) -> Comment:
    """Bob quotes Ada."""
    return post(adas_comment.discussion, author=bob, body=f"> {SAID}\n\nMe too.", to=adas_comment)


def discussion_page(comment: Comment, client: Client | None = None) -> str:
    address = comment.discussion.article.get_absolute_url()
    return (client or Client()).get(address).content.decode()


def quotes_page(comment: Comment, client: Client | None = None) -> str:
    return (client or Client()).get(f"/comments/{comment.pk}/quotes/").content.decode()


def test_a_comment_says_how_many_comments_quote_it(
    adas_comment: Comment, quoting: Comment, mira: Member
) -> None:
    twice = f"> I took the later tram\n\nDid you?\n\n> on its first night\n\n> {SAID}\n\nOr later?"
    post(adas_comment.discussion, author=mira, body=twice, to=adas_comment)
    page = discussion_page(adas_comment)
    assert f'href="/comments/{adas_comment.pk}/quotes/">Quoted by 2<' in page
    assert page.count("Quoted by") == 1
    assert ">Quoted by 2 comments<" in quotes_page(adas_comment)


def test_the_page_shows_the_words_the_mark_and_the_way_to_each_quote(
    adas_comment: Comment, quoting: Comment, mira: Member
) -> None:
    body = "> I took the earlier tram on its first night.\n\nYou did?"
    altered = post(adas_comment.discussion, author=mira, body=body, to=adas_comment)
    page = quotes_page(adas_comment)
    assert SAID in page
    assert 'data-fidelity="verbatim"' in page
    assert f'href="/comments/{quoting.pk}/"' in page
    assert "Altered: 1 word changed" in page
    assert f'href="/comments/{altered.pk}/"' in page
    assert page.index("Bob") < page.index("Mira")


def test_a_script_gets_the_list_alone(adas_comment: Comment, quoting: Comment) -> None:
    answer = Client(headers={"X-Fragment": "1"}).get(f"/comments/{adas_comment.pk}/quotes/")
    assert answer.content.decode().lstrip().startswith("<div")
    assert SAID in answer.content.decode()


def test_a_comment_that_nobody_quotes_says_nothing_of_it(adas_comment: Comment) -> None:
    assert "Quoted by" not in discussion_page(adas_comment)
    assert "Nobody has quoted" in quotes_page(adas_comment)


@pytest.mark.parametrize("status", [Status.WAITING, Status.REJECTED, Status.REMOVED, "withdrawn"])
def test_a_quote_in_a_comment_that_is_not_public_counts_nowhere(
    status: Status,
    discussion: Discussion,
    adas_comment: Comment,
    bob: Member,
    mira: Member,
    as_member: Callable[[Member], Client],
) -> None:
    if status in {Status.WAITING, Status.REJECTED}:
        discussion.mode = Discussion.Mode.PREMODERATED
    body = f"> {SAID}\n\nThe key is under the mat."
    hidden = post(discussion, author=bob, body=body, to=adas_comment)
    if status == Status.WAITING:
        assert hidden.is_waiting
    else:
        hidden.become(Status(status), by=mira, reason="No")
    for client in (Client(), as_member(adas_comment.author), as_member(bob), as_member(mira)):
        assert "Quoted by" not in discussion_page(adas_comment, client)
        assert "Bob" not in quotes_page(adas_comment, client).split("<main")[1]


def test_a_quote_counts_again_once_its_comment_is_restored(
    adas_comment: Comment, quoting: Comment, mira: Member
) -> None:
    quoting.become(Status.REMOVED, by=mira, reason="Spam")
    assert "Quoted by" not in discussion_page(adas_comment)
    quoting.become(Status.PUBLISHED, by=mira)
    assert "Quoted by 1" in discussion_page(adas_comment)


def test_only_what_comments_say_today_counts(
    adas_comment: Comment, quoting: Comment, bob: Member
) -> None:
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Comment.objects.filter(pk=quoting.pk).update(posted_at=an_hour_ago)
    quoting.refresh_from_db()
    edit(quoting, by=bob, body="Me too.", version=1)
    assert quoting.revisions.get().quotes.exists()
    assert "Quoted by" not in discussion_page(adas_comment)
    assert SAID not in quotes_page(adas_comment).split("<main")[1]


def test_quotes_in_an_article_that_is_a_draft_count_nowhere(
    adas_comment: Comment, make_article: Callable[..., Article], bob: Member
) -> None:
    other = make_article("Another piece\n\nMarch 4, 2026\n\nBy A. Body\n\nWords.\n", "other.txt")
    body = f"> {SAID}\n>\n> — [Ada](/comments/{adas_comment.pk}/)\n\nMe too."
    post(other.discussion, author=bob, body=body)
    assert "Quoted by 1" in discussion_page(adas_comment)
    take_offline(other)
    assert "Quoted by" not in discussion_page(adas_comment)
    assert "Bob" not in quotes_page(adas_comment).split("<main")[1]


def test_many_quotes_come_in_pages(
    adas_comment: Comment, bob: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quoted, "PER_PAGE", 2)
    for number in range(5):
        body = f"> {SAID}\n\nRemark {number}."
        post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    address, seen = f"/comments/{adas_comment.pk}/quotes/", 0
    for _ in range(3):
        page = Client().get(address).content.decode()
        seen += page.count("<figure")
        address = page.partition('rel="next" href="')[2].partition('"')[0]
    assert (seen, address) == (5, "")
