"""How long hostile comments take to render, in CPU time, and how much they grow.

    python bench/markup.py

The limit is 250 ms for any input. A refused input shows the code of the limit that it broke.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.core.exceptions import ValidationError

from forum.markup import MAX_CHARACTERS, render
from tests.forum.hostile_markup import HOSTILE

BUDGET = 250
TURNS = 3
ORDINARY = (
    "The *night tram* costs **€1,170** a night, says [the depot](https://example.org/depot).\n\n"
    "> A night bus would not improve the service.\n> — [Ada](/comments/42/)\n\n"
    "- It would replace it,\n- and nobody asked the drivers.\n\n"
)


def main() -> None:
    sources = {"an ordinary comment": ORDINARY, "a long ordinary comment": ORDINARY * 9} | HOSTILE
    rows = [(*_measure(source[:MAX_CHARACTERS]), name) for name, source in sources.items()]
    print(f"{'ms':>6}  {'budget':>6}  {'outcome':<22} input")
    for milliseconds, outcome, name in sorted(rows, reverse=True):
        print(f"{milliseconds:6.1f}  {milliseconds / BUDGET:6.0%}  {outcome:<22} {name}")


def _measure(source: str) -> tuple[float, str]:
    times = []
    outcome = ""
    for _ in range(TURNS):
        start = time.process_time()
        outcome = _outcome(source)
        times.append(1_000 * (time.process_time() - start))
    return min(times), outcome


def _outcome(source: str) -> str:
    try:
        return f"{len(render(source).html) / len(source):.1f} × as long"
    except ValidationError as refusal:
        return str(refusal.code)


if __name__ == "__main__":
    main()
