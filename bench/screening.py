"""What screening costs a post, in CPU time, database included, with 5,000 listed words.

    python bench/screening.py

We allow 3 ms for an ordinary comment, and aim at half a millisecond beside the queries. "words" is
the lookup alone; "in all" every phase, with three queries; "answer" an answer in a thread in which
the author has just spoken, with four; "no rules" is "in all" where none is on. Uses a database of
its own: SQLite in a temporary folder, or what DATABASE_URL names, with "test_" before its name.
"""

import os
import random
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    DJANGO_SETTINGS_MODULE="forum.settings",
    DEBUG="on",
    DATA_DIR=tempfile.mkdtemp(prefix="rejoinder-bench-"),
)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from articles.readers import plain_text  # noqa: E402
from forum import markup, posting, ruling  # noqa: E402
from forum.importing import bring_in  # noqa: E402
from forum.models import Action, Comment, Discussion, Kind, Member, Rule  # noqa: E402
from forum.screening import Draft, in_force, screen  # noqa: E402
from forum.screening.back_test import back_test  # noqa: E402
from forum.wordlist import WordList, Words  # noqa: E402

LISTED = 5000
TURNS = 200
EARLIER = 60  # comments of the author
LETTERS = "etaoinshrdlcumwfgypbvk"
SAID = tomllib.loads((ROOT / "forum/sample/discussion.toml").read_text())["comment"]
ORDINARY = max((row["body"] for row in SAID), key=lambda body: len(body) < 900 and len(body))
MANY = "\n\n".join(row["body"] for row in SAID)


def main() -> None:
    settings.DEBUG = False  # which keeps every query
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        discussion, ada = _discussion()
        root = Comment.objects.earliest("pk")
        columns = ("words", "in all", "answer", "no rules")
        print(*(f"{column:>8}" for column in columns), f"  ms of CPU, medians of {TURNS}")
        empty = {name: _in_all(discussion, ada, body) for name, body in TEXTS.items()}
        entries = _rules(ada)
        words = WordList(entries, spaced_out=True)
        for name, body in TEXTS.items():
            alone = _cost(lambda body=body: words.find(Words(body)))
            whole, answer = (_in_all(discussion, ada, body, to) for to in (None, root))
            measured = (alone, whole, answer, empty[name])
            print(*(f"{each:8.3f}" for each in measured), f"  {name}, {len(body):,} characters")
        print(f"{_cost(lambda: WordList(entries), turns=5):7.0f}  to read {LISTED:,} entries")
        mira = Member.objects.get(name="Mira")
        latest = Rule.objects.get(name="Words").latest
        if latest:
            tried = _cost(lambda: back_test(latest, mira), turns=5)
            print(f"{tried:7.0f}  to try them on 1,000 comments")
    finally:
        teardown_databases(databases, verbosity=0)


def _in_all(discussion: Discussion, ada: Member, body: str, to: Comment | None = None) -> float:
    rendered = markup.render(body)
    return _cost(lambda: screen(Draft(discussion, ada, body, rendered, in_force(), to)))


def _cost(act: Callable[[], object], turns: int = TURNS) -> float:
    times = []
    for _ in range(turns):
        start = time.process_time()
        act()
        times.append(1_000 * (time.process_time() - start))
    return median(times)


def _discussion() -> tuple[Discussion, Member]:
    data = (ROOT / "forum/sample").glob("*.txt").__next__().read_bytes()
    discussion = bring_in(plain_text.read(data), source="bench").article.discussion
    Member.objects.create_superuser("mira@example.org", "Mira", "unused")
    bob = Member.objects.create_user("bob@example.org", "Bob")
    ada = Member.objects.create_user("ada@example.org", "Ada")
    root = posting.post(discussion, author=bob, body="What do you think?")
    for number in range(EARLIER):
        posting.post(discussion, author=ada, body=f"{number}: {ORDINARY}", to=root)
    for number in range(1000 - EARLIER):
        posting.post(discussion, author=bob, body=f"{number}: {SAID[number % len(SAID)]['body']}")
    return discussion, ada


def _rules(ada: Member) -> list[str]:
    chance = random.Random(1)
    entries = [_word(chance) for _ in range(LISTED * 8 // 10)]
    entries += [f"{_word(chance)}*" for _ in range(LISTED // 20)]
    entries += [f"*{_word(chance)}*" for _ in range(LISTED // 20)]
    entries += [f"{_word(chance)} {_word(chance)}" for _ in range(LISTED // 10)]
    for name, kind, said in (
        ("Words", Kind.WORDS, {"entries": "\n".join(entries), "spaced_out": True}),
        (
            "Domains",
            Kind.DOMAINS,
            {"entries": "\n".join(f"{word}.example" for word in entries[:500])},
        ),
        ("Links", Kind.LINKS, {"amount": 9}),
        ("Capitals", Kind.CAPITALS, {"amount": 20}),
        ("Repetition", Kind.REPETITION, {"amount": 20}),
        ("Newcomers", Kind.NEWCOMERS, {"amount": 2}),
        ("Pace", Kind.PACE, {"amount": 10, "minutes": 1, "action": Action.REFUSE}),
    ):
        rule = Rule(name=name, kind=kind)
        version = ruling.write(rule, by=ada, **{"action": Action.FLAG, **said})
        if kind != Kind.PACE:
            ruling.switch_on(version, by=ada)
    return entries


def _word(chance: random.Random) -> str:
    """One that nobody says: what is found ends the search."""
    return "q" + "".join(chance.choices(LETTERS, k=chance.randint(4, 10)))


TEXTS = {
    "an ordinary comment": ORDINARY,
    "one in Cyrillic": "Ночной трамвай окупается, и никто в депо в это не верит. " * 14,
    "one in disguise": ORDINARY.replace("o", "0").replace("a", "а"),
    "the longest": MANY.replace(">", "")[: markup.MAX_CHARACTERS - 100],
}


if __name__ == "__main__":
    main()
