"""What open streams cost, and how soon all of them are told.

    python bench/live.py [READERS]

Opens so many streams (1,000) on a site of its own, as bench/discussion.py has it; prints the memory
that each takes in the server, and how long after a comment was sent its readers hear of it.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from place import Place  # noqa: E402

PLACE = Place()

import django  # noqa: E402

django.setup()

from asking import ask_once, request  # noqa: E402
from django.core.management import call_command  # noqa: E402
from filling import close_connections, seed  # noqa: E402
from people import Writing, readers  # noqa: E402
from serving import Server  # noqa: E402

POSTS = 10
LONGEST = 20  # seconds


class Follower:
    """A reader's open stream; knows when it last heard something."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.heard = asyncio.Queue[float]()
        self.task = asyncio.create_task(self._listen())

    @classmethod
    async def of(cls, port: int, address: str) -> "Follower":
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request(f"/live{address}"))
        await reader.readuntil(b"id: ")
        return cls(reader, writer)

    async def _listen(self) -> None:
        while await self.reader.readuntil(b"data: "):
            self.heard.put_nowait(time.perf_counter())


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    try:
        PLACE.build()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        article = seed(100)
        with Server("forum.asgi:application") as site:
            asyncio.run(_measure(site, article, number))
    finally:
        close_connections()
        PLACE.clear()


async def _measure(site: Server, article, number: int) -> None:
    people, address = readers(), article.get_absolute_url()
    writing = Writing(article, people)
    for _ in range(3):
        await ask_once(site.port, writing.next_post())
    before = _memory(site)
    followers = [await Follower.of(site.port, address) for _ in range(number)]
    each = (_memory(site) - before) / number
    medians, lasts = [], []
    for _ in range(POSTS):
        sent = time.perf_counter()
        answer = asyncio.create_task(ask_once(site.port, writing.next_post()))
        async with asyncio.timeout(LONGEST):
            times = [await follower.heard.get() - sent for follower in followers]
        await answer
        medians.append(statistics.median(times))
        lasts.append(max(times))
    print(f"{number:,} open streams: {each / 1024:.1f} KiB each, {_threads(site)} threads in all")
    print(f"from sending a comment until the median reader hears: {_ms(medians)} ms")
    print(f"until the last one does: {_ms(lasts)} ms (medians of {POSTS} comments)")
    for follower in followers:
        follower.task.cancel()
        follower.writer.close()


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1e3:.0f}"


def _memory(site: Server) -> int:
    return 1024 * int(_status(site, "VmRSS").split()[0])


def _threads(site: Server) -> int:
    return int(_status(site, "Threads"))


def _status(site: Server, name: str) -> str:
    lines = Path(f"/proc/{site.process.pid}/status").read_text().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
