"""How fast a discussion is exported in each format and restored, and how much memory that takes.

    python bench/exporting.py [--comments 50000]
    DATABASE_URL=postgres://… python bench/exporting.py

Every row is a process of its own, as an operator starts it. Memory is its own, without the pages of
the database's file that SQLite maps. Two sites are made: SQLite files in a
temporary folder, or databases on the server that DATABASE_URL names; they are gone afterwards.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from filecmp import cmp
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]

FORMATS = [("JSON Lines", "jsonl", "jsonl"), ("WXR", "wxr", "xml"), ("HTML", "html", "html")]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--comments", type=int, default=50_000)
    number = parser.parse_args().comments
    with tempfile.TemporaryDirectory() as folder, site(folder, 1) as one, site(folder, 2) as two:
        run(one, "seed", "--comments", str(number), "--yes")
        files = {name: Path(folder) / f"site.{name}" for name in ("jsonl", "xml", "html", "again")}
        print("| | seconds of CPU | comments a second | peak MB | file, MB |")
        print("| --- | ---: | ---: | ---: | ---: |")
        idle = run(one, "check_counts")
        tell("a command that only counts", number, idle)
        for what, form, name in FORMATS:
            file = files[name]
            took = run(one, "export", f"--format={form}", "--output", file)
            tell(what, number, took, file)
        tell("restore", number, run(two, "restore", files["jsonl"]))
        run(two, "export", "--output", files["again"])
        same = cmp(files["jsonl"], files["again"], shallow=False)
        print(f"\nExported again: {'the same bytes' if same else 'OTHER BYTES'}.")


@contextmanager
def site(folder: str, number: int) -> Iterator[dict[str, str]]:
    """The environment of an empty site."""
    data = Path(folder) / str(number)
    data.mkdir()
    given = os.environ.get("DATABASE_URL", "")
    env = os.environ | {"DATA_DIR": str(data), "SECRET_KEY": "bench", "SITE_URL": "http://bench"}
    if not given:
        run(env, "migrate")
        yield env
        return
    name = f"bench_exporting_{number}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        env |= {"DATABASE_URL": urlsplit(given)._replace(path=f"/{name}").geturl()}
        run(env, "migrate")
        yield env
        server.execute(f"DROP DATABASE {name}")


def run(env: dict[str, str], *args: object) -> tuple[float, float]:
    """Seconds of processor time, and the peak of its own memory in MB, of one command."""
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execve(MANAGE[0], [*MANAGE, *map(str, args)], env)
    peak, ended = 0, (0, 0, None)
    while not ended[0]:
        time.sleep(0.02)
        peak = max(peak, _memory_of(child))
        ended = os.wait4(child, os.WNOHANG)
    _, status, used = ended
    if status:
        raise SystemExit(f"{args[0]} failed.")
    return used.ru_utime + used.ru_stime, peak / 1024


def _memory_of(child: int) -> int:
    """In kB; 0 if it has just ended."""
    told = Path(f"/proc/{child}/status").read_text()
    return int(found[1]) if (found := re.search(r"^RssAnon:\s+(\d+)", told, re.MULTILINE)) else 0


def tell(what: str, number: int, took: tuple[float, float], file: Path | None = None) -> None:
    seconds, peak = took
    size = sum(path.stat().st_size for path in file.rglob("*")) if file and file.is_dir() else 0
    size = size or (file.stat().st_size if file else 0)
    written = f"{size / 1e6:,.0f}" if size else ""
    print(f"| {what} | {seconds:,.1f} | {number / seconds:,.0f} | {peak:,.0f} | {written} |")


if __name__ == "__main__":
    main()
