"""Who can be mentioned, who hears of it, and whose names are offered."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from forum import mentioning, moderating, previewing, sanctioning
from forum.models import Comment, Discussion, Member, Notification, Status
from forum.posting import edit, post, withdraw
from tests.conftest import take_offline
from tests.forum.test_notifying import told

Open = Callable[[Member], Client]
ANSWER, MENTION, QUOTE = (
    Notification.Kind.ANSWER,
    Notification.Kind.MENTION,
    Notification.Kind.QUOTE,
)


@pytest.fixture
def bobs_comment(discussion: Discussion, bob: Member) -> Comment:
    return post(discussion, author=bob, body="The depots are the dull part.")


def heard(member: Member) -> list[Comment]:
    shown = Notification.objects.shown_to(Member.objects.get(pk=member.pk)).unread()
    return [row.comment for row in shown.order_by("pk")]


def test_whoever_is_mentioned_is_told_once(
    adas_comment: Comment, bobs_comment: Comment, nora: Member, ada: Member, as_member: Open
) -> None:
    said = post(adas_comment.discussion, author=nora, body="@Ada, @Bob, and @Ada again: see?")
    assert told(said) == {"Ada": MENTION, "Bob": MENTION}
    page = as_member(ada).get("/notifications/").content.decode()
    assert "<bdi>Nora</bdi> mentioned you" in page


def test_who_is_answered_and_mentioned_is_answered(
    adas_comment: Comment, bobs_comment: Comment, nora: Member
) -> None:
    body = f"@Ada and @Bob\n\n> {bobs_comment.text}\n\nNo."
    said = post(adas_comment.discussion, author=nora, body=body, to=adas_comment)
    assert told(said) == {"Ada": ANSWER, "Bob": MENTION}


def test_nobody_is_told_that_they_mention_themselves(adas_comment: Comment, ada: Member) -> None:
    assert told(post(adas_comment.discussion, author=ada, body="As @Ada said.")) == {}


def test_those_of_whom_nobody_knows_are_not_mentioned(
    adas_comment: Comment, nora: Member, bob: Member
) -> None:
    waiting = post(adas_comment.discussion, author=nora, body="Does it run on Sundays?")
    Comment.objects.filter(pk=waiting.pk).update(status=Status.WAITING)
    said = post(adas_comment.discussion, author=bob, body="@Nora and @Ada, look.")
    assert (told(said), "@Nora" in said.text) == ({"Ada": MENTION}, True)
    assert f"/members/{nora.pk}/" not in said.html


def test_the_articles_author_can_be_mentioned_without_having_said_a_word(
    adas_comment: Comment, lena: Member
) -> None:
    said = post(adas_comment.discussion, author=adas_comment.author, body="@Lena Horvat, why?")
    assert told(said) == {"Lena Horvat": MENTION}


def test_a_mention_in_what_waits_is_told_when_it_appears(
    bobs_comment: Comment, ada: Member, mira: Member, bob: Member
) -> None:
    bobs_comment.discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(bobs_comment.discussion, author=ada, body="@Bob, may I?")
    assert heard(bob) == []
    moderating.approve(waiting, by=mira)
    assert heard(bob) == [waiting]


def test_a_mention_is_gone_with_its_comment(
    bobs_comment: Comment, ada: Member, bob: Member, mira: Member
) -> None:
    removed, withdrawn, gone = (
        post(bobs_comment.discussion, author=ada, body=f"@Bob {number}") for number in range(3)
    )
    moderating.remove(removed, by=mira, reason="Rude")
    withdraw(withdrawn, by=ada)
    assert heard(bob) == [gone]
    take_offline(gone.discussion.article)
    assert heard(bob) == []


def test_an_edit_that_mentions_somebody_tells_them(
    adas_comment: Comment, bobs_comment: Comment, nora: Member
) -> None:
    said = post(adas_comment.discussion, author=nora, body="@Ada, see?")
    edit(said, by=nora, body="@Ada and @Bob, see?", version=1)
    assert told(said) == {"Ada": MENTION, "Bob": MENTION}


def test_an_edit_takes_an_unread_mention_back_and_leaves_a_read_one(
    adas_comment: Comment, bobs_comment: Comment, nora: Member, bob: Member
) -> None:
    said = post(adas_comment.discussion, author=nora, body="@Ada and @Bob, see?")
    Notification.objects.filter(member=bob).mark_read()
    edit(said, by=nora, body="See?", version=1)
    assert told(said) == {"Bob": MENTION}


def test_who_was_quoted_and_is_then_mentioned_hears_of_it_anew(
    adas_comment: Comment, nora: Member, ada: Member
) -> None:
    said = post(adas_comment.discussion, author=nora, body=f"> {adas_comment.text}\n\nHm.")
    Notification.objects.mark_read()
    edit(said, by=nora, body=f"> {adas_comment.text}\n\nHm, @Ada.", version=1)
    assert (told(said), heard(ada)) == ({"Ada": MENTION}, [said])
    edit(said, by=nora, body=f"> {adas_comment.text}\n\nHm.", version=2)
    assert told(said) == {"Ada": QUOTE}


def test_a_mention_leads_to_the_page_of_a_member_who_is_called_otherwise_now(
    bobs_comment: Comment, ada: Member, bob: Member
) -> None:
    said = post(bobs_comment.discussion, author=ada, body="@Bob, see?")
    bob.name = "Robert"
    bob.save()
    call_command("rerender", all=True)
    said.refresh_from_db()
    assert f'href="/members/{bob.pk}/">@Bob</a>' in said.html
    assert Client().get(f"/members/{bob.pk}/")["Location"] == "/members/Robert/"


def test_numbers_tell_no_names_that_nobody_knows(adas_comment: Comment, nora: Member) -> None:
    assert Client().get(f"/members/{adas_comment.author_id}/").status_code == 302
    assert Client().get(f"/members/{nora.pk}/").status_code == 404
    assert Client().get("/members/999999999/").status_code == 404


def test_imported_words_mention_nobody(make_article: Callable[..., Article]) -> None:
    from tests.conftest import TRAM

    adas = "1. Dana — March 4, 2026\n   @Ada was there.\n"
    danas = make_article(f"{TRAM}\n1 comment\n\n{adas}", "more.txt").discussion.comments.get()
    assert "mention" not in danas.html


def test_the_preview_shows_who_will_be_mentioned(adas_comment: Comment) -> None:
    html = previewing.preview("@Ada?", discussion=adas_comment.discussion, to=None)
    assert 'class="mention"' in html
    assert not Notification.objects.exists()


def test_who_mentions_nobody_pays_nothing(
    adas_comment: Comment, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(0):
        from forum import markup

        markup.render("Nobody, at a depot.", mentioning.people)


def test_those_in_the_discussion_are_offered_first_the_latest_of_them_first(
    discussion: Discussion,
    make_member: Callable[..., Member],
    make_article: Callable[..., Article],
    nora: Member,
) -> None:
    mara, mark, max_, maria = map(make_member, ["Mara", "Mark", "Max", "Maria"])
    elsewhere = make_article("Another\n\nMarch 4, 2026\n\nBy A. Body\n\nWords.\n", "other.txt")
    for author in (mara, mark, max_):
        post(discussion, author=author, body=f"{author} was here.")
    post(elsewhere.discussion, author=maria, body="I was here.")

    def offered(begun: str) -> list[str]:
        return mentioning.offered(begun, discussion=discussion, to=nora)

    assert offered("ma") == ["Max", "Mark", "Mara", "Maria"]
    assert offered("MAR") == ["Mark", "Mara", "Maria"]
    assert offered("") == offered("m") == ["Max", "Mark", "Mara"]
    assert offered("mira") == offered("%") == offered("max 1") == []


def test_nobody_is_offered_who_is_not_known_or_banned_or_oneself(
    adas_comment: Comment,
    bobs_answer: Comment,
    nora: Member,
    ada: Member,
    bob: Member,
    mira: Member,
) -> None:
    discussion = adas_comment.discussion
    waiting = post(discussion, author=nora, body="May I?")
    Comment.objects.filter(pk=waiting.pk).update(status=Status.WAITING)
    assert mentioning.offered("", discussion=discussion, to=ada) == ["Bob"]
    assert mentioning.offered("nora", discussion=discussion, to=ada) == []
    sanctioning.ban(bob, by=mira, until=None, reason="Spam")
    assert mentioning.offered("bob", discussion=discussion, to=ada) == []


def test_names_are_offered_as_options_with_their_markup_escaped(
    adas_comment: Comment, bob: Member, as_member: Open
) -> None:
    address = f"{adas_comment.discussion.article.get_absolute_url()}people/"
    answer = as_member(bob).get(address, {"begun": "a\0d"})
    assert 'role="option" id="person-1" data-name="Ada"' in answer.content.decode()
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("number", [1, 6])
def test_names_cost_two_queries(
    number: int,
    discussion: Discussion,
    make_member: Callable[..., Member],
    nora: Member,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    for letter in "abcdef"[:number]:
        post(discussion, author=make_member(f"Max {letter}"), body=f"Word {letter}.")
    with django_assert_num_queries(2):
        mentioning.offered("max", discussion=discussion, to=nora)
