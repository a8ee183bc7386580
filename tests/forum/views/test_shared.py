"""What is kept of a discussion for all readers shows each what is theirs, and what is new."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urljoin

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum import moderating, paging, posting, recommending
from forum.models import Comment, Discussion, Member, Status
from forum.views import shared
from forum.watching import Watcher, watcher

AsMember = Callable[[Member], Client]


@pytest.fixture
def address(bobs_answer: Comment) -> str:
    return bobs_answer.discussion.article.get_absolute_url()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Of each thread that is made anew, the comments in it."""
    threads = []
    make = shared._thread

    def note(article, steps):  # type: ignore[no-untyped-def]
        threads.append([step.comment.text for step in steps])
        return make(article, steps)

    monkeypatch.setattr(shared, "_thread", note)
    return threads


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_reply_makes_one_thread_anew_and_no_other(
    address: str, discussion: Discussion, bob: Member, nora: Member, made: list[list[str]]
) -> None:
    other = posting.post(discussion, author=bob, body="Another matter.")
    read(Client(), address)
    assert len(made) == 2
    posting.post(discussion, author=nora, body="Which one?", to=other)
    assert "Which one?" in read(Client(), address)
    assert made[2:] == [["Another matter.", "Which one?"]]


def test_a_quote_of_a_comment_makes_its_thread_anew_too(
    address: str, adas_comment: Comment, nora: Member, made: list[list[str]]
) -> None:
    read(Client(), address)
    posting.post(adas_comment.discussion, author=nora, body=f"> {adas_comment.text}\n\nOh!")
    assert "Quoted by 1" in read(Client(), address)
    assert len(made) == 3


def test_another_members_second_visit_asks_only_for_what_is_theirs(
    address: str, ada: Member, bob: Member, nora: Member, as_member: AsMember
) -> None:
    read(as_member(ada), address)
    client = as_member(nora)
    read(client, address)
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    asked = {query["sql"].partition('FROM "')[2].partition('"')[0] for query in queries}
    assert asked - {"articles_section"} == {  # which are known for a second
        *("django_session", "forum_member"),  # who they are
        "forum_change",  # whether anything is new
        *("forum_comment", "forum_recommendation", "forum_follow"),  # what is theirs here
        "forum_mute",  # whom they don't want to read
        "forum_visit",  # since when they haven't read what came
        *("forum_notification", "forum_sanction"),  # what the bell and the composer say
    }


def test_each_finds_the_own_comments_and_recommendations(
    address: str, adas_comment: Comment, ada: Member, bob: Member, nora: Member, as_member: AsMember
) -> None:
    recommending.recommend(adas_comment, by=nora)
    pages = {member: read(as_member(member), address) for member in (ada, bob, nora)}
    edit = f"/comments/{adas_comment.pk}/edit/"
    assert [edit in page for page in pages.values()] == [True, False, False]
    assert ["Recommended <b>1</b>" in page for page in pages.values()] == [False, False, True]


@pytest.mark.parametrize("status", [Status.WAITING, Status.REJECTED, Status.REMOVED])
def test_who_has_words_there_that_others_do_not_see_finds_them(
    status: Status,
    address: str,
    discussion: Discussion,
    bobs_answer: Comment,
    nora: Member,
    bob: Member,
    as_member: AsMember,
) -> None:
    for to in (None, bobs_answer):
        body = f"Only for me, {'below' if to else 'above'}."
        comment = posting.post(discussion, author=nora, body=body, to=to)
        Comment.objects.filter(pk=comment.pk).update(status=status)
        watcher.start_anew()
        assert body not in read(as_member(bob), address)
        assert body not in read(Client(), address)
        assert body in read(as_member(nora), address)
        Comment.objects.filter(pk=comment.pk).update(status=Status.PUBLISHED)


@pytest.mark.parametrize("order", ["oldest", "newest", "recommended", "discussed"])
def test_a_thread_that_only_its_author_sees_stands_once_wherever_one_reads(
    order: str,
    discussion: Discussion,
    ada: Member,
    bob: Member,
    nora: Member,
    as_member: AsMember,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paging, "MOST_THREADS", 3)
    roots = [posting.post(discussion, author=ada, body=f"Remark {number}.") for number in range(8)]
    for root in roots[::2]:
        recommending.recommend(root, by=bob)
        posting.post(discussion, author=bob, body="Why?", to=root)
    for number in (0, 4, 7):
        body = f"Held back after {number}."
        held = posting.post(discussion, author=nora, body=body)
        Comment.objects.filter(pk=held.pk).update(
            status=Status.WAITING, rank=roots[number].rank, reply_count=number % 2
        )
    watcher.start_anew()

    seen = ""
    address: str | None = f"{discussion.article.get_absolute_url()}?order={order}"
    while address:
        page = read(as_member(nora), address)
        seen += page.partition('<ol class="thread">')[2].partition("</comment-thread>")[0]
        following = re.search(r'href="([^"]*)">Further comments', page)
        address = following and urljoin(address, unescape(following[1]))
    for text in [*(f"Remark {number}." for number in range(8)), "Held back after 0.", "after 7."]:
        assert seen.count(text) == 1, text


def test_what_another_process_does_is_seen_at_once(
    address: str, adas_comment: Comment, nora: Member, mira: Member, as_member: AsMember
) -> None:
    client = as_member(nora)
    assert adas_comment.text in read(client, address)
    moderating.remove(adas_comment, by=mira, reason="Spam")  # this process isn't told on commit
    assert adas_comment.text not in read(client, address)


def test_who_follows_the_log_from_elsewhere_hears_which_thread_it_was(
    discussion: Discussion, adas_comment: Comment, bob: Member
) -> None:
    class Parts(shared.parts.__class__):  # type: ignore[name-defined,misc]
        def drop(self, article: str, thread: int | None = None) -> None:
            heard.append(thread)

    heard: list[int | None] = []
    elsewhere = Watcher(parts=Parts())
    elsewhere.look()
    posting.post(discussion, author=bob, body="So did I.", to=adas_comment)
    elsewhere.look()
    assert heard[-1:] == [adas_comment.pk]
