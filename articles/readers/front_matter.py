"""The facts above a text: between lines of `---`, as in YAML, or of `+++`, as in TOML."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from articles.readers import Unreadable

LONGEST = 20_000
FENCES = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\n(?P<facts>.*?)^(?P=fence)[ \t]*(?:\n|$)", re.DOTALL | re.M
)
FACT = re.compile(r"(?P<name>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?")
MEMBER = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
# A comma within quotation marks parts nothing.
LISTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^,\s][^,]*")
COMMENT = re.compile(r"[ \t]+#.*$")


class FrontMatter(NamedTuple):
    """What it says, by names in small letters, and the text below it."""

    facts: Mapping[str, tuple[str, ...]]
    text: str
    lines: int
    """How many lines it takes up."""


def front_matter(text: str) -> FrontMatter | None:
    """What stands above the text; None if nothing does. Raises Unreadable for broken TOML."""
    found = FENCES.match(text[:LONGEST])
    if found is None:
        return None
    source = found["facts"]
    facts = _toml(source) if found["fence"] == "+++" else _plain(source)
    if facts is None:
        return None
    return FrontMatter(facts, text[found.end() :], found[0].count("\n"))


def _toml(source: str) -> dict[str, tuple[str, ...]]:
    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(f"The facts above the text are no TOML: {error}.", 1) from error
    return {name.lower(): _texts(value) for name, value in found.items()}


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(text for member in value for text in _texts(member))
    if isinstance(value, dict):
        return _texts(value.get("name", ""))
    if isinstance(value, date):  # a datetime is one
        return (value.isoformat(),)
    return (str(value),) if value not in ("", None) else ()


def _plain(source: str) -> dict[str, tuple[str, ...]] | None:
    """YAML as people write it above texts: names with a text or a list. None if it is something
    else, as between two lines across a page."""
    facts: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in source.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if fact := FACT.fullmatch(line):
            name = fact["name"].lower()
            facts[name] = _values(fact["value"] or "")
        elif name and (member := MEMBER.fullmatch(line)):
            inner = FACT.fullmatch(member["value"])
            is_named = inner and inner["name"].lower() == "name"
            facts[name] += _values(
                (inner["value"] or "") if inner and is_named else member["value"]
            )
        elif not (name and line[0] in " \t"):
            return None
    return facts or None


def _values(text: str) -> tuple[str, ...]:
    value = text.strip()
    if value.startswith("[") and value.rstrip().endswith("]"):
        return tuple(filter(None, map(_unquoted, LISTED.findall(value[1:-1]))))
    said = _unquoted(value)
    return (said,) if said and said not in (">", "|", ">-", "|-", "null", "~") else ()


def _unquoted(text: str) -> str:
    value = text.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        inner = value[1:-1]
        return inner.replace('\\"', '"') if value[0] == '"' else inner.replace("''", "'")
    return COMMENT.sub("", value)
