"""Coral's collections as `mongoexport` writes them: stories, users and comments, in one file or
in a ZIP file of several."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from articles.readers import Found, FoundArticle, FoundComment, Problem, Skipped, State
from articles.readers.archives import unpacking
from articles.readers.archives.json import lines
from articles.readers.archives.moments import moment
from articles.readers.archives.values import inner, items, text
from articles.readers.html.comments import markdown

SOURCE = "coral"
NAME = "Coral export (MongoDB, as JSON)"

MARK = re.compile(
    rb'\A\s*\[?\s*\{[^\n]{0,60000}"tenantID"\s*:|\A\s*\[\s*\{.{0,60000}"tenantID"\s*:', re.S
)
STATES = {
    "NONE": State.PUBLISHED,
    "APPROVED": State.PUBLISHED,
    "REJECTED": State.REMOVED,
}


def recognises(head: bytes) -> bool:
    return MARK.match(head) is not None


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    """Twice: in which order the collections were put together is left to whoever did it."""
    known = _Site()
    for record in _records(file):
        known.note(record)
    for record in _records(file):
        if isinstance(record, Problem | Skipped):
            yield record
        elif text(record, "storyID"):
            yield from known.comment(record)


def _records(file: BinaryIO) -> Iterator[Any]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
        else:
            yield from lines(pieces)


class _Site:
    def __init__(self) -> None:
        self.stories: dict[str, tuple[str, str]] = {}
        """The address and the title of each."""
        self.people: dict[str, tuple[str, str]] = {}
        """The name and the e-mail address of each."""
        self.told: set[str] = set()

    def note(self, record: Any) -> None:
        key = text(record, "id")
        if not key or text(record, "storyID"):
            return
        if text(record, "url"):
            self.stories[key] = text(record, "url"), text(inner(record, "metadata"), "title")
        elif text(record, "username", "email"):
            self.people[key] = text(record, "username"), text(record, "email")

    def comment(self, record: Mapping[str, object]) -> Iterator[Found]:
        key, story = text(record, "id"), text(record, "storyID")
        if not key:
            yield Problem("a comment", "It has no number, so nothing could know it again.")
            return
        if story not in self.told:
            self.told.add(story)
            address, title = self.stories.get(story, ("", ""))
            if not address:
                yield Problem(f"story {story}", "It isn’t in the file; nobody knows its address.")
            yield FoundArticle(key=story, address=address, title=title)
        revisions = items(record, "revisions")
        latest = revisions[-1] if revisions and isinstance(revisions[-1], Mapping) else {}
        html = text(latest, "body")
        writer = text(record, "authorID")
        name, mail = self.people.get(writer, ("", ""))
        yield FoundComment(
            key=key,
            article=story,
            body="\n\n".join(filter(None, [markdown(html), _medium(latest)])),
            original=html,
            parent=text(record, "parentID"),
            author=name,
            author_key=writer,
            author_email=mail,
            posted_at=moment(record.get("createdAt")),
            edited_at=moment(latest.get("createdAt")) if len(revisions) > 1 else None,
            state=State.REMOVED if record.get("deletedAt") else _state(record),
        )


def _medium(revision: object) -> str:
    """What was put below a comment: an address."""
    return markdown(f'<img src="{text(inner(revision, "media"), "url")}">')


def _state(record: Mapping[str, object]) -> State:
    return STATES.get(text(record, "status"), State.WAITING)
