"""Names of people in by-lines and above comments."""

import re

LONGEST_NAME = 100
MOST_WORDS = 7
NOT_IN_A_NAME = re.compile(r"[<>@:;!?|=/\\{}\[\]#“”\"«»„*]|\.\.|,$")
PARTICLES = frozenset(
    """
    von van vom zu zum der den dem de het la le les du da di del della dos das do bin ibn ben al
    el af av ten ter y e i of the ap ó
    """.split()  # noqa: SIM905
)
NOT_A_NAME = frozenset(
    """
    he she it they we you i who what which this that these those there here as and but or so if
    when my your his her its their our the article author
    """.split()  # noqa: SIM905
)
ENDS_IN_A_DOT = re.compile(r"(?:jr|sr|ph\.?d|m\.?d|esq|[^\W\d_](?:\.[^\W\d_])*)\.", re.IGNORECASE)
WITH_A_DEGREE = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq|obe|mbe|cbe)\.?", re.IGNORECASE)
BETWEEN = re.compile(r"\s*(?:,\s*(?:and|&)\s|[,;&]|\b(?:and|with)\b)\s*", re.IGNORECASE)
BY = r"(?:(?:(?:written|words|text|story|posted) )?by:?|authors?:)"
ONLY_BY = re.compile(BY, re.IGNORECASE)
BYLINE = re.compile(rf"{BY}\s+(?P<names>\S.*)", re.IGNORECASE)
AFTER_THE_NAMES = re.compile(r"\s*(?:[|·•—–]|\s-\s|\((?=\S)|\b(?:in|for|at|from|reporting)\b).*")
ROLE = re.compile(
    r"\b(?:writer|correspondent|reporter|editor|columnist|contributor|staff|bureau|chief"
    r"|professor|analyst|fellow|producer|critic)\b",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Whether the words could be a person's name, or an editorial board's."""
    words = text.split()
    if not words or len(text) > LONGEST_NAME or len(words) > MOST_WORDS:
        return False
    return (
        not NOT_IN_A_NAME.search(text)
        and all(not word.islower() or word in PARTICLES for word in words)
        and not (len(words) == 1 and words[0].casefold() in NOT_A_NAME)
        and words[0].casefold() not in NOT_A_NAME - {"the"}
        and any(character.isalpha() for character in text)
        and (not text.endswith(".") or ENDS_IN_A_DOT.fullmatch(words[-1]) is not None)
    )


def is_handle(text: str) -> bool:
    """Whether the words could be what someone is called in a discussion: "ada_1815" too."""
    alone = len(text.split()) == 1 and len(text) <= LONGEST_NAME and text[-1].isalnum()
    named = alone and text[0].isalnum() and text.casefold() not in NOT_A_NAME
    return is_name(text) or (named and not NOT_IN_A_NAME.search(text))


def byline_names(text: str) -> tuple[str, ...]:
    """The names in "By A, B and C"; none if the text is no by-line."""
    match = BYLINE.fullmatch(text)
    return names_in(match["names"]) if match else ()


def names_in(text: str) -> tuple[str, ...]:
    """The names in "A, B and C", without what they are: "A, Staff Writer" is A."""
    names: list[str] = []
    for part in BETWEEN.split(text):
        name = AFTER_THE_NAMES.sub("", part).strip()
        if names and WITH_A_DEGREE.fullmatch(name):
            names[-1] += f", {name}"
        elif names and ROLE.search(name):
            continue
        elif is_name(name):
            names.append(name)
        else:
            return ()
    return tuple(names)
