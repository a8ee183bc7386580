"""How many quotes a second are followed into a new version of their article, database and all.

    python bench/rechecking.py [--quotes 5000]

An article of 100,000 characters is imported again with one paragraph in ten edited. Uses a database
of its own: SQLite in a temporary folder, or what DATABASE_URL names, with "bench_" before its name.
"""

import argparse
import os
import random
import re
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    DJANGO_SETTINGS_MODULE="forum.settings",
    DEBUG="on",
    DATA_DIR=tempfile.mkdtemp(prefix="rejoinder-bench-"),
)

import django  # noqa: E402

django.setup()

from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from articles.readers import plain_text  # noqa: E402
from forum.importing import bring_in  # noqa: E402
from forum.models import Comment, Discussion, Quote, SourceChange  # noqa: E402
from forum.rechecking import recheck_next  # noqa: E402

PARAGRAPHS, WORDS = 200, 80
HEAD = "A long piece\n\nCities\n\nMarch 3, 2026\n\nBy Lena Horvat\n\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quotes", type=int, default=5000)
    wanted = parser.parse_args().quotes
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        chance = random.Random(1)
        before = _paragraphs(chance)
        discussion = _bring(before)
        _quote(discussion, wanted, chance)
        _bring([_edited(text, chance) if chance.random() < 0.1 else text for text in before])
        wall, cpu = time.perf_counter(), time.process_time()
        while recheck_next():
            pass
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        changed = SourceChange.objects.count()
        print(f"{wanted:,} quotes, of which {changed:,} no longer stand as they were:")
        print(f"{wanted / wall:,.0f} a second ({cpu / wanted * 1000:.2f} ms of CPU each)")
    finally:
        teardown_databases(databases, verbosity=0)


def _paragraphs(chance: random.Random) -> list[str]:
    words = re.findall(r"\w+", (ROOT / "forum/sample/night-tram.txt").read_text())
    return [" ".join(chance.choices(words, k=WORDS)).capitalize() + "." for _ in range(PARAGRAPHS)]


def _edited(paragraph: str, chance: random.Random) -> str:
    words = paragraph.split()
    for at in chance.sample(range(len(words)), 3):
        words[at] = "otherwise"
    return " ".join(words)


def _bring(paragraphs: list[str]) -> Discussion:
    data = (HEAD + "\n\n".join(paragraphs)).encode()
    article = bring_in(plain_text.read(data), source="bench.txt").article
    return article.discussion


def _quote(discussion: Discussion, number: int, chance: random.Random) -> None:
    comment = Comment.objects.create(discussion=discussion, body="", html="", text="", renderer=1)
    version = discussion.article.current
    quotes = []
    for ordinal in range(number):
        quote = Quote(comment=comment, ordinal=ordinal % 32_000, fidelity="verbatim")
        if ordinal and ordinal % 32_000 == 0:
            comment = Comment.objects.create(
                discussion=discussion, body="", html="", text="", renderer=1
            )
        start = chance.randrange(len(version.text) - 400)
        start = version.text.index(" ", start) + 1
        end = version.text.index(" ", start + 200)
        quote.comment = comment
        quote.point_at_article(version, start, end)
        quote.words = quote.exact
        quotes.append(quote)
    Quote.objects.bulk_create(quotes, batch_size=500)


if __name__ == "__main__":
    main()
