"""The names that people are known by: which are allowed, and which look the same.

Follows Unicode's security mechanisms (UTS 39): one script to a name, nothing invisible, and a
skeleton in which characters that look alike are one.
"""

import re
import unicodedata
from functools import cache

from confusable_homoglyphs import categories
from confusable_homoglyphs.confusables import confusables_data
from django.core.exceptions import ValidationError

MIN_LENGTH = 2
MAX_LENGTH = 40
MAX_SKELETON_LENGTH = 4 * MAX_LENGTH
MAX_MARKS_IN_A_ROW = 3
TAKEN = "This name is taken, or looks too much like one that is."
PUNCTUATION = ".'’-_"

SCRIPTS_WRITTEN_TOGETHER = (
    {"HAN", "HIRAGANA", "KATAKANA"},
    {"HAN", "HANGUL"},
    {"HAN", "BOPOMOFO"},
)
# Characters that leave no trace on the page although their category is a letter's or a mark's.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

RESERVED = """
    abuse admin administration administrator anon anonym anonymous author contact
    deleted editor everybody everyone guest help helpdesk hostmaster info mod moderation
    moderator nobody noreply null official owner postmaster publisher root
    security service staff superuser support sysadmin sysop system team undefined unknown user
    webmaster
""".split()  # noqa: SIM905
RESERVED_TWO_WORDS = ("former member", "deleted member", "unknown member", "removed member")
RESERVED_IN_ANY_NAME = ("rejoinder", "moderator", "administrator")


def clean(name: str) -> str:
    """The name as it is kept: NFKC, on one line, single spaces.

    Raises ValidationError with a sentence that tells what to change.
    """
    if len(name) > 10 * MAX_LENGTH:
        raise ValidationError(f"A name has at most {MAX_LENGTH} characters.", code="too_long")
    name = unicodedata.normalize("NFKC", name.strip())
    if len(name.splitlines()) > 1:
        raise ValidationError("A name stands on one line.", code="lines")
    name = " ".join(name.split())
    _check_length(name)
    for character in name:
        _check_character(character)
    _check_marks(name)
    _check_scripts(name)
    _check_look(name)
    return name


def skeleton(name: str) -> str:
    """What a name looks like: two names with one skeleton can be taken for each other.

    Blind to case, spaces and punctuation; skeleton(skeleton(name)) == skeleton(name).
    """
    before, look = "", name[:MAX_SKELETON_LENGTH]
    while look != before:
        before, look = look, _step(look)
    return look


def _step(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    alike = "".join(_look(character) for character in folded)
    return "".join(filter(_counts, unicodedata.normalize("NFKD", alike)))[:MAX_SKELETON_LENGTH]


@cache
def _look(character: str) -> str:
    """What stands for a case-folded character and everything that looks like it.

    A letter whose capital looks like an ASCII one goes with it: names begin with capitals.
    """
    capital = _prototypes().get(character.upper(), "")
    if capital and capital.isascii():
        return capital
    return _prototypes().get(character, character)


@cache
def _prototypes() -> dict[str, str]:
    """Character → the text that stands for all that look like it.

    The package lists every pair in both directions; each look-alike has one prototype, which is
    the member of the pair that has several look-alikes or several characters.
    """
    alike = {
        _bare(text): {_bare(other["c"]) for other in others}
        for text, others in confusables_data.items()
    }
    prototypes = {"w": "vv"}
    for character, others in alike.items():
        if len(character) == 1 and len(others) == 1:
            (other,) = others
            if len(other) > 1 or len(alike[other]) > 1 or other < character:
                prototypes[character] = other
    return prototypes


def _bare(text: str) -> str:
    """Without the direction marks that the data puts around right-to-left characters."""
    return text.replace("\u200e", "") or text


def _counts(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" and not INVISIBLE.match(character)


def _check_length(name: str) -> None:
    if not name:
        raise ValidationError("Write a name.", code="required")
    if len(name) < MIN_LENGTH:
        raise ValidationError(f"A name has at least {MIN_LENGTH} characters.", code="too_short")
    if len(name) > MAX_LENGTH:
        raise ValidationError(
            f"A name has at most {MAX_LENGTH} characters; this one has {len(name)}.",
            code="too_long",
        )


def _check_character(character: str) -> None:
    category = unicodedata.category(character)
    if character in DIRECTIONS:
        raise ValidationError(
            "The name holds a character that turns the direction of writing. Leave it out.",
            code="direction",
        )
    if category == "Cf" or INVISIBLE.match(character):
        raise ValidationError(
            "The name holds an invisible character. Type it by hand instead of pasting it.",
            code="invisible",
        )
    if category == "Cc":
        raise ValidationError("The name holds a control character. Leave it out.", code="control")
    if category.startswith("C"):
        raise ValidationError(
            "The name holds a character that is not part of any script. Leave it out.",
            code="unassigned",
        )
    if not (category[0] == "L" or category in ("Mn", "Mc", "Nd") or character in f" {PUNCTUATION}"):
        raise ValidationError(
            f"“{character}” can’t be part of a name. Letters, digits, spaces and . ' ’ - _ can.",
            code="symbol",
        )


def _check_marks(name: str) -> None:
    in_a_row = 0
    before = " "
    for character in unicodedata.normalize("NFD", name):
        is_mark = unicodedata.category(character).startswith("M")
        in_a_row = in_a_row + 1 if is_mark else 0
        if is_mark and unicodedata.category(before)[0] not in "LM":
            raise ValidationError("An accent needs a letter to stand on.", code="marks")
        if in_a_row > MAX_MARKS_IN_A_ROW:
            raise ValidationError("A letter has too many accents.", code="marks")
        before = character


def _check_scripts(name: str) -> None:
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise ValidationError("A name holds at least one letter.", code="no_letter")
    scripts = {categories.alias(character) for character in name} - {"COMMON", "INHERITED"}
    if len(scripts) > 1 and not any(scripts <= group for group in SCRIPTS_WRITTEN_TOGETHER):
        first, second, *_ = sorted(script.replace("_", " ").title() for script in scripts)
        raise ValidationError(
            f"The name mixes {first} and {second} letters. Write it in one script.",
            code="scripts",
        )


def _check_look(name: str) -> None:
    look = skeleton(name)
    if not look:
        raise ValidationError("A name holds at least one letter.", code="no_letter")
    if _is_for_the_site(name, look):
        raise ValidationError(
            "This name, or one that looks like it, is kept for the site itself. Choose another.",
            code="reserved",
        )
    shown = _as_shown(name)
    if shown.isascii() and skeleton(shown) != look:
        raise ValidationError(
            f"This name looks just like “{shown}” in Latin letters. Write it in those.",
            code="disguised",
        )


def _is_for_the_site(name: str, look: str) -> bool:
    words = (skeleton(word) for word in re.split(r"[\s._-]+", name))
    return (
        look in _reserved()
        or any(skeleton(word) in look for word in RESERVED_IN_ANY_NAME)
        or any(word == skeleton("admin") for word in words)
    )


@cache
def _reserved() -> frozenset[str]:
    plurals = (f"{word}s" for word in RESERVED)
    return frozenset(skeleton(word) for word in (*RESERVED, *plurals, *RESERVED_TWO_WORDS))


def _as_shown(name: str) -> str:
    """The name with each character drawn as its prototype, capitals as capitals."""
    drawn = "".join(_prototypes().get(c, c) for c in unicodedata.normalize("NFKD", name))
    return "".join(character for character in drawn if _counts(character) or character == " ")
