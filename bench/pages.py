"""How much of the words of real-looking pages is read, beside what trafilatura alone reads, and how
long pages of growing size take.

    python bench/pages.py [FOLDER]

A folder holds pages (`.html`), each with a `.json` beside it that says what a person reads on it:
its `text` as a list of paragraphs, and if wanted title, authors and published. Without one it is
the folder of the tests.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import trafilatura

from articles.readers import ParsedArticle, Unreadable
from articles.readers.html.alignment import key
from articles.readers.html.page import read

PAGES = Path(__file__).resolve().parent.parent / "tests/articles/readers/html/pages"
SIZES = (100, 1_000, 4_000, 8_000)
WORDS = "The ferry waits for the train, which is late, and nobody minds that on the quay. " * 3


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else PAGES
    print(f"{'page':<24}{'recall':>8}{'precision':>10}   alone: recall precision   facts    ms")
    totals = Counter[str]()
    for path in sorted(folder.glob("*.html")):
        said = json.loads(path.with_suffix(".json").read_text())
        data = path.read_bytes()
        started = time.process_time()
        try:
            found: ParsedArticle | None = read(data)
        except Unreadable:
            found = None
        milliseconds = 1_000 * (time.process_time() - started)
        gold = key("\n".join(said["text"]))
        ours = _measured(
            key("\n".join(block.text for block in found.blocks) if found else ""), gold
        )
        alone = trafilatura.extract(data, include_comments=False) or ""
        theirs = _measured(key(alone), gold)
        right = _right(found, said)
        totals.update(
            {
                "pages": 1,
                "right": sum(right),
                "facts": len(right),
                **{f"ours {n}": value for n, value in enumerate(ours)},
                **{f"theirs {n}": value for n, value in enumerate(theirs)},
            }
        )
        print(
            f"{path.stem:<24}{ours[0]:>8.3f}{ours[1]:>10.3f}{theirs[0]:>15.3f}{theirs[1]:>10.3f}"
            f"{sum(right):>7}/{len(right)}{milliseconds:>7.0f}"
        )
    pages = totals["pages"]
    print(
        f"{'all':<24}{totals['ours 0'] / pages:>8.3f}{totals['ours 1'] / pages:>10.3f}"
        f"{totals['theirs 0'] / pages:>15.3f}{totals['theirs 1'] / pages:>10.3f}"
        f"{totals['right']:>7}/{totals['facts']}"
    )
    for size in SIZES:
        print(f"{size:>6} paragraphs: {_seconds(size):6.2f} s")


def _measured(found: tuple[str, ...], gold: tuple[str, ...]) -> tuple[float, float]:
    """Recall and precision of words, however they are ordered."""
    shared = (Counter(found) & Counter(gold)).total()
    return shared / max(1, len(gold)), shared / max(1, len(found))


def _right(found: ParsedArticle | None, said: dict[str, object]) -> list[bool]:
    if found is None:
        return [False] * len({"title", "authors", "published"} & said.keys())
    day = found.published_on.isoformat() if found.published_on else None
    facts = {"title": found.title, "authors": list(found.authors), "published": day}
    return [said[name] == value for name, value in facts.items() if name in said]


def _seconds(size: int) -> float:
    paragraphs = "".join(f"<div><p>{WORDS}{n}</p></div>" for n in range(size))
    started = time.process_time()
    read(f"<title>Rain</title><body><h1>Rain</h1><article>{paragraphs}</article>".encode())
    return time.process_time() - started


if __name__ == "__main__":
    main(sys.argv[1:])
