"""What members are told, where, and how it counts as read."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from forum import context_processors
from forum.models import Comment, Discussion, Member, Notification, Status
from forum.posting import edit, post
from forum.views import notifications

Open = Callable[[Member], Client]
SAID = "I took the later tram on its first night."
ADDRESS = "/notifications/"


@pytest.fixture
def misquoting(adas_comment: Comment, bob: Member) -> Comment:
    """Bob quotes Ada with one word changed."""
    body = "> I took the earlier tram on its first night.\n\nYou *did*?"
    return post(adas_comment.discussion, author=bob, body=body)


def words_of(client: Client, address: str = ADDRESS) -> str:
    """What the page says between its header and its footer."""
    main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", "", main).split())


def bell(client: Client, address: str = "/") -> str:
    """What the bell in the header is called."""
    page = client.get(address).content.decode()
    return page.partition('class="bell"')[2].partition('aria-label="')[2].partition('"')[0]


def answers(comment: Comment, author: Member, number: int) -> list[Comment]:
    return [
        post(comment.discussion, author=author, body=f"Answer {index}.", to=comment)
        for index in range(number)
    ]


def talks(discussion: Discussion, ada: Member, bob: Member, number: int) -> None:
    """Bob answers so many comments of Ada's."""
    for index in range(number):
        said = post(discussion, author=ada, body=f"Comment {index}.")
        post(discussion, author=bob, body=f"Answer {index}.", to=said)


def test_ada_reads_who_quoted_her_where_and_how_faithfully(
    misquoting: Comment, ada: Member, as_member: Open
) -> None:
    page = as_member(ada).get(ADDRESS).content.decode()
    assert 'data-fidelity="altered"' in page
    assert f'href="{misquoting.get_absolute_url()}"' in page
    words = words_of(as_member(ada))
    for told in (
        "Bob quoted you",
        "New",
        "on The tram that came back",
        "You did?",
        "changed from: later to: earlier",
        "Altered: 1 word changed",
    ):
        assert told in words


@pytest.mark.parametrize(
    ("is_answer", "body", "sentence"),
    [
        (True, "So did I.", "Bob answered you"),
        (True, f"> {SAID}\n\nSo did I.", "Bob answered and quoted you"),
        (False, f"> {SAID}\n\nSo did I.", "Bob quoted you"),
    ],
)
def test_a_line_says_who_did_what(
    is_answer: bool, body: str, sentence: str, adas_comment: Comment, bob: Member, as_member: Open
) -> None:
    to = adas_comment if is_answer else None
    post(adas_comment.discussion, author=bob, body=body, to=to)
    assert sentence in words_of(as_member(adas_comment.author))


def test_only_quotes_of_ones_own_words_are_told(
    adas_comment: Comment, bobs_answer: Comment, nora: Member, ada: Member, as_member: Open
) -> None:
    quotes = ["So did I.", "Nobody had counted who missed it.", "the later tram"]
    body = "\n\n".join(f"> {words}\n\nAha." for words in quotes)
    post(adas_comment.discussion, author=nora, body=body, to=bobs_answer)
    page = as_member(ada).get(ADDRESS).content.decode()
    assert page.count("<figure") == 1
    assert "the later tram" in page
    assert "Nobody had counted" not in page


def test_a_quote_that_an_edit_took_out_again_is_told_as_gone(
    misquoting: Comment, bob: Member, ada: Member, as_member: Open
) -> None:
    edit(misquoting, by=bob, body="Did you?", version=1)
    words = words_of(as_member(ada))
    assert "Bob quoted you" in words
    assert "It doesn’t quote you any more." in words
    assert "Altered" not in words


def test_a_quote_whose_article_is_a_draft_shows_no_words(
    make_article: Callable[..., Article],
    adas_comment: Comment,
    bob: Member,
    ada: Member,
    as_member: Open,
) -> None:
    other = make_article("Another piece\n\nMarch 4, 2026\n\nBy A. Body\n\nWords.\n", "other.txt")
    body = f"> {SAID}\n>\n> — [Ada](/comments/{adas_comment.pk}/)\n\nAs she said."
    post(other.discussion, author=bob, body=body)
    assert SAID in words_of(as_member(ada))
    Article.objects.filter(pk=adas_comment.discussion_id).update(status=Article.Status.DRAFT)
    page = as_member(ada).get(ADDRESS).content.decode()
    assert "These words are no longer shown." in page
    assert SAID not in page


def test_only_an_excerpt_of_long_words_is_told_and_none_of_their_markup(
    adas_comment: Comment, bob: Member, as_member: Open
) -> None:
    body = "<script>alert(1)</script> **Listen** & [look](https://example.org/). " + "More. " * 100
    post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    page = as_member(adas_comment.author).get(ADDRESS).content.decode()
    excerpt = page.partition('class="notification-words"')[2].partition("</p>")[0]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Listen &amp; look." in excerpt
    assert "…" in excerpt
    assert len(excerpt) < 400


def test_whom_nobody_has_answered_reads_that(
    bobs_answer: Comment, nora: Member, ada: Member, as_member: Open
) -> None:
    assert "Nobody has answered, mentioned or quoted you yet." in words_of(as_member(nora))
    assert "Nobody has answered" not in words_of(as_member(ada))


def test_the_bell_counts_what_is_unread_for_members_only(
    adas_comment: Comment, bob: Member, ada: Member, as_member: Open
) -> None:
    answers(adas_comment, bob, 3)
    assert bell(as_member(ada)) == "Notifications, 3 unread"
    assert bell(as_member(bob)) == "Notifications"
    assert bell(Client()) == ""


def test_the_bell_counts_no_further_than_its_most(
    adas_comment: Comment, bob: Member, as_member: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context_processors, "MOST", 2)
    answers(adas_comment, bob, 2)
    assert bell(as_member(adas_comment.author)) == "Notifications, 2 unread"
    post(adas_comment.discussion, author=bob, body="One more.", to=adas_comment)
    assert bell(as_member(adas_comment.author)) == "Notifications, 2+ unread"


@pytest.mark.parametrize("status", [Status.WAITING, Status.REJECTED, Status.REMOVED, "withdrawn"])
def test_of_a_comment_that_is_not_public_nothing_is_told_or_counted(
    status: str,
    adas_comment: Comment,
    bob: Member,
    mira: Member,
    ada: Member,
    as_member: Open,
) -> None:
    if status in {Status.WAITING, Status.REJECTED}:
        adas_comment.discussion.mode = Discussion.Mode.PREMODERATED
    body = f"> {SAID}\n\nThe key is under the mat."
    hidden = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    if hidden.status != status:
        hidden.become(Status(status), by=mira, reason="No")
    assert Notification.objects.filter(member=ada).exists()
    assert "Bob" not in words_of(as_member(ada))
    assert bell(as_member(ada)) == "Notifications"
    if status != "withdrawn":
        hidden.become(Status.PUBLISHED, by=mira)
        assert "The key is under the mat." in words_of(as_member(ada))
        assert bell(as_member(ada)) == "Notifications, 1 unread"


def test_opening_the_permalink_reads_that_one(
    adas_comment: Comment, bob: Member, ada: Member, as_member: Open
) -> None:
    first, second = answers(adas_comment, bob, 2)
    client = as_member(ada)
    for somebody in (Client(), as_member(bob)):
        somebody.get(first.get_absolute_url())
    assert bell(client) == "Notifications, 2 unread"
    client.get(first.get_absolute_url())
    assert bell(client) == "Notifications, 1 unread"
    assert Notification.objects.unread().get().comment == second
    assert words_of(client).count("New") == 1


def test_opening_what_is_left_of_a_removed_comment_does_not_read_it(
    bobs_answer: Comment, ada: Member, mira: Member, as_member: Open
) -> None:
    client = as_member(ada)
    bobs_answer.become(Status.REMOVED, by=mira, reason="Rude")
    assert client.get(bobs_answer.get_absolute_url()).status_code == 302
    bobs_answer.become(Status.PUBLISHED, by=mira)
    assert bell(client) == "Notifications, 1 unread"


def test_marking_all_as_read_spares_what_arrived_meanwhile(
    adas_comment: Comment, bob: Member, ada: Member, as_member: Open
) -> None:
    answers(adas_comment, bob, 3)
    client = as_member(ada)
    newest = client.get(ADDRESS).context["newest"]
    late = post(adas_comment.discussion, author=bob, body="One more.", to=adas_comment)
    answer = client.post(ADDRESS, {"newest": newest})
    assert (answer.status_code, answer["Location"]) == (303, ADDRESS)
    assert Notification.objects.unread().get().comment == late


def test_nobody_reads_for_others(
    adas_comment: Comment, bobs_answer: Comment, bob: Member, ada: Member, as_member: Open
) -> None:
    newest = Notification.objects.get().pk
    as_member(bob).post(ADDRESS, {"newest": newest})
    assert bell(as_member(ada)) == "Notifications, 1 unread"
    as_member(ada).post(ADDRESS, {"newest": newest})
    assert bell(as_member(ada)) == "Notifications"


@pytest.mark.parametrize("newest", ["", "0", "-1", "abc", "²", "1.5"])
def test_a_form_that_makes_no_sense_reads_nothing(
    newest: str, bobs_answer: Comment, ada: Member, as_member: Open
) -> None:
    assert as_member(ada).post(ADDRESS, {"newest": newest}).status_code == 400
    assert Notification.objects.unread().exists()


def test_the_button_is_there_as_long_as_something_is_unread(
    bobs_answer: Comment, ada: Member, as_member: Open
) -> None:
    client = as_member(ada)
    assert "Mark all as read" in words_of(client)
    client.get(bobs_answer.get_absolute_url())
    assert "Mark all as read" not in words_of(client)


def test_many_come_in_pages_the_newest_first(
    discussion: Discussion,
    bob: Member,
    ada: Member,
    as_member: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notifications, "PER_PAGE", 2)
    talks(discussion, ada, bob, 5)
    client, address, seen = as_member(ada), ADDRESS, []
    for _ in range(3):
        page = client.get(address)
        seen += re.findall(r"Answer (\d)\.", page.content.decode())
        address = page.context["older_url"] and ADDRESS + page.context["older_url"]
    assert (seen, address) == (list("43210"), "")


def test_older_pages_do_not_offer_to_read_what_they_do_not_show(
    discussion: Discussion,
    ada: Member,
    bob: Member,
    as_member: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notifications, "PER_PAGE", 2)
    talks(discussion, ada, bob, 3)
    client = as_member(ada)
    older = client.get(ADDRESS).context["older_url"]
    assert "Mark all as read" in words_of(client)
    assert "Mark all as read" not in words_of(client, ADDRESS + older)


@pytest.mark.parametrize("before", ["0", "-1", "abc", "9" * 40, "²", ""])
def test_an_address_that_makes_no_sense_shows_the_newest(
    before: str, bobs_answer: Comment, ada: Member, as_member: Open
) -> None:
    assert "Bob answered you" in words_of(as_member(ada), f"{ADDRESS}?before={before}")


def test_a_notification_tells_when_it_came_not_when_its_comment_was_written(
    adas_comment: Comment, bob: Member, ada: Member, as_member: Open
) -> None:
    comment = post(adas_comment.discussion, author=bob, body="Who was there?")
    comment.posted_at = comment.created_at = timezone.now() - timedelta(days=2)
    comment.save()
    edit(comment, by=bob, body=f"Who was there?\n\n> {SAID}\n\nAda was.", version=1)
    words = words_of(as_member(ada))
    assert "2 days ago" not in words
    assert "now, on The tram" in words or "ago, on The tram" in words


@pytest.mark.parametrize("number", [2, 40])
def test_the_page_costs_the_same_few_queries(
    number: int,
    adas_comment: Comment,
    bob: Member,
    ada: Member,
    as_member: Open,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    for index in range(number):
        body = f"> {SAID}\n\nRemark {index}."
        post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    client = as_member(ada)
    with django_assert_max_num_queries(10):
        client.get(ADDRESS)


def test_the_bell_costs_few_queries_and_guests_and_fragments_none(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, nora: Member, as_member: Open
) -> None:
    fragment = as_member(ada)
    fragment.defaults["HTTP_X_FRAGMENT"] = "1"
    quotes = f"/comments/{adas_comment.pk}/quotes/"
    for client, address, most in [
        (Client(), "/", 0),
        (as_member(nora), "/", 1),
        (as_member(ada), "/", 2),
        (as_member(ada), quotes, 2),
        (fragment, quotes, 0),
    ]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked = [query for query in queries if "forum_notification" in query["sql"]]
        assert len(asked) == most
