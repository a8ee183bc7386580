"""What is done behind the pages: whatever a row says is left to do, whoever wrote it and when."""

import logging
from collections.abc import Callable
from threading import Event

from django.db import close_old_connections

from forum import following, statistics
from forum.closing import close_next
from forum.ledger import import_next
from forum.mailing import gather_next, send_next
from forum.models import BarredAddress, Change, Mail, Notification, SoftBounce, Visit
from forum.picturing import fetch_next
from forum.polling import poll_next
from forum.purging import purge_next, sweep_pictures, sweep_sessions
from forum.rechecking import recheck_next

# Each does one piece of work and says whether there was any.
KINDS: list[Callable[[], bool]] = [
    recheck_next,
    following.tell_next,
    following.announce_next,
    gather_next,
    send_next,
    import_next,
    poll_next,
    fetch_next,
    close_next,
    purge_next,
    sweep_sessions,
    sweep_pictures,
    Change.objects.sweep,
    Mail.objects.sweep,
    Notification.objects.sweep,
    SoftBounce.objects.sweep,
    Visit.objects.sweep,
    BarredAddress.objects.sweep,
    statistics.keep_up,
]
PAUSE = 1.0  # seconds, when there is nothing to do
AFTER_A_FAILURE = 10.0

logger = logging.getLogger(__name__)


def work(until: Event) -> None:
    """Works off what there is and what comes, until it is told to stop."""
    while not until.is_set():
        until.wait(work_once())
        close_old_connections()


def work_off() -> None:
    """Works off what there is."""
    while not work_once():
        pass


def work_once() -> float:
    """Does one piece of each kind of work; returns for how many seconds there is time to rest."""
    pause = PAUSE
    for do_next in KINDS:
        try:
            if do_next():
                pause = 0
        except Exception:
            logger.exception("Left for later: %s", do_next.__name__)
            pause = AFTER_A_FAILURE
    return pause
