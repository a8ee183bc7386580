"""Nothing is lost and nothing is sent twice, whoever dies and whatever the mail server says."""

import smtplib
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from forum.mailing import choose, gather_next, send_next, start_again
from forum.models import Comment, Delivery, Mail, Member, Notification, RefusedAddress
from forum.posting import post
from tests.forum.mailing.conftest import Later, work_off

HERE = "tests.forum.mailing.test_sending"


class Killed(BaseException):
    """No code catches this, as none catches SIGKILL."""


class FragileBackend(EmailBackend):
    """A mail server that fails, or on which the worker dies, at one step."""

    at: ClassVar[str] = ""
    error: ClassVar[BaseException] = Killed()

    def open(self) -> bool:
        self._reach("opening")
        return True

    def send_messages(self, messages: Sequence[Any]) -> int:
        self._reach("handing over")
        sent = super().send_messages(messages)
        self._reach("handed over")
        return sent

    def close(self) -> None:
        self._reach("closing")

    def _reach(self, step: str) -> None:
        if self.at == step:
            raise self.error


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says at which step something goes wrong, and what; nothing does where it says nothing."""
    settings.EMAIL_BACKEND = f"{HERE}.FragileBackend"

    def go_wrong(at: str = "", error: BaseException | None = None) -> None:
        monkeypatch.setattr(FragileBackend, "at", at)
        monkeypatch.setattr(FragileBackend, "error", error or Killed())

    return go_wrong


def refused(code: int, text: str) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"ada@example.org": (code, text.encode())})


def test_a_worker_that_dies_before_the_server_has_the_mail_loses_nothing(
    bobs_answer: Comment, later: Later, server: Callable[..., None]
) -> None:
    server(at="opening")
    with pytest.raises(Killed):
        later(minutes=5)
    server()
    assert later(minutes=4) == []  # it may still be at it
    assert len(later(minutes=2)) == 1
    assert Mail.objects.get().state == Mail.State.SENT


def test_a_worker_that_dies_with_a_mail_in_hand_loses_nothing(
    bobs_answer: Comment, later: Later, noon: time_machine.Traveller
) -> None:
    noon.shift(timedelta(minutes=5))
    gather_next()
    assert Mail.objects.claim()
    assert later(minutes=4) == []
    assert len(later(minutes=2)) == 1


def test_a_worker_that_dies_while_gathering_leaves_it_to_the_next(
    bobs_answer: Comment, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: Any, **more: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Mail.objects, "create", die)
        with pytest.raises(Killed):
            later(minutes=5)
    assert Notification.objects.get().due_at
    assert len(later(seconds=1)) == 1


def test_a_worker_that_dies_after_the_mark_sends_nothing_again(
    bobs_answer: Comment, later: Later, server: Callable[..., None]
) -> None:
    server(at="closing")
    with pytest.raises(Killed):
        later(minutes=5)
    server()
    assert later(hours=1) == []
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("step", ["handing over", "handed over"])
def test_what_the_server_may_have_is_not_sent_again_unless_somebody_wants_it(
    step: str, bobs_answer: Comment, later: Later, server: Callable[..., None]
) -> None:
    server(at=step)
    with pytest.raises(Killed):
        later(minutes=5)
    server()
    sent = len(mail.outbox)
    assert later(minutes=6) == later(days=1) == []
    assert Mail.objects.get().state == Mail.State.UNCERTAIN
    Mail.objects.try_again()
    assert len(later(seconds=1)) == 1
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 1
    assert len(mail.outbox) == sent + 1


def test_whoever_slept_while_the_server_took_it_still_says_so(
    bobs_answer: Comment,
    later: Later,
    noon: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send = EmailBackend.send_messages

    def fall_asleep(backend: EmailBackend, messages: Sequence[Any]) -> int:
        noon.shift(timedelta(minutes=10))
        monkeypatch.undo()
        work_off()
        assert Mail.objects.get().state == Mail.State.UNCERTAIN
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", fall_asleep)
    later(minutes=5)
    assert Mail.objects.get().state == Mail.State.SENT
    assert len(mail.outbox) == 1


def test_a_worker_that_was_taken_for_dead_sends_nothing(
    bobs_answer: Comment,
    later: Later,
    noon: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fall_asleep(backend: EmailBackend) -> bool:
        noon.shift(timedelta(minutes=10))
        monkeypatch.undo()
        work_off()
        return True

    monkeypatch.setattr(EmailBackend, "open", fall_asleep)
    later(minutes=5)
    assert len(mail.outbox) == 1


def test_a_server_that_ends_badly_has_taken_the_mail(
    bobs_answer: Comment, later: Later, server: Callable[..., None]
) -> None:
    server("closing", TimeoutError("timed out"))
    assert len(later(minutes=5)) == 1
    assert later(days=3) == []


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError("Connection refused"),
        TimeoutError("timed out"),
        smtplib.SMTPAuthenticationError(535, b"5.7.8 Wrong password"),
        smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
    ],
)
def test_while_the_server_is_away_mails_wait_and_are_sent_afterwards(
    error: Exception,
    bobs_answer: Comment,
    later: Later,
    server: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server("opening", error)
    for _ in range(5):
        assert later(minutes=30) == []
        monkeypatch.setattr("forum.mailing.sending._unreachable_until", 0.0)
    server()
    assert len(later(hours=1)) == 1


def test_a_server_that_is_away_is_left_alone_for_a_while(
    adas_comment: Comment, bob: Member, later: Later, server: Callable[..., None]
) -> None:
    for number in range(3):
        post(adas_comment.discussion, author=bob, body=f"Answer {number}.", to=adas_comment)
    server("opening", ConnectionRefusedError("Connection refused"))
    later(minutes=5)
    assert sorted(Mail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_server_that_says_not_now_is_asked_again_less_and_less_often_and_given_up_after_two_days(
    bobs_answer: Comment, later: Later, server: Callable[..., None]
) -> None:
    server("handing over", refused(450, "4.2.1 Come back later"))
    later(minutes=5)
    row = Mail.objects.get()
    assert (row.state, row.attempts, row.error) == ("waiting", 1, "450 4.2.1 Come back later")
    for _ in range(20):
        later(hours=1)
    assert 20 < Mail.objects.get().attempts < 30
    later(days=1, hours=5)
    row = Mail.objects.get()
    assert (row.state, row.error) == ("failed", "450 4.2.1 Come back later")
    assert not RefusedAddress.objects.exists()
    server()
    assert later(days=1) == []
    Mail.objects.try_again()
    assert len(later(seconds=1)) == 1


@pytest.mark.parametrize(
    "answer", [(550, "5.1.1 No such user"), (550, "User unknown"), (552, "5.2.2 Mailbox full")]
)
def test_an_address_that_refuses_mail_gets_none_until_its_owner_says_so(
    answer: tuple[int, str],
    adas_comment: Comment,
    bobs_answer: Comment,
    ada: Member,
    bob: Member,
    later: Later,
    server: Callable[..., None],
) -> None:
    server("handing over", refused(*answer))
    later(minutes=5)
    assert Mail.objects.get().state == Mail.State.FAILED
    assert RefusedAddress.objects.get().said == f"{answer[0]} {answer[1]}"
    server()
    post(adas_comment.discussion, author=bob, body="And again.", to=adas_comment)
    assert later(minutes=5) == []
    start_again(ada)
    post(adas_comment.discussion, author=bob, body="And once more.", to=adas_comment)
    assert len(later(minutes=5)) == 1


@pytest.mark.parametrize(
    "error",
    [
        refused(554, "5.7.1 Relay access denied"),
        refused(550, "5.7.26 Not authenticated"),
        smtplib.SMTPDataError(554, b"5.6.0 We don't like your words"),
        smtplib.SMTPDataError(550, b"Spam"),
    ],
)
def test_what_is_our_fault_or_that_of_the_words_is_not_held_against_the_address(
    error: Exception, bobs_answer: Comment, later: Later, server: Callable[..., None]
) -> None:
    server("handing over", error)
    later(minutes=5)
    assert Mail.objects.get().state == Mail.State.FAILED
    assert not RefusedAddress.objects.exists()


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(
    adas_comment: Comment, bobs_answer: Comment, ada: Member, bob: Member, later: Later
) -> None:
    broken = post(adas_comment.discussion, author=bob, body="> Hm.\n\nHm.", to=adas_comment)
    broken.quotes.all().delete()  # which nobody can do but by hand
    post(adas_comment.discussion, author=bob, body="After it.", to=adas_comment)
    assert len(later(minutes=5)) == 2
    assert Mail.objects.get(state="waiting").error.startswith("KeyError")


def test_what_was_turned_off_or_read_while_it_waited_for_the_server_is_not_sent(
    adas_comment: Comment,
    bobs_answer: Comment,
    ada: Member,
    later: Later,
    server: Callable[..., None],
) -> None:
    server("handing over", refused(450, "Later"))
    later(minutes=5)
    server()
    choose(ada, {Notification.Kind.ANSWER: Delivery.SITE})
    assert later(hours=1) == []
    assert Mail.objects.get().state == Mail.State.SKIPPED


def test_mails_are_forgotten_after_a_month(bobs_answer: Comment, later: Later) -> None:
    later(minutes=5)
    assert not Mail.objects.sweep()
    later(days=31)
    assert Mail.objects.sweep()
    assert not Mail.objects.exists()
    assert Notification.objects.get().mail is None
    assert not send_next()
