"""The characters that a comment may hold: those that can be seen, and the blanks between them."""

import re
import unicodedata

LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")

# A flag like Scotland's is a black flag followed by invisible letters; anywhere else such letters
# would smuggle a hidden text.
FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"

JOINERS = "\u200c\u200d"
HIDDEN = re.compile(
    f"(?P<flag>{FLAG})"
    f"|(?P<joiner>[{JOINERS}])"
    "|(?<=[\ufe00-\ufe0f])[\ufe00-\ufe0f]+"  # one variation selector is a style, a row is a code
    "|[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f"  # no width
    "\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"  # tags and the selectors that nobody's keyboard has
)
JOINING_SCRIPTS = re.compile("[\u0600-\u0fff\u1000-\u109f\u1780-\u18af\ua840-\uabff]")
SYMBOLS = {"So", "Sk"}  # emoji and the tones of their skin
EMOJI_STYLE = "\ufe0f"


def clean(source: str) -> str:
    """The source without what nobody can see: control, direction and zero-width characters.

    Line breaks become "\\n". Joiners stay where a script or an emoji needs them. Halves of
    characters (lone surrogates), which no database or page could hold, become U+FFFD.
    """
    whole = source.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return HIDDEN.sub(_needed, LINE_BREAK.sub("\n", whole))


def _needed(hidden: re.Match[str]) -> str:
    if hidden["flag"]:
        return hidden[0]
    if hidden["joiner"] and _joins(hidden.string, hidden.start()):
        return hidden[0]
    return ""


def _joins(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if JOINING_SCRIPTS.match(before):
        return True
    emoji_before = before == EMOJI_STYLE or (before and unicodedata.category(before) in SYMBOLS)
    return bool(emoji_before and after and unicodedata.category(after) in SYMBOLS)
