"""Tells what the process keeps of what readers could see otherwise now, whoever changed it."""

import logging
from collections.abc import Sequence
from itertools import starmap
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Max, Min, Q

from articles.models import Article
from forum import marking, store
from forum.cursor import Cursor
from forum.marking import Marks
from forum.models import Change, Comment
from forum.news import News, listeners
from forum.store import Page, Store
from forum.streams import Event as Told
from forum.streams import Streams, streams

PAUSE = 0.4  # seconds
LONGEST_GAP = 10.0  # seconds; after more it is not followed up what was missed
# On PostgreSQL numbers are given when rows are written and come to light when transactions end.
# Those passed over are looked for again, among so many and for so long as a transaction may take.
REACH = 1000
FEW = 50  # after an empty log
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
        streams: Streams = streams,
    ) -> None:
        self._pages, self._parts, self._marks, self._streams = pages, parts, marks, streams
        self._lock = Lock()
        self._heard: set[int] = set()
        self._last = 0
        self._passed_over: dict[int, float] = {}  # and when that was noticed
        self._latest: dict[str | None, int] = {}  # by article: the number of its last change
        self._looked = float("-inf")
        self._stop, self._woken = Event(), Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        self._stop.clear()
        self._thread = Thread(target=self._watch, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._woken.set()
        if self._thread:
            self._thread.join()

    @property
    def cursor(self) -> Cursor:
        """How far it has followed the log. What is read afterwards shows all that this covers."""
        with self._lock:
            return Cursor(self._last, frozenset(self._passed_over))

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
            told = []
            for news in starmap(News, rows.values_list(*fields)):
                if news.pk not in self._heard:
                    self._drop(news)
                self._heard.discard(news.pk)
                self._pass_to(news.pk, now)
                self._remember(news)
                told.append((news, Cursor(self._last, frozenset(self._passed_over))))
            self._tell_readers(told)
            self._looked = now
            self._pages.confirm(now)
            self._parts.confirm(now)

    def followed(self, article: str) -> Cursor:
        """How far a page of this article has followed the log that is made now, after looking.

        It is the number of what last changed such pages: in every process the same, so that pages
        that say the same are the same. For what is longer ago, numbers far enough back do."""
        with self._lock:
            latest = max(self._latest.get(article, 0), self._latest.get(None, 0))
            if latest <= self._last - REACH:
                latest = max(0, self._last // REACH - 1) * REACH
            return Cursor(latest, frozenset(pk for pk in self._passed_over if pk < latest))

    def hear(self, news: News) -> None:
        """Drops what this process has changed itself, at once."""
        if len(self._heard) > MOST_HEARD:  # nobody looks: then it needn't be remembered, either
            self._heard.clear()
        self._heard.add(news.pk)
        self._drop(news)
        self._woken.set()  # for the readers of its live pages

    def start_anew(self) -> None:
        """Forgets everything: what it knows isn't of this database any more."""
        with self._lock:
            self._looked = float("-inf")
            self._heard.clear()

    def _start_anew(self) -> None:
        newest = Change.objects.aggregate(pk=Max("pk"))["pk"] or 0
        oldest = Change.objects.filter(pk__gt=newest - REACH).aggregate(pk=Min("pk"))["pk"] or 1
        self._last, self._passed_over, self._latest = oldest - 1, {}, {}
        if self._looked > float("-inf"):
            self._streams.close_all()
        self._drop(News(newest, None, None, None))

    def _tell_readers(self, told: Sequence[tuple[News, Cursor]]) -> None:
        """Tells those who follow an article what has changed, if everybody may know of it."""
        followed = set(self._streams.articles) if told else set()
        of_these = [each for each in told if each[0].article in {None, *followed}]
        if not followed or not of_these:
            return
        if any(news.comment is None for news, _ in of_these):
            visible = Article.objects.visible_to(AnonymousUser()).filter(slug__in=followed)
            there = set(visible.values_list("slug", flat=True))
            self._streams.close_all(followed - there)
            followed = there
        pks = [news.comment for news, _ in of_these if news.comment]
        no_secrets = Comment.objects.no_secrets().filter(pk__in=pks)
        public = {None, *(no_secrets.values_list("pk", flat=True) if pks else ())}
        self._streams.tell(
            Told(news.pk, article, news.comment, cursor)
            for news, cursor in of_these
            for article in (followed if news.article is None else {news.article} & followed)
            if news.comment in public
        )

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
        # If the log was empty, nobody knows which numbers were given before.
        between = range(max(self._last + 1, pk - (REACH if self._last else FEW)), pk)
        self._passed_over |= dict.fromkeys(between, now)
        self._passed_over.pop(pk, None)
        self._last = max(self._last, pk)

    def _remember(self, news: News) -> None:
        self._latest[news.article] = max(news.pk, self._latest.pop(news.article, 0))
        while len(self._latest) > REACH:
            del self._latest[next(iter(self._latest))]

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
            self._woken.wait(PAUSE)
            self._woken.clear()
        connection.close()


watcher = Watcher()
listeners.append(watcher.hear)
