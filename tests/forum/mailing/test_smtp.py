"""With a real mail server at the other end."""

import asyncio
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from smtplib import SMTP
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from forum.models import Comment, Mail, Member, RefusedAddress
from forum.posting import post
from tests.forum.mailing.conftest import Later


class Sink(Message):
    """Takes mail, unless it `answers` otherwise."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.arrived: list[EmailMessage] = []
        self.answer = ""
        self.thinks = 0.0  # so many seconds about what it is given

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.thinks)
        return await super().handle_DATA(server, session, envelope)

    def handle_message(self, message: Any) -> None:
        self.arrived.append(message)


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield sink
    controller.stop()


def test_a_mail_arrives_once_and_whole(bobs_answer: Comment, later: Later, sink: Sink) -> None:
    later(minutes=5)
    later(days=1)
    (mail,) = sink.arrived
    assert mail["X-RcptTo"] == "ada@example.org"
    assert mail["X-MailFrom"] == "noreply@localhost"
    assert mail["Message-ID"] == f"<comment-{bobs_answer.pk}@testserver>"
    text, html = mail.get_payload()
    assert text.get_content_type() == "text/plain"
    assert html.get_content_type() == "text/html"
    assert "So did I." in text.get_payload(decode=True).decode()


def test_not_now_is_asked_again(bobs_answer: Comment, later: Later, sink: Sink) -> None:
    sink.answer = "450 4.2.1 Come back in a minute"
    later(minutes=5)
    assert Mail.objects.get().error == "450 4.2.1 Come back in a minute"
    sink.answer = ""
    later(minutes=1)
    assert len(sink.arrived) == 1


def test_never_is_heeded(bobs_answer: Comment, later: Later, sink: Sink) -> None:
    sink.answer = "550 5.1.1 <ada@example.org> is nobody here"
    later(minutes=5)
    sink.answer = ""
    later(days=1)
    assert sink.arrived == []
    assert RefusedAddress.objects.get().said == "550 5.1.1 <ada@example.org> is nobody here"
    assert Mail.objects.get().error == "550 5.1.1 <(the address)> is nobody here"


class Killed(BaseException):
    """No code catches this, as none catches SIGKILL."""


def die(smtp: SMTP, *args: Any, **more: Any) -> None:
    smtp.close()  # as the system does for the dead
    raise Killed


@pytest.mark.parametrize("step", ["ehlo", "mail", "rcpt", "docmd"])
def test_a_worker_that_dies_before_the_words_go_out_loses_nothing(
    step: str, bobs_answer: Comment, later: Later, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(SMTP, step, die)
        with pytest.raises(Killed):
            later(minutes=5)
    assert sink.arrived == []
    later(minutes=6)
    later(days=1)
    assert len(sink.arrived) == 1


def test_a_worker_that_dies_before_it_hears_that_the_mail_was_taken_sends_nothing_again(
    bobs_answer: Comment, later: Later, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = SMTP.getreply

    def die_of_the_answer(smtp: SMTP) -> tuple[int, bytes]:
        told = answer(smtp)
        if sink.arrived:
            die(smtp)
        return told

    with monkeypatch.context() as patch:
        patch.setattr(SMTP, "getreply", die_of_the_answer)
        with pytest.raises(Killed):
            later(minutes=5)
    later(minutes=6)
    later(days=1)
    assert len(sink.arrived) == 1
    assert Mail.objects.get().state == Mail.State.UNCERTAIN


def test_lines_that_begin_with_a_dot_arrive_as_they_were(
    adas_comment: Comment, bob: Member, later: Later, sink: Sink
) -> None:
    words = "```\n.\n..two\n.bashrc\n```"
    post(adas_comment.discussion, author=bob, body=words, to=adas_comment)
    later(minutes=5)
    (mail,) = sink.arrived
    text = mail.get_payload()[0].get_payload(decode=True).decode()
    assert "\n.\n..two\n.bashrc\n" in text.replace("\r\n", "\n")


def test_a_server_that_thinks_for_long_is_waited_for(
    bobs_answer: Comment, later: Later, sink: Sink, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT, sink.thinks = 1, 1.5
    later(minutes=5)
    assert Mail.objects.get().state == Mail.State.SENT
    assert len(sink.arrived) == 1
