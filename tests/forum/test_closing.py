from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from forum import closing, flagging, moderating, posting, purging, sanctioning, working
from forum.models import (
    BarredAddress,
    Closing,
    Comment,
    Decision,
    Discussion,
    Flag,
    Member,
    Notification,
    Preference,
    Quote,
    Sanction,
    Status,
    Visit,
)
from forum.visiting import look


def close(member: Member, *, withdraws: bool = False) -> None:
    """A day later, when the worker has come by."""
    closing.ask(member, withdraws=withdraws)
    Closing.objects.update(due_at=timezone.now())
    while closing.close_next():
        pass
    member.refresh_from_db()


def page(comment: Comment) -> str:
    return Client().get(comment.discussion.article.get_absolute_url()).content.decode()


def test_nothing_happens_for_a_day(adas_comment: Comment, ada: Member) -> None:
    closing.ask(ada, withdraws=True)
    assert not closing.close_next()
    adas_comment.refresh_from_db()
    assert adas_comment.is_published


def test_comments_stay_without_the_name(adas_comment: Comment, ada: Member) -> None:
    close(ada)
    text = page(adas_comment)
    assert adas_comment.text in text
    assert "Former member" in text
    assert "Ada" not in text.replace("data-", "")
    assert "/members/" not in text


def test_nothing_tells_any_more_who_they_were(
    adas_comment: Comment, bobs_answer: Comment, ada: Member
) -> None:
    ada.about = "I live at the harbour."
    ada.expertise = "trams"
    ada.save()
    Comment.objects.update(expertise="trams")
    look(adas_comment.discussion, by=ada)
    Preference.objects.create(member=ada, kind="quote", delivery="off")
    assert Notification.objects.filter(member=ada).exists()
    close(ada)
    assert (ada.name, ada.about, ada.expertise) == ("Former member", "", "")
    assert (ada.is_active, ada.has_usable_password()) == (False, False)
    assert set(Comment.objects.filter(author=ada).values_list("expertise")) == {("",)}
    for model in (Notification, Visit, Preference):
        assert not model.objects.filter(member=ada).exists()
    assert not EmailAddress.objects.filter(user=ada).exists()
    left = Member.objects.values().get(pk=ada.pk)
    assert not any("ada" in str(value).casefold() for value in left.values())


def test_their_page_is_gone_and_nobody_gets_their_name(
    adas_comment: Comment, ada: Member, make_member: Callable[..., Member]
) -> None:
    close(ada)
    for name in ("Ada", "Former member"):
        assert Client().get(f"/members/{name}/").status_code == 404
    with pytest.raises(ValidationError, match="taken"):
        make_member("ADA")


def test_several_can_go(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member
) -> None:
    close(ada)
    close(bob)
    assert Member.objects.filter(name="Former member").count() == 2


def test_withdrawn_comments_lose_their_words_and_so_do_quotes_of_them(
    adas_comment: Comment, ada: Member, bob: Member, discussion: Discussion
) -> None:
    words = adas_comment.text
    posting.post(discussion, author=bob, body=f"> {words}\n\nSo did I.", to=adas_comment)
    close(ada, withdraws=True)
    text = page(adas_comment)
    assert words not in text
    assert "Withdrawn by its author." in text
    assert "So did I." in text
    purging.purge(adas_comment)  # as the worker does within ten minutes
    working.work_off()
    adas_comment.refresh_from_db()
    assert (adas_comment.body, adas_comment.purged_at is not None) == ("", True)
    quote = Quote.objects.get(quoted_comment=adas_comment)
    assert (quote.words, quote.exact) == ("", "")
    assert words not in quote.comment.body


def test_withdrawn_words_that_are_reported_wait_for_a_moderator(
    adas_comment: Comment, ada: Member, bob: Member
) -> None:
    flagging.flag(adas_comment, by=bob, reason="abuse", note="")
    close(ada, withdraws=True)
    purging.purge(adas_comment)
    adas_comment.refresh_from_db()
    assert adas_comment.body


def test_hidden_ones_are_withdrawn_too(adas_comment: Comment, ada: Member) -> None:
    adas_comment.become(Status.HIDDEN, by=None)
    close(ada, withdraws=True)
    adas_comment.refresh_from_db()
    assert adas_comment.status == Status.WITHDRAWN


@pytest.fixture
def withdraws_all(adas_comment: Comment, ada: Member, mira: Member) -> Decision:
    """Mira removes Ada's comment, and Ada closes her account and withdraws all comments."""
    removal = moderating.remove(adas_comment, by=mira, reason="Off the subject.")
    close(ada, withdraws=True)
    return removal


def test_what_was_removed_is_withdrawn_when_the_removal_is_undone(
    withdraws_all: Decision, mira: Member
) -> None:
    moderating.undo(withdraws_all, by=mira)
    comment = Comment.objects.get(pk=withdraws_all.comment_id)
    assert comment.status == Status.WITHDRAWN
    assert comment.text not in page(comment)
    assert comment.discussion.comment_count == 0
    purging.purge(comment)
    comment.refresh_from_db()
    assert comment.body == ""


def test_what_was_removed_is_withdrawn_when_it_is_restored(
    withdraws_all: Decision, mira: Member
) -> None:
    moderating.restore(Comment.objects.get(), by=mira)
    assert Comment.objects.get().status == Status.WITHDRAWN


def test_what_was_removed_with_others_is_withdrawn_when_all_come_back(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, mira: Member
) -> None:
    removal = moderating.remove_branch(adas_comment, by=mira, words_for=lambda _: "Off topic")
    close(ada, withdraws=True)
    moderating.undo_batch(removal.id, by=mira)
    statuses = dict(Comment.objects.values_list("author__name", "status"))
    assert statuses == {"Former member": Status.WITHDRAWN, "Bob": Status.PUBLISHED}


def test_what_was_removed_comes_back_if_its_author_wanted_comments_to_stay(
    adas_comment: Comment, ada: Member, mira: Member
) -> None:
    removal = moderating.remove(adas_comment, by=mira, reason="Off the subject.")
    close(ada)
    moderating.undo(removal, by=mira)
    adas_comment.refresh_from_db()
    assert adas_comment.is_published


@pytest.mark.parametrize("withdraws", [True, False])
def test_what_waits_is_withdrawn_either_way(
    withdraws: bool, discussion: Discussion, ada: Member
) -> None:
    discussion.mode = Discussion.Mode.PREMODERATED
    discussion.save()
    waiting = posting.post(discussion, author=ada, body="I wait.")
    close(ada, withdraws=withdraws)
    waiting.refresh_from_db()
    assert waiting.status == Status.WITHDRAWN


def test_what_moderators_decided_stays_on_record_without_the_name(
    adas_comment: Comment, ada: Member, mira: Member
) -> None:
    moderating.remove(adas_comment, by=mira, reason="Off the subject.")
    close(ada)
    decision = Decision.objects.get(after=Status.REMOVED)
    assert "Ada" not in str(decision)
    assert decision.reason == "Off the subject."


def test_what_they_typed_into_settled_reports_goes(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, mira: Member
) -> None:
    flagging.flag(bobs_answer, by=ada, reason="other", note="I know him from school.")
    moderating.approve(bobs_answer, by=mira)
    close(ada)
    assert Flag.objects.get().note == ""


def test_whoever_logs_in_within_the_day_keeps_the_account(
    adas_comment: Comment, ada: Member
) -> None:
    closing.ask(ada, withdraws=True)
    assert closing.keep(ada)
    assert not closing.keep(ada)
    Closing.objects.update(due_at=timezone.now())
    assert not closing.close_next()


def test_the_last_administrator_stays(ada: Member, make_member: Callable[..., Member]) -> None:
    tove = make_member("Tove", is_staff=True, is_superuser=True)
    with pytest.raises(ValidationError, match="only administrator"):
        closing.ask(tove, withdraws=False)
    make_member("Theo", is_staff=True, is_superuser=True)
    close(tove)
    assert not tove.is_superuser


def test_no_sanction_is_escaped_by_closing(
    ada: Member, mira: Member, make_member: Callable[..., Member]
) -> None:
    until = timezone.now() + timedelta(days=3)
    sanctioning.silence(ada, by=mira, reason="Too loud.", until=until)
    close(ada)
    again = make_member("Adele")
    sanction = sanctioning.carry_over(again, address="ADA@example.org")
    assert sanction
    assert (sanction.kind, sanction.until, sanction.reason) == ("silence", until, "Too loud.")
    assert sanctioning.carry_over(again, address="ada@example.org") is None
    assert "ada" not in str(BarredAddress.objects.values().get()).casefold()


def test_a_ban_is_remembered_for_a_year_at_the_most(ada: Member, mira: Member) -> None:
    closing.ask(ada, withdraws=False)
    sanctioning.ban(ada, by=mira, reason="Spam.")
    Closing.objects.update(due_at=timezone.now())
    closing.close_next()
    row = BarredAddress.objects.get()
    assert timedelta(days=364) < row.until - timezone.now() <= timedelta(days=365)
    BarredAddress.objects.update(until=timezone.now())
    assert BarredAddress.objects.sanction_on("ada@example.org") is None
    assert BarredAddress.objects.sweep()
    assert not BarredAddress.objects.exists()


def test_without_a_sanction_the_address_is_forgotten(ada: Member) -> None:
    close(ada)
    assert not BarredAddress.objects.exists()
    assert not Sanction.objects.exists()


def test_what_was_broken_off_goes_on_where_it_stopped(
    discussion: Discussion, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        posting.post(discussion, author=ada, body=f"Number {number}.")
    closing.ask(ada, withdraws=True)
    Closing.objects.update(due_at=timezone.now())
    with monkeypatch.context() as broken:
        broken.setattr(Comment, "become", _breaking(2))
        with pytest.raises(ConnectionError):
            closing.close_next()
    assert Comment.objects.filter(status=Status.WITHDRAWN).count() == 2
    assert not closing.close_next()
    Closing.objects.update(due_at=timezone.now())
    assert closing.close_next()
    assert Comment.objects.filter(status=Status.WITHDRAWN).count() == 5
    assert not Closing.objects.exists()


def _breaking(after: int) -> Callable[..., Any]:
    whole, done = Comment.become, []

    def become(self: Comment, *args: Any, **more: Any) -> Any:
        if len(done) == after:
            raise ConnectionError("The database is restarting.")
        done.append(self)
        return whole(self, *args, **more)

    return become


def test_numbers_say_beforehand_what_it_is_about(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member
) -> None:
    body = f"> {adas_comment.text}\n\nIndeed."
    posting.post(adas_comment.discussion, author=bob, body=body, to=adas_comment)
    posting.post(adas_comment.discussion, author=ada, body="Something else.")
    told = closing.concerned(ada)
    assert (told.published, told.discussions, told.answered) == (2, 1, 1)
    assert (told.quoted, told.waiting) == (1, 0)
