"""How often quotes are found right: generated quotes of known origin, counted by kind.

    python bench/quoting_accuracy.py [--cases N] [--seed N] [FILE…]

Without files it takes the sample pieces. Every quote is looked for in one piece; "unrelated" ones
come from the other pieces. Right means the right fidelity at the right place: for a verbatim quote
exactly its span (or the same words elsewhere), for others a span that covers nine tenths of the
place and at most a tenth more. Prints a table as it stands in docs/quotes.md.
"""

import argparse
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from forum.quoting import Finding, Source, locate  # noqa: E402

WORD = re.compile(r"\S+")
LIMIT = 2_000


@dataclass(frozen=True)
class Piece:
    source: Source
    words: list[re.Match[str]]

    @property
    def text(self) -> str:
        return self.source.text


@dataclass(frozen=True)
class Case:
    quote: str
    fidelity: str
    start: int = 0
    end: int = 0


@dataclass
class Tally:
    cases: int = 0
    right: int = 0
    false_verbatim: int = 0
    false_match: int = 0
    missed: int = 0
    failures: list[tuple[Case, Finding]] = field(default_factory=list)


def main() -> None:
    options = _options()
    random.seed(options.seed)
    pieces = [_read(path) for path in options.files]
    tallies = {name: Tally() for name in KINDS}
    for number in range(options.cases):
        name = list(KINDS)[number % len(KINDS)]
        piece = random.choice(pieces)
        others = [other for other in pieces if other is not piece]
        case = KINDS[name](piece, others)
        _count(tallies[name], case, locate(case.quote, [piece.source]), piece)
    _print(tallies)
    if options.failures:
        _print_failures(tallies)


def cut(piece: Piece, others: list[Piece]) -> Case:
    start, end = _span(piece, random.randint(4, 120))
    return Case(piece.text[start:end], "verbatim", start, end)


def retyped(piece: Piece, others: list[Piece]) -> Case:
    start, end = _span(piece, random.randint(4, 120))
    quote = re.sub(r"\s+", " ", piece.text[start:end])
    quote = quote.translate(str.maketrans("“”‘’", "\"\"''")).replace("—", " -- ")
    quote = random.choice([str.upper, str.lower])(quote[0]) + quote[1:]
    return Case(f"“{quote}…”", "verbatim", start, end)


def shortened(piece: Piece, others: list[Piece]) -> Case:
    start, end = _span(piece, random.randint(14, 120))
    inside = [word for word in piece.words if start <= word.start() and word.end() <= end]
    first = random.randint(4, len(inside) - 9)
    last = random.randint(first + 1, len(inside) - 5)
    mark = random.choice(["…", "...", "[…]", "[...]"])
    head = piece.text[start : inside[first].start()].rstrip()
    return Case(f"{head} {mark} {piece.text[inside[last].start() : end]}", "shortened", start, end)


def altered(piece: Piece, others: list[Piece]) -> Case:
    """A few words are changed, left out or put in: at most three in ten."""
    start, end = _span(piece, random.randint(10, 120))
    words = piece.text[start:end].split()
    vocabulary = [word[0] for other in others for word in other.words]
    inside = range(1, len(words) - 1)  # a quote without its first word is verbatim
    for at in sorted(random.sample(inside, random.randint(1, len(words) * 3 // 10)), reverse=True):
        word = random.choice(vocabulary)
        words[at : at + 1] = random.choice([[word], [], [words[at], word]])
    return Case(" ".join(words), "altered", start, end)


def contradicted(piece: Piece, others: list[Piece]) -> Case:
    """One small word or digit turns the sense around."""
    start, end = _span(piece, random.randint(6, 40))
    words = piece.text[start:end].split()
    at = random.randrange(1, len(words) - 1)
    if words[at].strip(".,").isdigit():
        words[at] = str(int(words[at].strip(".,")) + 1)
    else:
        words.insert(at, random.choice(["not", "never", "no", "hardly"]))
    return Case(" ".join(words), "altered", start, end)


def unrelated(piece: Piece, others: list[Piece]) -> Case:
    other = random.choice(others)
    start, end = _span(other, random.randint(5, 120))
    return Case(other.text[start:end], "unfound")


KINDS: dict[str, Callable[[Piece, list[Piece]], Case]] = {
    "cut out": cut,
    "retyped": retyped,
    "shortened": shortened,
    "up to 30 % of words altered": altered,
    "one word turned round": contradicted,
    "unrelated": unrelated,
}


def _read(path: Path) -> Piece:
    text = path.read_text(encoding="utf-8").strip()
    return Piece(Source(path.name, text), list(WORD.finditer(text)))


def _span(piece: Piece, count: int) -> tuple[int, int]:
    first = random.randrange(max(1, len(piece.words) - count))
    words = piece.words[first : first + count]
    return words[0].start(), max(w.end() for w in words if w.end() - words[0].start() <= LIMIT)


def _count(tally: Tally, case: Case, found: Finding, piece: Piece) -> None:
    tally.cases += 1
    right = found.fidelity == case.fidelity and _right_place(case, found, piece)
    tally.right += right
    tally.false_verbatim += found.fidelity == "verbatim" != case.fidelity
    tally.missed += found.fidelity == "unfound" != case.fidelity
    tally.false_match += found.fidelity != "unfound" and not _overlap(case, found)
    if not right:
        tally.failures.append((case, found))


def _right_place(case: Case, found: Finding, piece: Piece) -> bool:
    if case.fidelity == "unfound":
        return True
    if case.fidelity == "verbatim":
        return _words(piece, case.start, case.end) == _words(piece, found.start, found.end)
    length, shared = case.end - case.start, _overlap(case, found)
    return shared >= 0.9 * length - 12 and found.end - found.start <= 1.1 * length + 12


def _words(piece: Piece, start: int, end: int) -> str:
    return " ".join(piece.text[start:end].split()).strip("“”‘’\"'.,;:!?—-* ")


def _overlap(case: Case, found: Finding) -> int:
    if case.fidelity == "verbatim" == found.fidelity:
        return found.end - found.start
    return max(0, min(case.end, found.end) - max(case.start, found.start))


def _print(tallies: dict[str, Tally]) -> None:
    print("| quotes | cases | right | false verbatim | false match | not found |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, tally in tallies.items():
        print(
            f"| {name} | {tally.cases:,} | {tally.right / tally.cases:.2%} | "
            f"{tally.false_verbatim} | {tally.false_match} | {tally.missed} |"
        )


def _print_failures(tallies: dict[str, Tally]) -> None:
    for name, tally in tallies.items():
        for case, found in tally.failures[:10]:
            place = f"{case.start}–{case.end}"
            print(f"\n{name}, {place}: {found.fidelity}, {found.start}–{found.end}\n  {case.quote}")
            for part in found.segments:
                print(f"    {part.kind}: {part.quoted!r} | {part.original!r}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--failures", action="store_true", help="print what went wrong")
    samples = sorted((ROOT / "forum" / "sample").glob("*.txt"))
    parser.add_argument("files", nargs="*", type=Path, default=samples, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
