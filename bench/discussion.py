"""How fast discussions of every size open, and what that costs. What is measured, and how to read
it, stands in bench/README.md.

    python bench/discussion.py [--full]

Measures SQLite, or PostgreSQL if DATABASE_URL names a server (on this machine); in a folder and a
database of its own, which it removes. Writes its section of bench/RESULTS.md.
"""

import argparse
import asyncio
import signal
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from place import Place  # noqa: E402

PLACE = Place()

import django  # noqa: E402

django.setup()

from asking import Answer, Asked, Line, Visit, ask_once, repeat, request, take  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from filling import close_connections, seed, tell  # noqa: E402
from people import Reader, Writing, readers  # noqa: E402
from plans import asked_by  # noqa: E402
from reporting import AFTER_POST, POST, Report  # noqa: E402
from serving import NAME, Server, processor_seconds  # noqa: E402
from weighing import counted_on, weigh  # noqa: E402

from articles.models import Article  # noqa: E402
from forum.models import Comment  # noqa: E402

SIZES = [10, 100, 1_000, 10_000]
USUAL = 100  # what the others are compared with
MILLION = 1_000_000
ROUNDS, SECONDS, MOST, MOST_POSTS = 5, 0.4, 300, 30
SLOW = 0.5  # seconds: what takes longer is asked for once, and by one at a time
LOAD_SECONDS, CLIENTS = 2.0, (1, 16)
STORM_SECONDS, POSTS_A_SECOND, READERS, PAUSE = 8, 200, 16, 0.1
POSTERS = 8


@dataclass(frozen=True)
class Target:
    """One thing that is asked for again and again."""

    name: str
    size: int  # of the discussion; 0 for what has none
    server: Server
    visit: Visit
    most: int = MOST


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and clears up first
    sizes = [*SIZES, MILLION] if options.full else SIZES
    try:
        PLACE.build()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        articles = {size: seed(size) for size in sizes}
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        with Server("forum.asgi:application") as site:
            asyncio.run(_measure(site, articles, Report(sizes)))
    finally:
        close_connections()
        PLACE.clear()


async def _measure(site: Server, articles: dict[int, Article], report: Report) -> None:
    tell("logging in")
    people = readers()
    largest = max(articles)
    opened = await ask_once(site.port, request(articles[USUAL].get_absolute_url()))
    size = str(len(opened.body))
    with (
        Server("bare:asgi", folder=ROOT / "bench", BENCH_BYTES=size) as bare,
        Server("bare:django", folder=ROOT / "bench", BENCH_BYTES=size) as bare_django,
    ):
        compared = [
            Target("bare ASGI callable", 0, bare, lambda: [request("/")]),
            Target("bare Django view", 0, bare_django, lambda: [request("/")]),
        ]
        reading = [
            target
            for number, article in articles.items()
            for target in await _reading(site, number, article, people[0])
        ]
        writing = [
            Target(POST, number, site, _posting(article, people), MOST_POSTS)
            for number, article in articles.items()
            if number in (USUAL, largest)
        ]
        renewing = [
            Target(AFTER_POST, number, site, _posting(article, people, then=True), MOST_POSTS)
            for number, article in articles.items()
            if number in (USUAL, largest)
        ]
        for target in reading:
            if target.size == largest and target.name == "signed in":
                _opening(target, people[0])()  # from now on it knows who quotes the article
        report.plans(
            {
                target.name: asked_by(_opening(target, people[0]))
                for target in reading
                if target.size == largest
                and target.name in ("page in its middle", "permalink of its last comment")
            }
        )
        report.costs(await _costs([*compared, *reading, *writing, *renewing]))
        report.weight(await weigh(site.port, articles[largest].get_absolute_url()))
        loaded = [t for t in [*compared, *reading, *writing] if t.size in (0, largest)]
        loads = await _load(loaded)
        report.load(loads)
    size = largest if loads["anonymous"][0].within(0.5) < SLOW else USUAL
    await _storm(site, size, articles[size], people, report)
    report.write()


async def _reading(site: Server, size: int, article: Article, reader: Reader) -> list[Target]:
    address = article.get_absolute_url()
    published = Comment.objects.published().filter(discussion=article.discussion).order_by("pk")
    roots = published.filter(root=None).values_list("pk", flat=True)
    middle, last = roots[len(roots) // 2], published.values_list("pk", flat=True).last()

    async def place_of(pk: int | None) -> str:
        answer = await ask_once(site.port, reader.request(f"/comments/{pk}/"))
        return answer.headers["location"].partition("#")[0]

    async def answer_to(path: str) -> Answer:
        return await ask_once(site.port, request(path))

    paths = {
        "anonymous": [request(address)],
        "signed in": [reader.request(address)],
        "newest first": [reader.request(f"{address}?order=newest")],
        "page in its middle": [reader.request(await place_of(middle))],
        "permalink of its last comment": [
            reader.request(f"/comments/{last}/"),
            reader.request(await place_of(last)),
        ],
    }
    if etag := (await answer_to(address)).headers.get("etag"):
        paths["anonymous, not modified"] = [request(address, If_None_Match=etag)]
    return [Target(name, size, site, lambda asks=asks: asks) for name, asks in paths.items()]


def _posting(article: Article, people: list[Reader], *, then: bool = False) -> Visit:
    """Posts, and lets a guest open the page that has `then` to be made anew."""
    writing = Writing(article, people)
    opened = [request(article.get_absolute_url())] if then else []
    return lambda: [writing.next_post(), *opened]


def _opening(target: Target, reader: Reader) -> Callable[[], object]:
    paths = [one.split(b" ", 2)[1].decode() for one in target.visit()]
    return lambda: [reader.browser.get(path, secure=True) for path in paths]


async def _costs(targets: list[Target]) -> dict[tuple[str, int], float]:
    """Seconds of the processor for one visit to each, of server and database: medians of several
    rounds, in which the targets take turns, because the machine's speed drifts."""
    costs: dict[Target, list[float]] = {target: [] for target in targets}
    slow: set[Target] = set()
    for turn in range(ROUNDS):
        tell(f"processor time, round {turn + 1} of {ROUNDS}")
        for target in targets:
            if target not in slow:
                first = await repeat(target.server.port, target.visit, seconds=0, most=1)
                if first.lasted > SLOW:
                    slow.add(target)
                if turn == 0 or target not in slow:
                    costs[target].append(await _cost(target))
    return {(target.name, target.size): statistics.median(spent) for target, spent in costs.items()}


async def _cost(target: Target) -> float:
    before = _processor(target.server)
    asked = await repeat(target.server.port, target.visit, seconds=SECONDS, most=target.most)
    if asked.errors:
        raise SystemExit(f"{target.name} ({target.size:,}) answered with an error.")
    after = _processor(target.server)
    spent = sum(seconds - before.get(pid, 0) for pid, seconds in after.items())
    return spent / len(asked.took)


def _processor(server: Server) -> dict[int, float]:
    """Processor time so far, by process: of the server, and of the database's that work for it."""
    spent = {server.process.pid: server.seconds()}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [NAME])
            spent |= {pid: processor_seconds(pid) for (pid,) in cursor}
    return spent


async def _load(targets: list[Target]) -> dict[str, list[Asked]]:
    loads: dict[str, list[Asked]] = defaultdict(list)
    for clients in CLIENTS:
        for target in targets:
            if loads[target.name] and loads[target.name][0].within(0.5) > SLOW:
                continue
            tell(f"{clients} at a time: {target.name}")
            loads[target.name].append(
                await repeat(
                    target.server.port,
                    target.visit,
                    seconds=LOAD_SECONDS,
                    most=10_000,
                    clients=clients,
                )
            )
    return loads


async def _storm(
    site: Server, size: int, article: Article, people: list[Reader], report: Report
) -> None:
    """Posts into one discussion while others read it; then everybody counts."""
    tell("posting while others read")
    published = Comment.objects.published().filter(discussion=article.discussion)
    address = article.get_absolute_url()
    before = published.count()
    posts = Asked()
    offered: asyncio.Queue[bytes] = asyncio.Queue()
    writing = Writing(article, people[::-1])

    async def post() -> None:
        line = Line(site.port)
        while True:
            await take(line, [await offered.get()], posts)
            offered.task_done()

    posters = [asyncio.create_task(post()) for _ in range(POSTERS)]
    visit = [request(address)]
    reading = asyncio.create_task(
        repeat(
            site.port,
            lambda: visit,
            seconds=STORM_SECONDS,
            most=10_000,
            clients=READERS,
            pause=PAUSE,
        )
    )
    start = time.perf_counter()
    for number in range(STORM_SECONDS * POSTS_A_SECOND):
        await asyncio.sleep(start + number / POSTS_A_SECOND - time.perf_counter())
        if offered.qsize() < POSTS_A_SECOND:
            offered.put_nowait(writing.next_post())
    while not offered.empty():  # what the site didn't manage in time
        offered.get_nowait()
        offered.task_done()
    await offered.join()
    posts.lasted = time.perf_counter() - start
    read = await reading
    for poster in posters:
        poster.cancel()
    shown = {
        "anonymous": await counted_on(site.port, visit[0]),
        "signed in": await counted_on(site.port, people[0].request(address)),
    }
    report.storm(size, posts, read, before + len(posts.took), published.count(), shown)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--full", action="store_true", help="a million comments too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
