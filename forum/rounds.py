"""A page is made in rounds: once for all who ask for it meanwhile, and not too often a second."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, TypeVar

from forum.store import Making

MOST = 8  # a second
LATE = 0.25  # seconds for which a round still does where there are more

Key = TypeVar("Key")
Made = TypeVar("Made")


@dataclass
class _Rounds(Generic[Made]):
    """Of one page: when the last ones began, and the last of all."""

    making: Making
    task: asyncio.Task[Made]
    begun: deque[float] = field(default_factory=lambda: deque(maxlen=MOST))

    @property
    def is_under_way(self) -> bool:
        return not self.task.done() and not self.making.is_outdated

    @property
    def is_enough(self) -> bool:
        now = monotonic()
        are_many = len(self.begun) == MOST and now - self.begun[0] < 1
        return are_many and now - self.begun[-1] < LATE and self._is_good

    @property
    def _is_good(self) -> bool:
        return not self.task.done() or not (self.task.cancelled() or self.task.exception())


class Rounds(Generic[Key, Made]):
    """For the event loop's thread alone."""

    def __init__(self) -> None:
        self._of: dict[Key, _Rounds[Made]] = {}

    async def join(
        self,
        key: Key,
        begin: Callable[[], Making],
        make: Callable[[Making], Coroutine[Any, Any, Made]],
    ) -> Made:
        """What was made in the round that is under way, unless it is outdated by now; else in the
        last one, if that began a moment ago and there were many; else in a new one."""
        last = self._of.get(key)
        if not last or not (last.is_under_way or last.is_enough):
            last = self._next(key, last, begin(), make)
        return await asyncio.shield(last.task)

    def forget_all(self) -> None:
        self._of.clear()

    def _next(
        self,
        key: Key,
        last: _Rounds[Made] | None,
        making: Making,
        make: Callable[[Making], Coroutine[Any, Any, Made]],
    ) -> _Rounds[Made]:
        new = _Rounds(making, asyncio.create_task(make(making)))
        new.begun.extend([*(last.begun if last else ()), making.begun])
        new.task.add_done_callback(lambda _: self._forget_later(key, new))
        self._of[key] = new
        return new

    def _forget_later(self, key: Key, rounds: _Rounds[Made]) -> None:
        asyncio.get_running_loop().call_later(1, self._forget, key, rounds)

    def _forget(self, key: Key, rounds: _Rounds[Made]) -> None:
        if self._of.get(key) is rounds:
            del self._of[key]
