"""Tells a store what readers could see otherwise now, whichever process changed it."""

import logging
from threading import Event, Thread
from time import monotonic

from django.db import connection
from django.db.models import Max, Min, Q

from forum.models import Change
from forum.store import Store

PAUSE = 0.4  # seconds
LONGEST_GAP = 10.0  # seconds; after more it is not followed up what was missed
# On PostgreSQL numbers are given when rows are written and come to light when transactions end.
# Those passed over are looked for again, among so many and for so long as a transaction may take.
REACH = 1000
LONGEST_TRANSACTION = 600.0  # seconds

logger = logging.getLogger(__name__)


class Watcher:
    """Follows the changes for one store, in a thread of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last = 0
        self._passed_over: dict[int, float] = {}  # and when that was noticed
        self._looked = float("-inf")
        self._stop = Event()
        self._thread = Thread(target=self._watch, name="watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def look(self) -> None:
        """Drops what has changed since it looked last. After a long time, that is everything."""
        now = monotonic()
        if now - self._looked > LONGEST_GAP:
            self._start_anew()
        self._passed_over = {
            pk: noticed
            for pk, noticed in self._passed_over.items()
            if now - noticed < LONGEST_TRANSACTION
        }
        rows = Change.objects.filter(Q(pk__gt=self._last) | Q(pk__in=self._passed_over))
        for pk, article in rows.order_by("pk").values_list("pk", "discussion__article__slug"):
            self._drop(article)
            self._pass_to(pk, now)
        self._looked = now
        self._store.confirm(now)

    def _start_anew(self) -> None:
        newest = Change.objects.aggregate(pk=Max("pk"))["pk"] or 0
        oldest = Change.objects.filter(pk__gt=newest - REACH).aggregate(pk=Min("pk"))["pk"] or 1
        self._last, self._passed_over = oldest - 1, {}
        self._store.drop_all()

    def _drop(self, article: str | None) -> None:
        if article is None:
            self._store.drop_all()
        else:
            self._store.drop(article)

    def _pass_to(self, pk: int, now: float) -> None:
        between = range(max(self._last + 1, pk - REACH), pk)
        self._passed_over |= dict.fromkeys(between, now)
        self._passed_over.pop(pk, None)
        self._last = max(self._last, pk)

    def _watch(self) -> None:
        is_failing = False
        while not self._stop.is_set():
            try:
                self.look()
                is_failing = False
            except Exception:
                if not is_failing:
                    logger.exception("Guests' pages are asked of Django, until changes can be read")
                is_failing = True
                connection.close()
            self._stop.wait(PAUSE)
        connection.close()
