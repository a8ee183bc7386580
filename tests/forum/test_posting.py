from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from articles.models import Article
from forum.models import Comment, Discussion, Fidelity, Member, Status
from forum.posting import edit, post, withdraw

WORDS = "The crews had always been driven home by taxi."


def refused(code: str, **words: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        post(**words)  # type: ignore[arg-type]
    assert code in [error.code for error in refusal.value.error_list]
    return refusal.value.messages[0]


def make_older(comment: Comment, **age: int) -> None:
    comment.posted_at = timezone.now() - timedelta(**age)
    comment.save()


def test_a_comment_is_published_at_once_in_an_open_discussion(adas_comment: Comment) -> None:
    assert adas_comment.is_published
    assert (
        adas_comment.html.strip() == '<p dir="auto">I took the later tram on its first night.</p>'
    )


def test_answers_are_numbered_within_their_thread(
    adas_comment: Comment, bobs_answer: Comment, ada: Member
) -> None:
    again = post(adas_comment.discussion, author=ada, body="At which stop?", to=bobs_answer)
    assert (bobs_answer.root, bobs_answer.ordinal) == (adas_comment, 1)
    assert (again.root, again.ordinal) == (adas_comment, 2)


def test_a_form_sent_twice_posts_once(discussion: Discussion, ada: Member) -> None:
    first = post(discussion, author=ada, body="Once.", token="a-form")
    second = post(discussion, author=ada, body="Once.", token="a-form")
    assert first == second
    assert Comment.objects.count() == 1


def test_two_people_may_be_served_the_same_token(
    discussion: Discussion, ada: Member, bob: Member
) -> None:
    post(discussion, author=ada, body="Mine.", token="a-form")
    post(discussion, author=bob, body="Mine.", token="a-form")
    assert Comment.objects.count() == 2


def test_saying_the_same_again_is_refused(adas_comment: Comment, ada: Member, bob: Member) -> None:
    same = {"discussion": adas_comment.discussion, "body": adas_comment.body}
    refused("repeated", author=ada, **same)
    assert post(author=bob, **same).is_published


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        (" \n\t\n ", "empty"),
        ("> Nobody had counted who missed it.", "only_quotes"),
        ("x" * 10_001, "too_long"),
    ],
)
def test_words_that_say_nothing_or_too_much_are_refused(
    body: str, code: str, discussion: Discussion, ada: Member
) -> None:
    assert refused(code, discussion=discussion, author=ada, body=body).endswith(".")
    assert not Comment.objects.exists()


def test_a_closed_discussion_takes_no_comments(discussion: Discussion, ada: Member) -> None:
    discussion.mode = Discussion.Mode.CLOSED
    refused("closed", discussion=discussion, author=ada, body="One more thing.")


def test_a_comment_that_is_gone_can_not_be_answered(
    adas_comment: Comment, ada: Member, bob: Member
) -> None:
    withdraw(adas_comment, by=ada)
    refused("gone", discussion=adas_comment.discussion, author=bob, body="Why?", to=adas_comment)


def test_where_a_moderator_reads_first_a_comment_waits_and_the_reason_is_kept(
    discussion: Discussion, ada: Member, mira: Member
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    waiting = post(discussion, author=ada, body="May I?")
    assert waiting.is_waiting
    decision = waiting.decisions.get()
    assert (decision.by, decision.after) == (None, Status.WAITING)
    assert decision.reason
    assert post(discussion, author=mira, body="I may.").is_published


def test_each_blockquote_is_checked(discussion: Discussion, ada: Member) -> None:
    body = f"> {WORDS}\n\nTrue.\n\n> The crews had never been driven home by taxi.\n\n> Trams fly."
    quotes = post(discussion, author=ada, body=body).quotes.all()
    assert [quote.fidelity for quote in quotes] == [
        Fidelity.VERBATIM,
        Fidelity.ALTERED,
        Fidelity.UNFOUND,
    ]
    assert quotes[0].exact == WORDS
    assert quotes[0].passages == quotes[1].passages == [4]
    assert discussion.article.current.text[quotes[0].start : quotes[0].end] == quotes[0].exact


def test_a_comment_is_quoted_from_where_it_stands(adas_comment: Comment, bob: Member) -> None:
    body = "> I took the later tram on its first night.\n\nWas it full?"
    quote = post(adas_comment.discussion, author=bob, body=body, to=adas_comment).quotes.get()
    assert (quote.quoted_comment, quote.fidelity) == (adas_comment, Fidelity.VERBATIM)


def test_a_mark_never_betrays_a_comment_that_is_not_public(
    adas_comment: Comment, ada: Member, bob: Member
) -> None:
    withdraw(adas_comment, by=ada)
    body = f"> {adas_comment.body}\n\nDid anybody say this?"
    quote = post(adas_comment.discussion, author=bob, body=body).quotes.get()
    assert quote.fidelity == Fidelity.UNFOUND


def test_an_edit_in_the_first_quarter_of_an_hour_leaves_no_mark(
    adas_comment: Comment, ada: Member
) -> None:
    edit(adas_comment, by=ada, body="I took it on its first night.", version=1)
    adas_comment.refresh_from_db()
    assert adas_comment.text == "I took it on its first night."
    assert adas_comment.edited_at is None
    assert not adas_comment.revisions.exists()


def test_a_later_edit_keeps_what_stood_there(adas_comment: Comment, ada: Member) -> None:
    make_older(adas_comment, minutes=16)
    edit(adas_comment, by=ada, body="I took it on its second night.", version=1)
    adas_comment.refresh_from_db()
    assert adas_comment.edited_at
    assert adas_comment.revisions.get().body == "I took the later tram on its first night."


def test_quotes_follow_the_text_that_they_stand_in(discussion: Discussion, ada: Member) -> None:
    comment = post(discussion, author=ada, body=f"> {WORDS}\n\nTrue.")
    make_older(comment, hours=1)
    edit(comment, by=ada, body="> Nobody had counted who missed it.\n\nTrue.", version=1)
    assert comment.quotes.get(revision=None).passages == [1]
    assert comment.revisions.get().quotes.get().passages == [4]


def test_an_edit_of_what_has_changed_since_is_refused(adas_comment: Comment, ada: Member) -> None:
    edit(adas_comment, by=ada, body="In one window.", version=1)
    with pytest.raises(ValidationError) as refusal:
        edit(adas_comment, by=ada, body="In another.", version=1)
    assert refusal.value.code == "stale"
    adas_comment.refresh_from_db()
    assert adas_comment.body == "In one window."


def test_nobody_changes_what_others_wrote(adas_comment: Comment, bob: Member, mira: Member) -> None:
    for somebody in (bob, mira):
        with pytest.raises(PermissionDenied):
            edit(adas_comment, by=somebody, body="Something else.", version=1)
        with pytest.raises(PermissionDenied):
            withdraw(adas_comment, by=somebody)


def test_what_a_moderator_approved_can_not_be_changed_behind_their_back(
    adas_comment: Comment, ada: Member
) -> None:
    adas_comment.discussion.mode = Discussion.Mode.PREMODERATED
    with pytest.raises(ValidationError) as refusal:
        edit(adas_comment, by=ada, body="Buy my watches.", version=1)
    assert refusal.value.code == "approved"


def test_answers_posted_at_once_are_all_kept_and_numbered(
    committed_db: None, make_article: Callable[..., Article], make_member: Callable[..., Member]
) -> None:
    discussion = make_article().discussion
    people = [make_member(f"Reader {letter}") for letter in "ABCDEFGH"]
    root = post(discussion, author=people[0], body="Who was there?")
    everybody = Barrier(len(people))
    failures: list[Exception] = []

    def answer(member: Member) -> None:
        try:
            everybody.wait()
            for number in range(3):
                post(discussion, author=member, body=f"I was, {number} times.", to=root)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=[member]) for member in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(root.replies.values_list("ordinal", flat=True)) == list(range(1, 25))


def test_one_form_sent_twice_at_the_same_moment_posts_once(
    committed_db: None, make_article: Callable[..., Article], make_member: Callable[..., Member]
) -> None:
    discussion, ada = make_article().discussion, make_member("Ada")
    both = Barrier(2)
    posted: list[Comment] = []

    def send() -> None:
        try:
            both.wait()
            posted.append(post(discussion, author=ada, body="Once.", token="a-form"))
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(posted) == 2
    assert posted[0] == posted[1]
    assert Comment.objects.count() == 1
