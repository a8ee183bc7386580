"""The tables, printed and kept in bench/RESULTS.md."""

import datetime
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from asking import Asked
from django.db import connection
from plans import Asked as Questions
from weighing import Weight

FILE = Path(__file__).with_name("RESULTS.md")
HEAD = """# Results

Written by the scripts that stand here, each in sections of its own; what the rows mean stands in
[README.md](README.md). Compare within a section only: machines differ, and their speed drifts.
"""
VENDORS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}
POST, AFTER_POST = "post a comment", "post a comment, then the first guest"
ASGI, DJANGO = ("bare ASGI callable", 0), ("bare Django view", 0)


@dataclass(frozen=True)
class Goal:
    name: str
    measured: float
    allowed: float
    unit: str

    @property
    def row(self) -> str:
        is_met = "yes" if self.measured <= self.allowed else "**no**"
        allowed, measured = f"{self.allowed:g}{self.unit}", f"{self.measured:.2f}{self.unit}"
        return f"| {self.name} | {allowed} | {measured} | {is_met} |"


class Report:
    def __init__(self, sizes: list[int]) -> None:
        self.sizes = sizes
        self.largest = sizes[-1]
        self.goals: list[Goal] = []
        self.parts: list[str] = []

    def plans(self, asked: dict[str, Questions]) -> None:
        rows = []
        for name, page in asked.items():
            scans = "; ".join(f"`{step}`" for step in page.scans) or "none"
            rows.append(
                f"| {name} | {page.queries} | {page.seconds * 1e3:.2f} | "
                f"{page.slowest_seconds * 1e3:.2f}, from `{page.slowest}` | {scans} |"
            )
            self.goals.append(Goal(f"database time: {name}", page.seconds * 1e3, 2, " ms"))
        self._add(
            f"What pages of {self.largest:,} comments ask of the database",
            "| page | queries | ms together | slowest, ms | scans of all comments |",
            "| --- | ---: | ---: | --- | --- |",
            rows,
        )

    def costs(self, costs: dict[tuple[str, int], float]) -> None:
        bare, bare_django = costs[ASGI], costs[DJANGO]
        columns = " | ".join(f"{size:,}" for size in self.sizes)
        rows = [
            f"| {name} | {' | ' * (len(self.sizes) - 1)} {costs[name, 0] * 1e3:.2f} | "
            f"{costs[name, 0] / bare:.1f} | {costs[name, 0] / bare_django:.1f} |"
            for name, _ in (ASGI, DJANGO)
        ]
        for name in dict.fromkeys(name for name, size in costs if size):
            cells = [costs.get((name, size)) for size in self.sizes]
            told = " | ".join("" if cell is None else f"{cell * 1e3:.2f}" for cell in cells)
            last = costs[name, self.largest]
            rows.append(f"| {name} | {told} | {last / bare:.1f} | {last / bare_django:.1f} |")
        self._add(
            "Milliseconds of processor time, of server and database, by number of comments",
            f"| | {columns} | ÷ bare ASGI | ÷ bare Django |",
            f"| --- |{' ---: |' * (len(self.sizes) + 2)}",
            rows,
        )
        self._judge(costs)

    def _judge(self, costs: dict[tuple[str, int], float]) -> None:
        last = self.largest
        self.goals.append(
            Goal("anonymous ÷ bare ASGI callable", costs["anonymous", last] / costs[ASGI], 3, "")
        )
        if ("anonymous, not modified", last) in costs:
            cost = costs["anonymous, not modified", last]
            self.goals.append(Goal("anonymous, not modified", cost * 1e3, 0.15, " ms"))
        self.goals += [
            Goal("signed in", costs["signed in", last] * 1e3, 8, " ms"),
            Goal(POST, costs[POST, last] * 1e3, 5, " ms"),
            Goal(
                "first guest after a post",
                (costs[AFTER_POST, last] - costs[POST, last]) * 1e3,
                15,
                " ms",
            ),
        ]
        for name in ("signed in", "page in its middle", "permalink of its last comment"):
            ratio = costs[name, last] / costs[name, 100]
            self.goals.append(Goal(f"{name} ÷ the same of 100 comments", ratio, 1.2, ""))

    def load(self, loads: dict[str, list[Asked]]) -> None:
        rows = []
        for name, asked in loads.items():
            cells = (
                f"{one.rate:,.1f} | {one.within(0.5) * 1e3:.1f} | {one.within(0.99) * 1e3:.1f}"
                for one in asked
            )
            cells = [*cells, *["| |"] * (2 - len(asked))]
            rows.append(f"| {name} | {' | '.join(cells)} | {sum(one.errors for one in asked)} |")
        self._add(
            f"Visits a second, and milliseconds for one, at {self.largest:,} comments",
            "| | 1 client: a second | p50 | p99 | 16 clients: a second | p50 | p99 | errors |",
            f"| --- |{' ---: |' * 7}",
            rows,
        )

    def storm(
        self,
        size: int,
        posts: Asked,
        read: Asked,
        expected: int,
        stored: int,
        shown: dict[str, int],
    ) -> None:
        counts = ", ".join(f"{number:,} to the {who}" for who, number in shown.items())
        rows = [
            f"| posts | {posts.rate:.1f} | {posts.within(0.5) * 1e3:.0f} | "
            f"{posts.within(0.99) * 1e3:.0f} | {posts.errors} |",
            f"| pages read | {read.rate:.1f} | {read.within(0.5) * 1e3:.0f} | "
            f"{read.within(0.99) * 1e3:.0f} | {read.errors} |",
        ]
        self._add(
            f"200 posts a second are offered to a discussion of {size:,} while 16 read it",
            "| | a second | p50 ms | p99 ms | errors |",
            "| --- | ---: | ---: | ---: | ---: |",
            rows,
            f"Afterwards {expected:,} comments should be there; {stored:,} are stored, and the "
            f"page says {counts}.",
        )

    def weight(self, weight: Weight) -> None:
        self._add(
            "Bytes of the anonymous page, and of what it brings with it",
            "| page | plain | gzip | brotli | as sent | stylesheets | scripts |",
            f"| --- |{' ---: |' * 6}",
            [
                f"| {self.largest:,} comments | {weight.plain:,} | {weight.gzip:,} | "
                f"{weight.brotli:,} | {weight.sent:,} ({weight.encoding}) | "
                f"{weight.styles[1]:,} in {weight.styles[0]} | "
                f"{weight.scripts[1]:,} in {weight.scripts[0]} |"
            ],
        )

    def write(self) -> None:
        self._add(
            "Goals",
            "| | allowed | measured | met |",
            "| --- | ---: | ---: | --- |",
            [goal.row for goal in self.goals],
        )
        keep(f"up to {self.largest:,} comments", [self.parts[-1], *self.parts[:-1]])

    def _add(self, title: str, head: str, line: str, rows: list[str], after: str = "") -> None:
        told = [f"### {title}\n", head, line, *rows, *(["", after] if after else []), ""]
        self.parts.append("\n".join(told))


def keep(subject: str, parts: list[str]) -> None:
    """Prints a section about the database in use, and puts it in the place of its predecessor in
    bench/RESULTS.md, or at the end."""
    title = f"{VENDORS[connection.vendor]}, {subject}"
    section = "\n".join([f"## {title}\n", f"{_circumstances()}\n", *parts])
    _, *old = re.split(r"^## ", FILE.read_text() if FILE.exists() else HEAD, flags=re.MULTILINE)
    kept = {text.partition("\n")[0]: f"## {text.rstrip()}\n" for text in old}
    kept[title] = f"{section.rstrip()}\n"
    FILE.write_text("\n".join([HEAD, *kept.values()]))
    print(section)


def _circumstances() -> str:
    git = ["git", "-C", str(FILE.parent)]
    commit = subprocess.run(
        [*git, "describe", "--always", "--dirty", "--exclude=*"], capture_output=True, text=True
    ).stdout.strip()
    today = datetime.datetime.now(datetime.UTC).date()
    version = ".".join(map(str, connection.get_database_version()))
    return (
        f"{today}, commit {commit}, {connection.display_name} {version}, {os.cpu_count()} cores "
        f"with a load of {os.getloadavg()[1]:.1f}."
    )
