"""Tells what the process keeps of what readers could see otherwise now, whoever changed it."""

import logging
from itertools import starmap
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Q

from forum import marking, store
from forum.marking import Marks
from forum.models import Change
from forum.news import News, listeners
from forum.store import Page, Store

PAUSE = 0.4  # seconds
LONGEST_GAP = 10.0  # seconds; after more it is not followed up what was missed
# On PostgreSQL numbers are given when rows are written and come to light when transactions end.
# Those passed over are looked for again, among so many and for so long as a transaction may take.
REACH = 1000
LONGEST_TRANSACTION = 600.0  # seconds
MOST_HEARD = 10_000

logger = logging.getLogger(__name__)


class Watcher:
    """Follows the changes, in a thread of its own and for everyone who has to know of them all."""

    def __init__(
        self,
        pages: Store[Page] = store.pages,
        parts: Store[Any] = store.parts,
        marks: Marks = marking.marks,
    ) -> None:
        self._pages, self._parts, self._marks = pages, parts, marks
        self._lock = Lock()
        self._heard: set[int] = set()
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
        with self._lock:
            now = monotonic()
            if now - self._looked > LONGEST_GAP:
                self._start_anew()
            self._passed_over = {
                pk: noticed
                for pk, noticed in self._passed_over.items()
                if now - noticed < LONGEST_TRANSACTION
            }
            unheard = Q(pk__gt=self._last)
            if self._passed_over:
                unheard |= Q(pk__in=self._passed_over)
            rows = Change.objects.filter(unheard).order_by("pk")
            fields = "pk", "discussion__article__slug", "thread", "comment"
            for news in starmap(News, rows.values_list(*fields)):
                if news.pk not in self._heard:
                    self._drop(news)
                self._heard.discard(news.pk)
                self._pass_to(news.pk, now)
            self._looked = now
            self._pages.confirm(now)
            self._parts.confirm(now)

    def hear(self, news: News) -> None:
        """Drops what this process has changed itself, at once."""
        if len(self._heard) > MOST_HEARD:  # nobody looks: then it needn't be remembered, either
            self._heard.clear()
        self._heard.add(news.pk)
        self._drop(news)

    def start_anew(self) -> None:
        """Forgets everything: what it knows isn't of this database any more."""
        with self._lock:
            self._looked = float("-inf")
            self._heard.clear()

    def _start_anew(self) -> None:
        newest = Change.objects.aggregate(pk=Max("pk"))["pk"] or 0
        oldest = Change.objects.filter(pk__gt=newest - REACH).aggregate(pk=Min("pk"))["pk"] or 1
        self._last, self._passed_over = oldest - 1, {}
        self._drop(News(newest, None, None, None))

    def _drop(self, news: News) -> None:
        if news.article is None:
            self._pages.drop_all()
            self._parts.drop_all()
            self._marks.drop_all()
        else:
            self._pages.drop(news.article)
            self._parts.drop(news.article, news.thread)
            self._marks.drop(news.article, news.comment)

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


watcher = Watcher()
listeners.append(watcher.hear)
