"""What may stand in JSON where a text or an object was expected."""

from collections.abc import Mapping
from typing import Any


def text(record: object, *names: str) -> str:
    """The first of these that is a text with something in it, or a number."""
    if isinstance(record, Mapping):
        for name in names:
            value = record.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
    return ""


def inner(record: object, name: str) -> Mapping[str, Any]:
    value = record.get(name) if isinstance(record, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def items(record: object, name: str) -> list[Any]:
    value = record.get(name) if isinstance(record, Mapping) else None
    return value if isinstance(value, list) else []


def is_true(record: object, name: str) -> bool:
    return isinstance(record, Mapping) and record.get(name) in (True, 1, "1", "true")
