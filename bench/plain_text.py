"""How the time to read a file grows with its length, in CPU time, for files made to be hard.

    python bench/plain_text.py

Each file is read at two lengths, one four times the other: a ratio near 4 is linear, near 16
quadratic.
"""

import sys
import time
from contextlib import suppress
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from articles.readers import Unreadable
from articles.readers.plain_text import read

SHORT, LONG = 60_000, 240_000
ABOVE = ["High water\n\n", "High water\n\nRain.\n\n1 comment\n\n1. Yes.\n"]
PIECES = [
    *("The river rose in the night. ", "“", '"', "‘a’ ", "*", "_", "](", "- ", " ", "\u00a0a"),
    *("2 comments\n\n", "Reply\n", "1 reply\n\n", "Ada — 12 May 2026\n", "By Ada, Bob, "),
    *("1. a\n", "    1. a\n\n", "1.1 a\n", "> a\n", "“a\n", "http://a_", "jan ", "a-\n"),
]


def main() -> None:
    rows = []
    for above, piece in product(ABOVE, PIECES):
        short, long = (
            _milliseconds(above + piece * (size // len(piece))) for size in (SHORT, LONG)
        )
        where = "comments" if above is ABOVE[1] else "body"
        rows.append((long, long / short, where, piece))
    print(f"{'ms':>6}  {'ratio':>5}  where     a file of {LONG:,} characters, over and over")
    for milliseconds, ratio, where, piece in sorted(rows, reverse=True):
        print(f"{milliseconds:6.0f}  {ratio:5.1f}  {where:<8}  {piece!r}")


def _milliseconds(above: str, piece: str, size: int) -> float:
    text = above + piece * (size // len(piece))
    times = []
    for _ in range(3):
        started = time.process_time()
        with suppress(Unreadable):
            read(text.encode())
        times.append(1_000 * (time.process_time() - started))
    return max(min(times), 0.1)


if __name__ == "__main__":
    main()
