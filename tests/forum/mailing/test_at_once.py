"""Two workers run at the same time, on a mail server that takes its time."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from forum.mailing import choose, gather_next, send_next
from forum.models import Comment, Delivery, Mail, Member, Notification
from forum.posting import post
from tests.forum.test_at_once import at_once

NUMBER = 30
WORKERS = 2


class SlowBackend(EmailBackend):
    """Takes the mail when the other worker is handing one over as well, if it does."""

    meeting = Barrier(WORKERS)

    def send_messages(self, messages: Sequence[Any]) -> int:
        try:
            self.meeting.wait(0.05)
        except BrokenBarrierError:  # it is busy otherwise
            self.meeting.reset()
        return super().send_messages(messages)


def work_off() -> None:
    while Notification.objects.due().exists() or Mail.objects.exclude(due_at=None).exists():
        gather_next()
        send_next()


@pytest.mark.usefixtures("committed_db")
@pytest.mark.parametrize("delivery", [Delivery.AT_ONCE, Delivery.HOURLY])
def test_nobody_gets_a_mail_twice_from_two_workers(
    delivery: Delivery,
    adas_comment: Comment,
    ada: Member,
    bob: Member,
    noon: time_machine.Traveller,
    settings: Any,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.SlowBackend"
    choose(ada, {Notification.Kind.ANSWER: delivery})
    answers = [
        post(adas_comment.discussion, author=bob, body=f"Answer {number}.", to=adas_comment)
        for number in range(NUMBER)
    ]
    noon.shift(timedelta(minutes=30))
    if delivery == Delivery.HOURLY:
        gather_next()
        noon.shift(timedelta(minutes=30))
    at_once(*[work_off] * WORKERS)
    sent = Counter(message.message()["Message-ID"] for message in mail.outbox)
    assert set(sent.values()) == {1}
    assert len(sent) == (NUMBER if delivery == Delivery.AT_ONCE else 1)
    told = "".join(message.body for message in mail.outbox)
    assert all(told.count(f"Answer {number}.") == 1 for number in range(len(answers)))
    assert not Mail.objects.exclude(state=Mail.State.SENT).exists()
