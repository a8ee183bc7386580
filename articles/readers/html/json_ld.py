"""What a page says of itself in JSON-LD, in whatever shape."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Thing = dict[str, Any]

MOST_THINGS = 5_000
DEEPEST = 12
LONGEST = 2_000_000
AROUND = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)?\s*|\s*(?:-->|//\s*\]\]>"
    r"|\]\]>)?\s*;?\s*$"
)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
ARTICLE = re.compile(r"(?:Article|BlogPosting|Posting|Report|Review|Blog Post)$")


def things(root: HtmlElement) -> list[Thing]:
    """All objects with a type, in the order of the page, those inside others after them."""
    found: list[Thing] = []
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            found += _within(_read(script.text_content()[:LONGEST]))
    return found[:MOST_THINGS]


def articles(found: list[Thing]) -> list[Thing]:
    """Those that are an article of some kind."""
    return [thing for thing in found if any(ARTICLE.search(kind) for kind in kinds(thing))]


def kinds(thing: Thing) -> list[str]:
    given = thing.get("@type", thing.get("type"))
    names = given if isinstance(given, list) else [given]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def text(value: Any) -> str:
    """What stands there, if it is text or says it in one of the usual ways."""
    match value:
        case str():
            return " ".join(unescape(value).split())
        case {"@value": inner} | {"name": inner}:
            return text(inner)
        case [first, *_]:
            return text(first)
        case int() | float() if not isinstance(value, bool):
            return str(value)
    return ""


def each(value: Any) -> list[Any]:
    """Its members, or it alone; nothing for nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def by_id(found: list[Thing]) -> dict[str, Thing]:
    """Those that have a name, by what others call them."""
    named = (thing for thing in reversed(found) if thing.get("name"))
    return {thing["@id"]: thing for thing in named if isinstance(thing.get("@id"), str)}


def _read(source: str) -> Any:
    cleaned = AROUND.sub("", source)
    for attempt in (cleaned, TRAILING_COMMA.sub(r"\1", cleaned)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _within(value: Any, depth: int = 0) -> Iterator[Thing]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for member in value:
            yield from _within(member, depth + 1)
    elif isinstance(value, dict):
        if kinds(value):
            yield value
        for member in value.values():
            if isinstance(member, dict | list):
                yield from _within(member, depth + 1)
