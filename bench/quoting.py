"""How long it takes to locate a quote, in CPU time, beside the time that we allow for it.

    python bench/quoting.py

The source is 100,000 characters in which the words follow each other as they do in the sample
pieces. Folding it is measured apart: it is done once for each source, whatever is looked for in it.
"""

import random
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from forum.quoting import Source, locate  # noqa: E402

SIZE = 100_000
COMMENTS = 500
TURNS = 7
WORST, TYPICAL = 15.0, 3.0


def main() -> None:
    chance = random.Random(1)
    words = _sample_words()
    text = _babble(words, SIZE, chance)
    article = Source("article", text)
    prepared = _milliseconds(lambda: _prepare(Source("article", text)))
    _prepare(article)
    print(f"A source of {SIZE:,} characters is folded and indexed in {prepared:.0f} ms.\n")
    comments = [Source(number, _babble(words, 600, chance)) for number in range(COMMENTS)]
    for comment in comments:
        _prepare(comment)
    print(f"{'ms':>6}  {'allowed':>7}  {'share':>6}  {'outcome':<10} quote")
    for name, allowed, quote, sources in _cases(article, comments, words, chance):
        outcome = locate(quote, sources).fidelity
        taken = _milliseconds(lambda quote=quote, sources=sources: locate(quote, sources))
        print(f"{taken:6.2f}  {allowed:7.0f}  {taken / allowed:6.0%}  {outcome:<10} {name}")


def _cases(
    article: Source, comments: list[Source], words: list[str], chance: random.Random
) -> list[tuple[str, float, str, list[Source]]]:
    text = article.text
    short, long = _cut(text, 60_000, 300), _cut(text, 60_000, 2_000)
    absent = _babble(words, 2_000, chance)
    shuffled = absent.split()
    chance.shuffle(shuffled)
    one = [article]
    everywhere = [article, *comments]
    return [
        ("300 characters, verbatim", TYPICAL, short, one),
        ("300 characters, a word in ten changed", TYPICAL, _changed(short, chance), one),
        (
            "300 characters, shortened",
            TYPICAL,
            f"{_cut(short, 0, 120)} […] {_cut(short, 160, 139)}",
            one,
        ),
        ("300 characters, absent", TYPICAL, _babble(words, 300, chance), one),
        ("2,000 characters, verbatim", WORST, long, one),
        ("2,000 characters, a word in ten changed", WORST, _changed(long, chance), one),
        ("2,000 characters, absent, made of the same words", WORST, absent, one),
        ("2,000 characters, absent, in no order", WORST, " ".join(shuffled)[:2_000], one),
        ("2,000 times a letter", WORST, "a " * 1_000, one),
        ("300 characters of the article, 500 comments beside", WORST, short, everywhere),
        (
            "300 characters of the last of 500 comments",
            WORST,
            _cut(comments[-1].text, 0, 300),
            everywhere,
        ),
        ("300 characters that none of 500 has", WORST, absent[:300], everywhere),
    ]


def _sample_words() -> list[str]:
    paths = sorted((ROOT / "forum" / "sample").glob("*.txt"))
    return " ".join(path.read_text(encoding="utf-8") for path in paths).split()


def _babble(words: list[str], size: int, chance: random.Random) -> str:
    """Words of which each follows the one before somewhere in the sample."""
    following: dict[str, list[str]] = {}
    for word, after in pairwise(words):
        following.setdefault(word, []).append(after)
    said = [words[0]]
    length = 0
    while length < size:
        said.append(chance.choice(following.get(said[-1], words)))
        length += len(said[-1]) + 1
    return " ".join(said)[:size]


def _cut(text: str, start: int, size: int) -> str:
    start = text.index(" ", start) + 1
    return text[start : text.rindex(" ", start, start + size)]


def _changed(text: str, chance: random.Random) -> str:
    words = text.split()
    for at in chance.sample(range(len(words)), len(words) // 10):
        words[at] = chance.choice(words)
    return " ".join(words)


def _prepare(source: Source) -> None:
    assert source.folded
    assert source.caseless
    assert source.pairs is not None


def _milliseconds(act: Callable[[], object]) -> float:
    times = []
    for _ in range(TURNS):
        start = time.process_time()
        act()
        times.append(1_000 * (time.process_time() - start))
    return min(times)


if __name__ == "__main__":
    main()
