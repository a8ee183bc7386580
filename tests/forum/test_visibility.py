"""Who may read whose words, in every state, through every door."""

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import Article
from forum.models import Comment, Discussion, Member, Status
from forum.ordering import ORDERS
from forum.posting import post
from tests.conftest import take_offline

SECRET = "The harbour master keeps the key under the third bollard."
PEOPLE = ["anonymous", "bob", "author", "mira"]
READERS = {
    Status.WAITING: {"author", "mira"},
    Status.PUBLISHED: set(PEOPLE),
    Status.REJECTED: {"author", "mira"},
    Status.REMOVED: {"author", "mira"},
    Status.WITHDRAWN: {"author", "mira"},
    Status.HIDDEN: {"author", "mira"},
}
STEPS = {
    Status.WAITING: [],
    Status.PUBLISHED: [Status.PUBLISHED],
    Status.REJECTED: [Status.REJECTED],
    Status.REMOVED: [Status.PUBLISHED, Status.REMOVED],
    Status.WITHDRAWN: [Status.PUBLISHED, Status.WITHDRAWN],
    Status.HIDDEN: [Status.PUBLISHED, Status.HIDDEN],
}


@pytest.fixture
def in_status(
    discussion: Discussion, ada: Member, bob: Member, mira: Member
) -> Callable[[Status], Comment]:
    """An answer of Ada's to Bob that has come to a status, and one of Bob's that quotes it."""

    def make(status: Status) -> Comment:
        question = post(discussion, author=bob, body="Who keeps the key?")
        discussion.mode = Discussion.Mode.PREMODERATED
        comment = post(discussion, author=ada, body=SECRET, to=question)
        for step in STEPS[status]:
            comment.become(step, by=mira, reason="As it happens")
            if step == Status.PUBLISHED:
                discussion.mode = Discussion.Mode.OPEN
                post(discussion, author=bob, body=f"> {SECRET}\n\nReally?", to=comment)
        return comment

    return make


@pytest.fixture
def open_for(
    request: pytest.FixtureRequest, as_member: Callable[[Member], Client]
) -> Callable[[str], Client]:
    def open_browser(person: str) -> Client:
        if person == "anonymous":
            return Client()
        return as_member(request.getfixturevalue("ada" if person == "author" else person))

    return open_browser


def doors(comment: Comment) -> list[str]:
    article: Article = comment.discussion.article
    own = [
        f"/comments/{comment.pk}/{door}"
        for door in (
            "",
            "source/",
            "history/",
            "quotes/",
            "thread/",
            "reply/",
            "reply/?quote=1",
            "flag/",
            "edit/",
            "withdrawal/",
        )
    ]
    others = [
        f"/comments/{answer.pk}/{door}"
        for answer in comment.answers.all()
        for door in ("source/", "history/", "quotes/", "reply/?quote=1", "reply/", "thread/")
    ]
    return [
        *own,
        *others,
        article.get_absolute_url(),
        *(f"{article.get_absolute_url()}?order={order}" for order in ORDERS),
        f"{article.get_absolute_url()}?at={comment.pk}",
        f"{article.get_absolute_url()}?by=Ada",
        f"{article.get_absolute_url()}feed.xml",
        f"{article.get_absolute_url()}search/?q=harbour+master",
        "/search/?q=harbour+master",
        "/search/?q=took",
        f"{article.get_absolute_url()}comments/?parent={comment.pk}",
        f"{article.get_absolute_url()}passages/p-1/",
        f"{article.get_absolute_url()}corrections/",
        "/",
        "/feed.xml",
        "/members/Ada/",
        "/members/Bob/",
        "/notifications/",
    ]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("person", PEOPLE)
def test_words_are_read_by_those_who_may_and_nobody_else(
    person: str,
    status: Status,
    in_status: Callable[[Status], Comment],
    open_for: Callable[[str], Client],
) -> None:
    comment = in_status(status)
    client = open_for(person)
    answers = {door: client.get(door, follow=True) for door in doors(comment)}
    shown = {door for door, answer in answers.items() if "third bollard" in answer.content.decode()}
    assert all(answer.status_code < 500 for answer in answers.values())
    if person in READERS[status]:
        assert f"/comments/{comment.pk}/source/" in shown
        assert comment.discussion.article.get_absolute_url() in shown or (
            person == "mira" and status == Status.REJECTED
        )
    else:
        assert shown == set()
    if status == Status.PUBLISHED:
        assert ("/notifications/" in shown) == (person in {"bob", "author"})


def test_an_article_in_draft_is_not_there_with_anything_about_it(
    article: Article, adas_comment: Comment, as_member: Callable[[Member], Client], bob: Member
) -> None:
    take_offline(*Article.objects.all())
    for client in (Client(), as_member(bob)):
        for door in doors(adas_comment):
            answer = client.get(door, follow=True)
            assert "later tram" not in answer.content.decode()
        assert client.get(article.get_absolute_url()).status_code == 404
        assert client.get(adas_comment.get_absolute_url()).status_code == 404
