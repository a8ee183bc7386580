"""The JSON Lines that this program exports, brought into a site that has content of its own.

Read twice: first who and what there is, of which only names are kept in memory, then the words.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from articles.outside import body_from_outside
from articles.passages import Body
from articles.readers import (
    Block,
    Found,
    FoundArticle,
    FoundComment,
    ParsedArticle,
    Problem,
    Skipped,
    State,
)
from articles.readers.archives import unpacking
from articles.readers.archives.json import lines
from articles.readers.archives.moments import moment
from articles.readers.archives.values import text

SOURCE = "rejoinder"
NAME = "Rejoinder export (JSON Lines)"

HEADER = re.compile(rb'\A\s*\{[^\n]{0,200}"format"\s*:\s*"rejoinder"')
STATES = {"published": State.PUBLISHED, "waiting": State.WAITING, "rejected": State.SPAM}
WITHDRAWN = "withdrawn"
# The last line of a quote that says where it is from: here other things have these numbers.
ATTRIBUTION = re.compile(
    r"(?:\n[> ]*>[ ]*)?\n[> ]*> ?— \[.*\]\(<?(?:#p-|/comments/|/articles/)[^)]*\)[ ]*$",
    re.MULTILINE,
)
Record = Mapping[str, Any]


def recognises(head: bytes) -> bool:
    return HEADER.match(head) is not None


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    known = _Site()
    for record in _records(file):
        if isinstance(record, Mapping):
            known.note(record)
    for record in _records(file):
        if isinstance(record, Problem | Skipped):
            yield record
        elif text(record, "kind") == "article_version":
            yield from known.article(record)
        elif text(record, "kind") == "comment":
            yield from known.comment(record)


def _records(file: BinaryIO) -> Iterator[Record | Problem | Skipped]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
            continue
        for record in lines(pieces):
            if isinstance(record, Problem | Mapping):
                yield record


@dataclass
class _Site:
    sections: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    members: dict[str, Record] = field(default_factory=dict)
    articles: dict[str, Record] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    bylines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tagged: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, record: Record) -> None:
        names = {"section": self.sections, "author": self.authors, "tag": self.tags}
        kind, article = text(record, "kind"), text(record, "article")
        if kind in names:
            names[kind][text(record, "slug")] = text(record, "name")
        elif kind == "member":
            known = ("name", "email", "closed_at")
            self.members[text(record, "id")] = {key: record.get(key) for key in known}
        elif kind == "article":
            self.articles[text(record, "slug")] = record
        elif kind == "byline":
            self.bylines[article].append(text(record, "author"))
        elif kind == "article_tag":
            self.tagged[article].append(text(record, "tag"))
        elif kind == "article_version":
            self.versions[article] = max(_number(record), self.versions.get(article, 0))

    def article(self, record: Record) -> Iterator[Found]:
        """Of its versions the last one."""
        slug = text(record, "article")
        said = self.articles.get(slug)
        if said is None:
            yield Problem(f"article {slug}", "Its title isn’t in the file.")
            return
        if _number(record) < self.versions[slug]:
            yield Skipped("earlier version of an article")
            return
        try:
            body = body_from_outside(record.get("passages"))
        except (ValueError, TypeError, KeyError, AttributeError):
            yield Problem(f"article {slug}", "Its passages aren’t as they are written here.")
            return
        parsed = self._parsed(slug, said, body, note=text(record, "note"))
        is_draft = text(said, "status") == "draft"
        yield FoundArticle(slug, parsed.address, parsed.title, parsed, is_draft=is_draft)

    def _parsed(self, slug: str, said: Record, body: Body, *, note: str) -> ParsedArticle:
        when = moment(said.get("published_at")) or moment(said.get("published_on"))
        return ParsedArticle(
            title=text(said, "title"),
            section=self.sections.get(text(said, "section"), ""),
            published_on=when if said.get("published_at") else when and when.date(),
            authors=tuple(self.authors.get(name, "") for name in self.bylines[slug]),
            blocks=tuple(Block(*passage[1:]) for passage in body.passages),
            note=note,
            comments=(),
            warnings=(),
            address=text(said, "address") or f"/articles/{slug}/",
            language=text(said, "language"),
            tags=tuple(self.tags[name] for name in self.tagged[slug] if name in self.tags),
        )

    def comment(self, record: Record) -> Iterator[Found]:
        key, article = text(record, "id"), text(record, "article")
        if not key or not article:
            yield Problem(f"comment {key or 'without a number'}", "It doesn’t say where it stands.")
            return
        writer = text(record, "author")
        member = self.members.get(writer, {})
        status = text(record, "status")
        # What its author withdrew, or was deleted, leaves its place to the answers.
        is_bare = status == WITHDRAWN or bool(record.get("purged_at"))
        yield FoundComment(
            key=key,
            article=article,
            body="" if is_bare else ATTRIBUTION.sub("", text(record, "body")),
            parent=text(record, "answers"),
            author="" if is_bare else text(member, "name") or text(record, "author_name"),
            author_key="" if is_bare or member.get("closed_at") else writer,
            author_email="" if is_bare else text(member, "email"),
            posted_at=moment(record.get("posted_at")) or moment(record.get("created_at")),
            edited_at=moment(record.get("edited_at")),
            state=STATES.get(status, State.REMOVED),
        )


def _number(version: Record) -> int:
    number = version.get("number")
    return number if isinstance(number, int) else 0
