from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from forum.mailing import gather_next, send_next, sending

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
Later = Callable[..., list[EmailMultiAlternatives]]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """When everything begins. The mail server is there."""
    monkeypatch.setattr(sending, "_unreachable_until", 0.0)
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def work_off() -> None:
    while gather_next() or send_next():
        pass


@pytest.fixture
def later(noon: time_machine.Traveller) -> Later:
    """Lets time pass and works off what is due then; returns the mails that were sent meanwhile."""

    def pass_time(**span: float) -> list[EmailMultiAlternatives]:
        before = len(mail.outbox)
        noon.shift(timedelta(**span))
        work_off()
        return mail.outbox[before:]

    return pass_time
