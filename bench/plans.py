"""What a page asks of the database, how long that takes, and whether it reads whole tables."""

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

TURNS = 5


@dataclass(frozen=True)
class Asked:
    """`seconds` of the database for all `queries` of a page; `scans` are plans that read all
    comments."""

    queries: int
    seconds: float
    slowest: str  # the table it asks
    slowest_seconds: float
    scans: list[str]


def asked_by(open_page: Callable[[], object]) -> Asked:
    """Opens the page once, then asks each of its queries again, alone."""
    queries: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        open_page()
    selects = [(sql, params) for sql, params in queries if sql.startswith("SELECT")]
    taken = [(_seconds(sql, params), sql) for sql, params in selects]
    slowest_seconds, slowest = max(taken)
    return Asked(
        queries=len(queries),
        seconds=sum(seconds for seconds, _ in taken),
        slowest=_table(slowest),
        slowest_seconds=slowest_seconds,
        scans=[step for sql, params in selects for step in _scans(sql, params)],
    )


def _table(sql: str) -> str:
    inside = 1
    while inside:
        sql, inside = re.subn(r"\([^()]*\)", "", sql)
    found = re.search(r'FROM "(\w+)"', sql)
    return found[1] if found else "several"


def _seconds(sql: str, params: Any) -> float:
    times = []
    with connection.cursor() as cursor:
        for _ in range(TURNS):
            start = time.perf_counter()
            cursor.execute(sql, params)
            cursor.fetchall()
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def _scans(sql: str, params: Any) -> list[str]:
    """Where its plan reads all comments without an index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN {sql}", params)
            steps = [row[0].strip(" ->") for row in cursor]
            return [step for step in steps if step.startswith("Seq Scan on forum_comment")]
        # SQLite's plan names tables by their aliases, which repeat; its program names their pages.
        cursor.execute("SELECT rootpage FROM sqlite_master WHERE name = 'forum_comment'")
        [page] = cursor.fetchone()
        cursor.execute(f"EXPLAIN {sql}", params)
        program = [row[1:4] for row in cursor]
    opened = {one for code, one, two in program if code == "OpenRead" and two == page}
    starts = [code for code, one, _ in program if code == "Rewind" and one in opened]
    return ["forum_comment from its first row on"] * len(starts)
