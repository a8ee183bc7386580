"""The boxes, buttons and links that a saved page has around its comments."""

import re

from articles.readers.lines import Line, folded, is_rule

SHORTEST, LONGEST = 4, 200
FORM = re.compile(
    r"(?:(?:leave|post|add|write|submit|enter) (?:an? |your )?"
    r"(?:comments?|reply|response)(?: here)?"
    r"|join the (?:discussion|conversation)|cancel reply|have your say"
    r"|be the first to (?:comment|reply|respond)"
    r"|your e-?mail address will not be published\b.*|required fields are marked\b.*)"
    r"\s*[:.…!*]*",
    re.IGNORECASE,
)
LINK = re.compile(
    r"(?:(?:please )?(?:log|sign)[ -]?in to (?:comment|reply|respond|post|leave)\b.{0,40}"
    r"|you (?:must|need to) be logged in\b.{0,60}|comments are (?:now )?(?:closed|off)\b.{0,40}"
    r"|(?:load|show|view|see) (?:more|all|older|newer)(?: \d+)? (?:comments|replies)"
    r"|(?:older|newer) comments|sort by\b.{0,40}|(?:newest|oldest|best)(?: first)?"
    r"|reply(?: to .{1,60})?|likes?|share|report|flag|permalink|edit|\d+ (?:likes?|replies|reply))"
    r"\s*[:.…↓→]*",
    re.IGNORECASE,
)


def is_furniture(line: Line) -> bool:
    return is_rule(line.text) or _is_one(line, LINK) or is_form(line)


def is_form(line: Line) -> bool:
    """Whether a box for writing starts here; what follows is its labels and notices."""
    return _is_one(line, FORM)


def _is_one(line: Line, pattern: re.Pattern[str]) -> bool:
    fits = SHORTEST <= len(line.text) <= LONGEST
    return fits and pattern.fullmatch(folded(line.text)) is not None
