"""An archive of a format of the tests' own: what a reader finds, one thing on a line."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from articles.passages import PARAGRAPH
from articles.readers import (
    Block,
    Found,
    FoundArticle,
    FoundComment,
    ParsedArticle,
    Problem,
    Skipped,
    State,
    Unreadable,
)

KINDS = {kind.__name__: kind for kind in (FoundArticle, FoundComment, Skipped, Problem)}
FERRY = (
    "The last ferry of the evening used to leave at ten.",
    "Since April it waits for eleven minutes.",
)


class Lines:
    SOURCE = "lines"
    NAME = "Lines (tests)"

    def recognises(self, head: bytes) -> bool:
        return head.startswith(b"[")

    def read(self, file: BinaryIO, site: str = "") -> Iterator[Found]:
        for number, line in enumerate(file, 1):
            try:
                name, said = json.loads(line)
            except ValueError as error:
                raise Unreadable("The file is cut off.", number) from error
            yield _found(name, said)


def _found(name: str, said: dict[str, Any]) -> Found:
    if name == "FoundComment":
        for at in ("posted_at", "edited_at"):
            said[at] = said[at] and datetime.fromisoformat(said[at])
        said["state"] = State(said["state"])
    if said.get("parsed"):
        parsed = said["parsed"]
        lists = {key: tuple(parsed[key]) for key in ("authors", "warnings", "tags")}
        blocks = tuple(Block(*block[:2]) for block in parsed["blocks"])
        parsed = {**parsed, **lists, "blocks": blocks, "comments": ()}
        said["parsed"] = ParsedArticle(**parsed)
    return KINDS[name](**said)


def write(path: Path, *found: Found) -> Path:
    with path.open("w") as file:
        for one in found:
            line = [type(one).__name__, asdict(one)]
            file.write(json.dumps(line, default=lambda at: at.isoformat()) + "\n")
    return path


def ferry(*words: str, key: str = "7", title: str = "The ferry", **more: Any) -> FoundArticle:
    parsed = ParsedArticle(
        title=title,
        section="Transport",
        published_on=None,
        authors=("Ines Falk",),
        blocks=tuple(Block(PARAGRAPH, text) for text in words or FERRY),
        note="",
        comments=(),
        warnings=(),
    )
    address = more.pop("address", "https://old.example/2026/ferry/")
    return FoundArticle(key, address=address, title=title, parsed=parsed, **more)


def said(key: str, body: str, parent: str = "", *, day: int = 1, **more: Any) -> FoundComment:
    """A comment on the ferry, by Tamsin unless somebody else is named."""
    more = {"article": "7", "author": "Tamsin", "author_key": "t"} | more
    at = more.pop("posted_at", datetime(2020, 5, day, 12, tzinfo=UTC))
    return FoundComment(key, body=body, parent=parent, posted_at=at, **more)
