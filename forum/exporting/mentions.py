"""Whom a comment mentions, beside its text: names change hands. Pure."""

from typing import Any

from forum import markup


def with_mentions(line: dict[str, Any]) -> dict[str, Any]:
    """The line without its HTML, which says it, and with the members by the names there."""
    mentioned = markup.mentioned(line["html"])
    return {key: value for key, value in line.items() if key != "html"} | {"mentions": mentioned}


def without_mentions(line: dict[str, Any]) -> dict[str, Any]:
    """Raises TypeError if whom it mentions isn't written so. The HTML is made anew."""
    named = line["mentions"].items() if isinstance(line["mentions"], dict) else [("", "")]
    if not all(type(pk) is int and pk > 0 for _, pk in named):
        raise TypeError
    return line | {"html": ""}
