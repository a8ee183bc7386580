"""Bodies of articles that come from a file, where anybody may have written what they hold. Pure."""

from typing import Any

from articles.passages import PLAIN, Body, Mark, Passage

DEEPEST = 100  # lists in lists
SCHEMES = ("https://", "http://")


def body_from_outside(stored: Any) -> Body:
    """The body that these lists and texts are, if they are as the site writes them. Raises
    ValueError, TypeError, KeyError or AttributeError if not."""
    body = Body.from_json(stored)
    numbers = [passage.number for passage in body.passages]
    if len(set(numbers)) < len(numbers) or body.as_json() != stored:
        raise ValueError("Its passages aren’t as the site writes them.")
    if not all(map(_makes_sense, body.passages)):
        raise ValueError("Its passages make no sense.")
    return body


def is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value and value == value.encode().decode()


def _makes_sense(passage: Passage) -> bool:
    layout = passage.layout
    alike = all(type(here) is type(there) for here, there in zip(layout, PLAIN, strict=True))
    texts = (passage.kind, passage.text, layout.source, layout.alt)
    return (
        type(passage.number) is int
        and passage.number > 0
        and alike
        and all(map(is_text, texts))
        and all(type(head) is int for head in layout.heads)
        and 0 <= layout.level <= DEEPEST
        and (not layout.source or layout.source.startswith(SCHEMES))
        and all(_is_mark(mark, passage.text) for mark in passage.marks)
    )


def _is_mark(mark: Mark, text: str) -> bool:
    is_place = type(mark.start) is int and type(mark.end) is int
    return is_place and 0 <= mark.start < mark.end <= len(text) and is_text(mark.href)
