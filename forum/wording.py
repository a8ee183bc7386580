"""What changed between two wordings of a text, word by word. Pure."""

import re

from rapidfuzz.distance import Levenshtein

KINDS = {"equal": "same", "replace": "changed", "delete": "left out", "insert": "put in"}


def changes(before: str, after: str) -> list[dict[str, str]]:
    """Both texts as one run of segments, as `forum.quoting.Segment` writes them: `original` joined
    is the text before, `quoted` joined the text after."""
    old, new = _words(before), _words(after)
    steps = Levenshtein.opcodes([word.rstrip() for word in old], [word.rstrip() for word in new])
    return [
        {
            "kind": KINDS[step.tag],
            "original": "".join(old[step.src_start : step.src_end]),
            "quoted": "".join(new[step.dest_start : step.dest_end]),
        }
        for step in steps
    ]


def _words(text: str) -> list[str]:
    """Words with the blanks that follow them; joined they are the text."""
    return re.findall(r"\S+\s*|^\s+", text)
