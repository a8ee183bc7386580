"""The open streams of live discussions: who follows which article, and what they are sent.

Everything here happens in the server's event loop, apart from `tell` and `close_all`, which any
thread may call. A stream that has nothing to say costs no task and no thread.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from forum.cursor import Cursor

MOST = 10_000  # streams of one process
MOST_PENDING = 100  # pieces; whoever reads so slowly had better ask again
PULSE = 20.0  # seconds; proxies cut what is silent for a minute, pages do after 50 seconds
FEW = 100  # streams that are told before others get their turn
BEAT = b"event: pulse\ndata:\n\n"  # a comment line would not reach a page's script

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Event(NamedTuple):
    """A change of an article's discussion, and of a comment in it (None: not of one alone)."""

    number: int
    article: str
    comment: int | None
    cursor: Cursor  # with this event, everything up to here is told

    @property
    def text(self) -> bytes:
        comment = "null" if self.comment is None else self.comment
        return f'event: change\nid: {self.cursor}\ndata: {{"comment": {comment}}}\n\n'.encode()


class Stream:
    """One reader's."""

    __slots__ = ("_before", "_covered", "_is_closed", "_pending", "_send", "_sending", "_task")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._covered: Cursor | None = None
        self._before: list[tuple[int, bytes]] = []
        self._pending: list[bytes] = []
        self._sending: asyncio.Task[None] | None = None
        self._task = asyncio.current_task()
        self._is_closed = False

    def begin(self, missed: bytes, covered: Cursor) -> None:
        """First what was missed, then what came while that was looked up."""
        self._covered, before, self._before = covered, self._before, []
        self.write(missed)
        for number, text in before:
            self.take(number, text)
        if self._is_closed:
            self.close()

    def take(self, number: int, text: bytes) -> None:
        if self._covered is None:
            self._before.append((number, text))
        elif not self._is_closed and not self._covered.covers(number):
            self.write(text)

    def beat(self) -> None:
        """Says that it is still there, once it has begun."""
        if self._covered is not None and not self._is_closed:
            self.write(BEAT)

    def write(self, text: bytes) -> None:
        self._pending.append(text)
        if len(self._pending) > MOST_PENDING:
            self.close()
        elif not self._sending:
            self._sending = asyncio.create_task(self._write())

    def close(self) -> None:
        """Ends it, once it has begun."""
        self._is_closed = True
        if self._covered is not None and self._task:
            self._task.cancel()

    async def _write(self) -> None:
        while self._pending:
            text = b"".join(self._pending)
            self._pending.clear()
            await self._send({"type": "http.response.body", "body": text, "more_body": True})
        self._sending = None


class Streams:
    """All of a process."""

    def __init__(self) -> None:
        self._by_article: defaultdict[str, set[Stream]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._untold: deque[Event] = deque()
        self._telling: asyncio.Task[None] | None = None
        self._pulse: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._pulse = asyncio.create_task(self._beat())

    def stop(self) -> None:
        for task in (self._telling, self._pulse):
            if task:
                task.cancel()
        self._loop = self._telling = self._pulse = None
        self._untold.clear()

    @property
    def are_full(self) -> bool:
        return sum(map(len, self._by_article.values())) >= MOST

    @property
    def articles(self) -> list[str]:
        """Those that somebody follows."""
        return list(self._by_article)

    @contextmanager
    def following(self, article: str, stream: Stream) -> Iterator[None]:
        self._by_article[article].add(stream)
        try:
            yield
        finally:
            followers = self._by_article[article]
            followers.discard(stream)
            if not followers:
                del self._by_article[article]

    def tell(self, events: Iterable[Event]) -> None:
        self._soon(self._tell, list(events))

    def close_all(self, articles: Iterable[str] | None = None) -> None:
        """Their readers ask again, and are told what they missed, if they may be told."""
        self._soon(self._close, self.articles if articles is None else list(articles))

    def _soon(self, act: Callable[[list[Any]], None], arguments: list[Any]) -> None:
        if self._loop and arguments:
            with suppress(RuntimeError):  # the server has just stopped
                self._loop.call_soon_threadsafe(act, arguments)

    def _tell(self, events: list[Event]) -> None:
        self._untold.extend(events)
        if not self._telling:
            self._telling = asyncio.create_task(self._tell_all())

    async def _tell_all(self) -> None:
        while self._untold:
            event = self._untold.popleft()
            text = event.text
            async for stream in self._in_turn(event.article):
                stream.take(event.number, text)
        self._telling = None

    async def _in_turn(self, article: str) -> AsyncIterator[Stream]:
        """The streams of an article, a few at a time, so that pages are answered meanwhile."""
        for number, stream in enumerate(list(self._by_article.get(article, ())), start=1):
            yield stream
            if number % FEW == 0:
                await asyncio.sleep(0)

    def _close(self, articles: list[str]) -> None:
        for article in articles:
            for stream in list(self._by_article.get(article, ())):
                stream.close()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(PULSE)
            for article in self.articles:
                async for stream in self._in_turn(article):
                    stream.beat()
                await asyncio.sleep(0)


streams = Streams()
