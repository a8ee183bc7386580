"""Text made comparable: what typography changes and words don't is folded away.

Folded are compatibility forms (ligatures, full-width letters), quotation marks, dashes, ellipses,
blanks, soft hyphens and other invisible characters, Markdown emphasis and links. Kept are letters,
their case and accents, digits, and all other punctuation: whoever changes those changes the text.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
SINGLE = "'‘’‚‛‹›′ʼ´＇"
DOUBLE = '"“”„‟«»″〃〝〞＂「」『』'
LONG_DASHES = "—―⸺⸻"
HYPHENS = "‐‑‒–−﹘﹣－"

# Superscripts, fractions and circled digits stay what they are: 10² is not 102.
DIFFERENT = ("<super>", "<sub>", "<fraction>", "<circle>")


def _marks() -> str:
    """Combining marks as the inside of a character class; `re` doesn't know them by name."""
    points = [n for n in range(0x300, 0x20000) if unicodedata.category(chr(n)).startswith("M")]
    runs = groupby(enumerate(points), key=lambda pair: pair[1] - pair[0])
    spans = [[point for _, point in run] for _, run in runs]
    return "".join(f"\\U{span[0]:08x}-\\U{span[-1]:08x}" for span in spans)


MARKS = _marks()
# A base and its marks. The bound keeps texts that pile up thousands of marks from taking minutes.
CLUSTER = re.compile(f".[{MARKS}\u1160-\u11ff]{{0,30}}", re.DOTALL)
TARGET = r"(?:https?://|mailto:|/|\#)[^()\s]*"

SPECIAL = re.compile(
    rf"""
      (?P<ellipsis>[\s{HIDDEN}]*(?:(?:\.\s?)*+…(?:\s?[.…])*|\.(?:\s?\.){{2,}})[\s{HIDDEN}]*)
    | (?P<dash>[\s{HIDDEN}]*(?:[{LONG_DASHES}]|(?<!-)---?(?!-))[\s{HIDDEN}]*)
    | (?P<guillemet>[«‹][\s{HIDDEN}]+|[\s{HIDDEN}]+[»›](?!\w))
    | (?P<blank>\ [\s{HIDDEN}]+|[^\S ][\s{HIDDEN}]*|[{HIDDEN}][\s{HIDDEN}]*)
    | (?P<hyphen>[{HYPHENS}])
    | (?P<quotation>[{SINGLE}{DOUBLE}])
    | (?P<dropped>
          (?<!\w)(?:\*+|_+|`+|~~+)++(?=\S) | (?<=\S)(?:\*+|`+|~~+|_+)++(?!\w)
        | \[(?=[^\[\]]{{0,500}}\]\({TARGET}\)) | \]\({TARGET}\)
        | \[(?=\w\]\w) | (?<=\[\w)\](?=\w)      # "[T]he" is "The"
      )
    | (?P<letters>[!-~]?[^\x00-\x7f\s{HIDDEN}{HYPHENS}{LONG_DASHES}{SINGLE}{DOUBLE}…]+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Folded:
    """A folded text; character i stands for original[starts[i]:ends[i]]."""

    text: str
    starts: "array[int]"
    ends: "array[int]"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the folded text stands in the original."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    folded: list[str] = []
    starts, ends = array("I"), array("I")
    done = 0
    for special in SPECIAL.finditer(text):
        if special.lastgroup == "letters" and unicodedata.is_normalized("NFKC", special[0]):
            continue
        start = special.start()
        folded.append(text[done:start])
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        for piece, piece_start, piece_end in _pieces(special):
            folded.append(piece)
            starts.extend([piece_start] * len(piece))
            ends.extend([piece_end] * len(piece))
        done = special.end()
    folded.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return Folded("".join(folded), starts, ends)


def _pieces(special: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """What stands in the folded text for a match, and where it comes from."""
    start, end = special.span()
    match special.lastgroup:
        case "letters":
            for cluster in CLUSTER.finditer(special[0]):
                yield _composed(cluster[0]), start + cluster.start(), start + cluster.end()
        case "blank" if any(map(str.isspace, special[0])):
            yield " ", start, end
        case "hyphen":
            yield "-", start, end
        case "guillemet":
            yield '"', start, end
        case "quotation":
            yield _quotation(special), start, end
        case "ellipsis" | "dash" as kind:
            core_start, core_end = _core(special)
            if kind == "dash":
                yield " ", start, core_start
            yield "…" if kind == "ellipsis" else "-", core_start, core_end
            yield " ", core_end, end


def _composed(cluster: str) -> str:
    if any(unicodedata.decomposition(c).startswith(DIFFERENT) for c in cluster):
        return unicodedata.normalize("NFC", cluster)
    return unicodedata.normalize("NFKC", cluster)


def _quotation(mark: re.Match[str]) -> str:
    """Apostrophes are kept apart from quotation marks, which may be single or double: a text
    quoted inside a quotation changes its marks. After a digit they are feet, inches, minutes."""
    text, (start, end) = mark.string, mark.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isdigit():
        return "'" if mark[0] in SINGLE else '"'
    return "'" if before.isalnum() and after.isalnum() else '"'


def _core(special: re.Match[str]) -> tuple[int, int]:
    """The mark without the blanks around it."""
    blanks = re.compile(rf"[\s{HIDDEN}]*")
    whole = special[0]
    before = blanks.match(whole)
    after = blanks.match(whole[::-1])
    lead = before.end() if before else 0
    trail = after.end() if after else 0
    return special.start() + lead, special.end() - trail
