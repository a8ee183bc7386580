"""What is kept by each process until something changes (docs/decisions/store.md): guests' pages,
finished, and parts of pages.

A store answers only while it is sure: somebody has to tell it again and again that it knows of
every change up to a moment (forum.watching). What it isn't sure of it neither gives nor takes.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakSet

ROOM = 64 * 1024 * 1024  # bytes
LONGEST_AGE = 60.0  # seconds: "3 minutes ago" must not stand for longer
LONGEST_DOUBT = 1.0  # seconds by which its knowledge of changes may be behind
OVERHEAD = 4096  # bytes of a page's headers and its places in the tables, generously

Headers = list[tuple[bytes, bytes]]


class Keepable(Protocol):
    @property
    def size(self) -> int:
        """How many bytes it takes up, about."""
        ...

    @property
    def lasts(self) -> float:
        """Seconds from when it was begun, LONGEST_AGE at the most."""
        ...


Value = TypeVar("Value", bound=Keepable)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it is sent: its body encoded, with the headers of a 200 and those of a 304."""

    body: bytes
    etag: str
    headers: Headers
    headers_unchanged: Headers
    lasts: float = LONGEST_AGE

    @property
    def size(self) -> int:
        return len(self.body) + OVERHEAD


@dataclass(eq=False)
class Making:
    """That something is being made, from what the database says between its beginning and its
    end."""

    article: str | None
    thread: int | None
    begun: float
    is_outdated: bool = False


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Value]):
    value: Value
    making: Making


class Store(Generic[Value]):
    """Values by key. Each belongs to an article, named by its slug, or shows something of all
    articles (None). It may show one thread alone, named by its root, and is then forgotten only
    with that. Any thread of the process may call any method."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._size = 0
        self._kept: OrderedDict[Hashable, _Kept[Value]] = OrderedDict()  # the least recent first
        self._keys: defaultdict[str | None, set[Hashable]] = defaultdict(set)
        self._makings: WeakSet[Making] = WeakSet()
        self._sure_until = 0.0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """How many bytes it takes up, about."""
        return self._size

    @property
    def is_sure(self) -> bool:
        return monotonic() < self._sure_until

    def confirm(self, moment: float) -> None:
        """It has been told of everything that was committed before this monotonic moment."""
        self._sure_until = moment + LONGEST_DOUBT

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or not self.is_sure:
                return None
            if monotonic() - kept.making.begun > kept.value.lasts:
                self._remove(key)
                return None
            self._kept.move_to_end(key)
            return kept.value

    def begin(self, article: str | None, thread: int | None = None) -> Making:
        """To be called before something begins to be made, for `put`."""
        making = Making(article, thread, monotonic())
        with self._lock:
            self._makings.add(making)
        return making

    def put(self, key: Hashable, value: Value, making: Making) -> None:
        """Keeps a value, unless what it was made from has changed since it was begun."""
        with self._lock:
            self._makings.discard(making)
            if making.is_outdated or not self.is_sure or value.size > self._room:
                return
            if key in self._kept:
                self._remove(key)
            self._kept[key] = _Kept(value, making)
            self._keys[making.article].add(key)
            self._size += value.size
            while self._size > self._room:
                self._remove(next(iter(self._kept)))

    def drop(self, article: str, thread: int | None = None) -> None:
        """Forgets what is of an article, and what shows something of all articles. Where a thread
        is named, other threads of the article stay."""

        def is_concerned(making: Making) -> bool:
            is_elsewhere = thread is not None and making.thread not in (None, thread)
            return making.article is None or (making.article == article and not is_elsewhere)

        with self._lock:
            for making in self._makings:
                making.is_outdated |= is_concerned(making)
            for key in [*self._keys.get(article, ()), *self._keys.get(None, ())]:
                if is_concerned(self._kept[key].making):
                    self._remove(key)

    def drop_all(self) -> None:
        with self._lock:
            for making in self._makings:
                making.is_outdated = True
            self._kept.clear()
            self._keys.clear()
            self._size = 0

    def _remove(self, key: Hashable) -> None:
        kept = self._kept.pop(key)
        keys = self._keys[kept.making.article]
        keys.discard(key)
        if not keys:
            del self._keys[kept.making.article]
        self._size -= kept.value.size


pages: Store[Page] = Store()
parts: Store[Any] = Store()
