"""The doors of one comment."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from forum.flagging import flag
from forum.models import Comment, Discussion, Flag, Member, Recommendation, Status
from forum.posting import post

Open = Callable[[Member], Client]


def make_older(comment: Comment) -> None:
    comment.posted_at = timezone.now() - timedelta(hours=1)
    comment.save()


def test_an_edit_is_shown_at_once_and_its_history_is_public(
    adas_comment: Comment, ada: Member, as_member: Open
) -> None:
    make_older(adas_comment)
    address = adas_comment.get_absolute_url()
    body = "I took the later tram on its second night."
    assert as_member(ada).post(f"{address}edit/", {"body": body, "version": 1}).status_code == 303
    page = Client().get(address, follow=True).content.decode()
    assert "second night" in page
    assert "edited" in page
    history = Client().get(f"{address}history/").content.decode()
    assert "first" in history
    assert "second" in history


def test_of_two_edits_the_later_one_sees_both_texts_and_can_save_again(
    adas_comment: Comment, ada: Member, as_member: Open
) -> None:
    address = f"{adas_comment.get_absolute_url()}edit/"
    client = as_member(ada)
    client.post(address, {"body": "From one window.", "version": 1})
    answer = client.post(address, {"body": "From another.", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "From one window." in page
    assert "From another." in page
    form = answer.context["form"]
    client.post(address, {"body": form["body"].value(), "version": form["version"].value()})
    adas_comment.refresh_from_db()
    assert adas_comment.body == "From another."


def test_a_withdrawn_comment_leaves_its_place_and_its_answers(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, as_member: Open
) -> None:
    as_member(ada).post(f"{adas_comment.get_absolute_url()}withdrawal/")
    page = Client().get(adas_comment.discussion.article.get_absolute_url()).content.decode()
    assert "Withdrawn by its author." in page
    assert adas_comment.text not in page
    assert bobs_answer.text in page
    assert 'data-comment-count="1"' in page


def test_a_report_reaches_the_moderators_once_and_can_be_taken_back(
    adas_comment: Comment, bob: Member, as_member: Open
) -> None:
    address = f"{adas_comment.get_absolute_url()}flag/"
    client = as_member(bob)
    client.post(address, {"reason": "abuse", "note": "He means me."})
    assert client.post(address, {"reason": "spam"}).status_code == 409
    assert Flag.objects.open().get().note == "He means me."
    client.post(address, {"withdraw": "1"})
    assert not Flag.objects.exists()


def test_a_report_that_was_decided_on_stays_on_record(
    adas_comment: Comment, bob: Member, mira: Member, as_member: Open
) -> None:
    report = flag(adas_comment, by=bob, reason="abuse")
    report.settled_by = adas_comment.become(Status.PUBLISHED, by=mira, reason="It isn't")
    report.save()
    as_member(bob).post(f"{adas_comment.get_absolute_url()}flag/", {"withdraw": "1"})
    assert Flag.objects.exists()


def test_recommending_twice_counts_once_and_can_be_taken_back(
    adas_comment: Comment, bob: Member, as_member: Open
) -> None:
    address = f"{adas_comment.get_absolute_url()}recommendation/"
    client = as_member(bob)
    for _ in range(2):
        client.post(address)
    assert Recommendation.objects.count() == 1
    client.post(address, {"withdraw": "1"})
    assert Recommendation.objects.count() == 0


def test_the_source_leaves_out_what_it_quotes_from_a_comment_that_is_gone(
    adas_comment: Comment, ada: Member, bob: Member, mira: Member
) -> None:
    body = f"> {adas_comment.body}\n\nSo did I.\n\n> Nobody had counted who missed it.\n\nNobody?"
    answer = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    address = f"{answer.get_absolute_url()}source/"
    assert Client().get(address).content.decode() == body
    adas_comment.become(Status.REMOVED, by=mira, reason="Spam")
    assert Client().get(address).content.decode() == body.replace(adas_comment.body, "[…]")
    adas_comment.become(Status.PUBLISHED, by=mira)
    assert Client().get(address).content.decode() == body


def test_the_history_hides_what_an_earlier_text_quoted_from_a_comment_that_is_gone(
    adas_comment: Comment, bob: Member, mira: Member, as_member: Open
) -> None:
    body = f"> {adas_comment.body}\n\nSo did I."
    answer = post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    make_older(answer)
    address = answer.get_absolute_url()
    as_member(bob).post(f"{address}edit/", {"body": "So did I, once.", "version": 1})
    assert adas_comment.text in Client().get(f"{address}history/").content.decode()
    adas_comment.become(Status.REMOVED, by=mira, reason="Spam")
    assert adas_comment.text not in Client().get(f"{address}history/").content.decode()


def test_the_author_of_a_waiting_comment_sees_it_marked_in_its_place(
    discussion: Discussion, ada: Member, bob: Member, as_member: Open
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    discussion.save()
    post(discussion, author=ada, body="May I?")
    address = discussion.article.get_absolute_url()
    page = as_member(ada).get(address).content.decode()
    assert "May I?" in page
    assert "Only you can see it" in page
    assert "May I?" not in as_member(bob).get(address).content.decode()
