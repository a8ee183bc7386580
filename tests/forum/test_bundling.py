"""What members are told, bundled by its subject."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum import bundling, following, moderating
from forum.bundling import SHOWN
from forum.models import Comment, Discussion, Member, Notification
from forum.posting import post, withdraw
from tests.forum.test_following import tell_all
from tests.forum.views.test_notifications import bell, words_of

Open = Callable[[Member], Client]


def answer(comment: Comment, *members: Member) -> list[Comment]:
    return [
        post(comment.discussion, author=each, body=f"So did I, as {each} said.", to=comment)
        for each in members
    ]


def test_answers_to_one_comment_are_one_entry_that_says_whose_they_are(
    adas_comment: Comment, ada: Member, bob: Member, nora: Member, mira: Member, as_member: Open
) -> None:
    second = post(adas_comment.discussion, author=ada, body="It was full.")
    answer(adas_comment, bob, nora, mira)
    answer(second, bob)
    words = words_of(as_member(ada))
    assert "3 answers to your comment New Mira, Nora and Bob, " in words
    assert "Bob answered you New" in words
    assert words.index("Bob answered you") < words.index("3 answers")
    for said in ("as Bob said", "as Nora said", "as Mira said"):
        assert said in words


def test_an_entry_says_how_much_of_it_is_new(
    adas_comment: Comment, ada: Member, bob: Member, nora: Member, as_member: Open
) -> None:
    first, _ = answer(adas_comment, bob, nora)
    as_member(ada).get(first.get_absolute_url())
    assert "2 answers to your comment 1 new" in words_of(as_member(ada))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("mention", "2 comments that mention you"),
        ("quote", "2 comments that quote you"),
        ("article", "2 comments on your article"),
        ("discussion", "2 comments on an article that you follow"),
        ("branch", "2 answers below a comment that you follow"),
        ("writer", "2 comments by Bob, whom you follow"),
        ("section", "2 comments in a section that you follow"),
    ],
)
def test_each_kind_has_its_sentence(
    kind: str,
    said: str,
    discussion: Discussion,
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    nora: Member,
    lena: Member,
    as_member: Open,
) -> None:
    reader = {"mention": ada, "quote": ada, "article": lena}.get(kind, nora)
    follows = {
        "discussion": discussion,
        "branch": adas_comment,
        "writer": bob,
        "section": discussion.article.section,
    }
    if followed := follows.get(kind):
        following.follow(followed, by=reader)
    body = {"mention": "@Ada, see", "quote": f"> {adas_comment.text}\n\nSee"}.get(kind, "See")
    for number in range(2):
        to = adas_comment if kind == "branch" else None
        post(discussion, author=bob, body=f"{body} {number}.", to=to)
    tell_all()
    assert said in words_of(as_member(reader))


def test_what_is_taken_away_is_not_counted_in_its_entry(
    adas_comment: Comment, ada: Member, bob: Member, nora: Member, mira: Member, as_member: Open
) -> None:
    bobs, noras, _ = answer(adas_comment, bob, nora, mira)
    moderating.remove(bobs, by=mira, reason="Rude")
    assert "2 answers to your comment" in words_of(as_member(ada))
    withdraw(noras, by=nora)
    assert "Mira answered you" in words_of(as_member(ada))


def test_of_many_the_newest_are_shown_and_all_are_on_a_page_of_their_own(
    adas_comment: Comment, ada: Member, bob: Member, as_member: Open
) -> None:
    for number in range(SHOWN + 2):
        post(adas_comment.discussion, author=bob, body=f"Word {number}.", to=adas_comment)
    client = as_member(ada)
    page = client.get("/notifications/")
    assert "7 answers to your comment" in words_of(client)
    [bundle] = page.context["bundles"]
    assert len(bundle.rows) == SHOWN
    assert "Word 0." not in page.content.decode()
    of = f"/notifications/?of={bundle.newest.pk}"
    assert f'href="?of={bundle.newest.pk}"' in page.content.decode()
    words = words_of(client, of)
    assert [f"Word {number}." in words for number in range(7)] == [True] * 7
    assert "Nobody has answered" in words_of(as_member(bob), of)


@pytest.mark.parametrize("number", [1, 9])
def test_bundles_cost_two_queries(
    number: int, adas_comment: Comment, ada: Member, bob: Member, nora: Member, as_member: Open
) -> None:
    for index in range(number):
        mine = post(adas_comment.discussion, author=ada, body=f"Comment {index}.")
        answer(mine, bob, nora)
    client = as_member(ada)
    with CaptureQueriesContext(connection) as queries:
        client.get("/notifications/")
    asked = [query for query in queries if 'FROM "forum_notification"' in query["sql"]]
    assert len(asked) == 5  # with the bell's


def test_a_page_looks_at_so_many_and_leads_to_those_before_them(
    adas_comment: Comment, ada: Member, bob: Member, as_member: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(bundling, "MOST", 7)
    for number in range(9):
        post(adas_comment.discussion, author=bob, body=f"Word {number}.", to=adas_comment)
    post(adas_comment.discussion, author=bob, body="@Ada, look.")
    client = as_member(ada)
    page = client.get("/notifications/")
    assert "Bob mentioned you" in words_of(client)
    assert "6 answers to your comment" in words_of(client)
    older = page.context["older_url"]
    words = words_of(client, f"/notifications/{older}")
    assert "3 answers to your comment" in words
    assert [f"Word {number}." in words for number in range(9)] == [True] * 3 + [False] * 6
    assert "Older notifications" not in words
    of_them = f"/notifications/?of={page.context['bundles'][1].newest.pk}"
    words = words_of(client, of_them)
    assert [f"Word {number}." in words for number in range(9)] == [False] * 3 + [True] * 6


def test_where_nothing_of_a_part_may_be_read_the_page_leads_on(
    adas_comment: Comment, ada: Member, bob: Member, nora: Member, lena: Member, mira: Member,
    as_member: Open, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(bundling, "MOST", 2)
    first, *others = answer(adas_comment, bob, nora, lena)
    for each in others:
        moderating.remove(each, by=mira, reason="Rude")
    client = as_member(ada)
    page = client.get("/notifications/")
    assert "Nobody has answered" not in page.content.decode()
    older = page.context["older_url"]
    assert first.get_absolute_url() in client.get(f"/notifications/{older}").content.decode()


def test_what_was_seen_anywhere_is_read(
    adas_comment: Comment, ada: Member, bob: Member, nora: Member, as_member: Open
) -> None:
    bobs, noras = answer(adas_comment, bob, nora)
    client = as_member(ada)
    as_member(bob).post("/notifications/seen/", {"comment": [bobs.pk, noras.pk]})
    assert bell(client) == "Notifications, 2 unread"
    told = client.post("/notifications/seen/", {"comment": [bobs.pk, "x", "9" * 30, "²"]})
    assert 'aria-label="Notifications, 1 unread"' in told.content.decode()
    assert Notification.objects.unread().get().comment == noras


def test_the_bell_can_be_asked_for_alone(
    bobs_answer: Comment, ada: Member, as_member: Open
) -> None:
    page = as_member(ada).get("/notifications/unread/").content.decode()
    assert "<main" not in page
    assert 'aria-label="Notifications, 1 unread"' in page
