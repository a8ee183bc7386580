"""What open streams cost, how soon all of them are told, and what is left for those who read pages.

    python bench/live.py [READERS]
    DATABASE_URL=postgres://… python bench/live.py [READERS]

Opens so many streams (9,900) on a site of its own, as bench/discussion.py has it. Members post, one
comment every two seconds; once while nobody else does anything, once while four members open one
page after the other. How many pages they get is compared with how many they get when the streams
are gone. Writes its section of bench/RESULTS.md.
"""

import asyncio
import json
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from place import Place  # noqa: E402

PLACE = Place()

import django  # noqa: E402

django.setup()

from asking import Asked, ask_once, repeat  # noqa: E402
from django.core.management import call_command  # noqa: E402
from filling import close_connections, seed, tell  # noqa: E402
from people import Writing, readers  # noqa: E402
from reporting import Goal, keep  # noqa: E402
from serving import Server  # noqa: E402

POSTS, EVERY = 10, 2.0  # seconds
PAGES = 4  # readers at a time
SETTLES = 5.0  # seconds, until the last stream is gone


@dataclass
class Told:
    """How long it took from sending a comment until each of the readers heard of it."""

    seconds: list[float]
    missing: int

    def within(self, share: float) -> float:
        return self.seconds[min(int(share * len(self.seconds)), len(self.seconds) - 1)]


class Followers:
    """The process in which they follow. Ends with its `with` block."""

    def __init__(self, site: Server, path: str, number: int) -> None:
        self.number = number
        command = [sys.executable, str(ROOT / "bench" / "following.py")]
        self.process = subprocess.Popen(
            [*command, str(site.port), path, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Followers":
        if not self.process.stdout or not self.process.stdout.readline():
            raise SystemExit("Not all streams could be opened.")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def told(self, *posted: dict[int, float]) -> list[Told]:
        """What they heard of these comments, which were sent at those moments."""
        wanted = [pk for sents in posted for pk in sents]
        heard = json.loads(self.process.communicate(json.dumps(wanted))[0])
        return [
            Told(
                sorted(at - sent for pk, sent in sents.items() for at in heard[str(pk)]),
                sum(abs(self.number - len(heard[str(pk)])) for pk in sents),
            )
            for sents in posted
        ]


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 9_900
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and clears up first
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        PLACE.build()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        article = seed(100)
        with Server("forum.asgi:application") as site:
            measure(site, article, number)
    finally:
        close_connections()
        PLACE.clear()


def measure(site: Server, article, number: int) -> None:
    people, path = readers(), article.get_absolute_url()
    writing = Writing(article, people)
    visit = [people[0].request(path)]
    asyncio.run(post_and_read(site, writing, visit))  # it learns to know its pages
    before = memory(site)
    tell(f"opening {number:,} streams")
    with Followers(site, path, number) as followers:
        each = (memory(site) - before) / number
        threads = status(site, "Threads")
        spent = site.seconds()
        alone = asyncio.run(post(site, writing))
        spent = (site.seconds() - spent) / POSTS
        tell("reading with streams")
        together, disturbed, cost = asyncio.run(post_and_read(site, writing, visit))
        quiet, busy = followers.told(alone, together)
    tell("reading without streams")
    time.sleep(SETTLES)
    _, undisturbed, cost_without = asyncio.run(post_and_read(site, writing, visit))
    share = disturbed.rate / undisturbed.rate
    rows = [
        f"| from sending a comment until a reader hears | {number_of(quiet)} |",
        f"| the same while {PAGES} members open pages | {number_of(busy)} |",
    ]
    goals = [
        Goal("a reader hears, p99", quiet.within(0.99), 1, " s"),
        Goal("the same while pages are opened", busy.within(0.99), 1, " s"),
        Goal("memory for a stream", each / 1024, 15, " KiB"),
        Goal("pages that are not answered, of 100", 100 * (1 - share), 10, ""),
    ]
    keep(
        f"{number:,} open streams",
        [
            "| | allowed | measured | met |\n| --- | ---: | ---: | --- |",
            *(goal.row for goal in goals),
            "\n| | p50 ms | p99 ms | last ms | missing or twice |",
            "| --- | ---: | ---: | ---: | ---: |",
            *rows,
            "\n| | pages a second | p50 ms | p99 ms | ms of the processor for one | errors |",
            "| --- | ---: | ---: | ---: | ---: | ---: |",
            f"| without streams | {pages_of(undisturbed, cost_without)} |",
            f"| with streams | {pages_of(disturbed, cost)} |",
            f"\nTelling all of one comment takes {spent * 1e3:.0f} ms of the processor, posting "
            f"it included. The server has {threads} threads.\n",
        ],
    )


async def post(site: Server, writing: Writing) -> dict[int, float]:
    """Posts; returns when each comment was sent."""
    sent = {}
    start = time.monotonic()
    for number in range(POSTS):
        await asyncio.sleep(start + number * EVERY - time.monotonic())
        moment = time.monotonic()
        answer = await ask_once(site.port, writing.next_post())
        sent[int(answer.headers["location"].rpartition("#comment-")[2])] = moment
    await asyncio.sleep(start + POSTS * EVERY - time.monotonic())
    return sent


async def post_and_read(
    site: Server, writing: Writing, visit: list[bytes]
) -> tuple[dict[int, float], Asked, float]:
    spent = site.seconds()
    seconds = POSTS * EVERY
    reading = repeat(site.port, lambda: visit, seconds=seconds, most=100_000, clients=PAGES)
    sent, read = await asyncio.gather(post(site, writing), reading)
    return sent, read, (site.seconds() - spent) / len(read.took)


def number_of(told: Told) -> str:
    times = (told.within(0.5), told.within(0.99), told.seconds[-1])
    return " | ".join([*(f"{each * 1e3:.0f}" for each in times), str(told.missing)])


def pages_of(read: Asked, cost: float) -> str:
    times = f"{read.within(0.5) * 1e3:.0f} | {read.within(0.99) * 1e3:.0f}"
    return f"{read.rate:.1f} | {times} | {cost * 1e3:.1f} | {read.errors}"


def memory(site: Server) -> int:
    return 1024 * int(status(site, "VmRSS").split()[0])


def status(site: Server, name: str) -> str:
    lines = Path(f"/proc/{site.process.pid}/status").read_text().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
