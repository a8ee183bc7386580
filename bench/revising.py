"""How long it takes to tell what changed between two versions, in CPU time, and how that grows.

    python bench/revising.py

Each pair of versions is compared at two lengths, one four times the other: a ratio near 4 is
linear, near 16 quadratic. The words follow each other as they do in the sample pieces. We allow
50 ms for 100,000 characters in which some passages changed, told word by word.
"""

import random
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from articles.passages import PARAGRAPH, Block, Body  # noqa: E402
from forum.revising import revise, summary  # noqa: E402
from forum.wording import changes  # noqa: E402

SHORT, LONG = 100_000, 400_000
PASSAGE = 500  # characters
TURNS = 3
WORDS = " ".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "forum/sample").glob("*.txt"))
).split()
FOLLOWING: dict[str, list[str]] = {}
for word, after in pairwise(WORDS):
    FOLLOWING.setdefault(word, []).append(after)

Texts = list[str]


def main() -> None:
    print(f"{'ms':>6}  {'ratio':>5}  {'two versions':<28}  what is told")
    for name, rewrite in CASES.items():
        short, told = _measured(rewrite, SHORT)
        long, _ = _measured(rewrite, LONG)
        print(f"{short:6.0f}  {long / short:5.1f}  {name:<28}  {told}")


def _measured(rewrite: Callable[[Texts, random.Random], Texts], size: int) -> tuple[float, str]:
    chance = random.Random(1)
    texts = [_babble(chance) for _ in range(size // PASSAGE)]
    before, after = _body(texts), _body(rewrite(texts, chance))
    times = []
    for _ in range(TURNS):
        started = time.process_time()
        told = revise(before, after)
        for change in told:
            if change.before and change.after and change.kind == "changed":
                changes(change.before.text, change.after.text)
        times.append(1_000 * (time.process_time() - started))
    return min(times), summary(told)


def _body(texts: Texts) -> Body:
    return Body.from_blocks(Block(PARAGRAPH, text) for text in texts)


def _babble(chance: random.Random) -> str:
    """Words of which each follows the one before somewhere in the sample."""
    said = [chance.choice(WORDS)]
    while sum(map(len, said)) + len(said) < PASSAGE:
        said.append(chance.choice(FOLLOWING.get(said[-1], WORDS)))
    return " ".join(said)


def _edited(text: str, chance: random.Random) -> str:
    words = text.split()
    for at in chance.sample(range(len(words)), len(words) // 10):
        words[at] = chance.choice(WORDS)
    return " ".join(words)


def _some(texts: Texts, chance: random.Random) -> Texts:
    """A passage in ten edited, one moved, one left out, one put in."""
    revised = [_edited(text, chance) if chance.random() < 0.1 else text for text in texts]
    revised.insert(7, revised.pop(len(texts) // 2))
    del revised[20]
    return [*revised[:30], _babble(chance), *revised[30:]]


CASES: dict[str, Callable[[Texts, random.Random], Texts]] = {
    "the same": lambda texts, chance: texts,
    "some passages edited": _some,
    "every passage edited": lambda texts, chance: [_edited(text, chance) for text in texts],
    "every passage written anew": lambda texts, chance: [_babble(chance) for _ in texts],
    "the passages in another order": lambda texts, chance: chance.sample(texts, len(texts)),
}

if __name__ == "__main__":
    main()
