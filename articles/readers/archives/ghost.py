"""Ghost's export: its tables as JSON. Comments and members are in it only if somebody put them
there; Ghost itself leaves them out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from articles.readers import (
    Found,
    FoundArticle,
    FoundComment,
    ParsedArticle,
    Problem,
    Skipped,
    State,
    Unreadable,
)
from articles.readers.archives import unpacking
from articles.readers.archives.json import Entry, entries
from articles.readers.archives.lexical import as_html
from articles.readers.archives.moments import in_utc
from articles.readers.archives.values import is_true, text
from articles.readers.html.blocks import blocks
from articles.readers.html.comments import markdown

SOURCE = "ghost"
NAME = "Ghost export (JSON)"

ITS_OWN_SITE = "__GHOST_URL__"
STATES = {"published": State.PUBLISHED, "hidden": State.REMOVED, "deleted": State.REMOVED}


def recognises(head: bytes) -> bool:
    start = head.lstrip()
    has_tables = b'"exported_on"' in head or b'"data"' in head
    return start.startswith(b"{") and has_tables and (b'"db"' in head or b'"posts"' in head)


def read(file: BinaryIO) -> Iterator[Found]:
    """Twice: who wrote a post and under which tags it stands may be told behind it."""
    site = _Site()
    with suppress(Unreadable):  # the second reading says so, after what stands before it
        for entry in _entries(file):
            if isinstance(entry, Entry):
                site.note(entry)
    for entry in _entries(file):
        if not isinstance(entry, Entry):
            yield entry
        elif not isinstance(entry.value, Mapping):
            continue
        elif entry.key == "posts":
            yield from site.post(entry.value)
        elif entry.key == "comments":
            yield from site.comment(entry.value)


def _entries(file: BinaryIO) -> Iterator[Entry | Problem | Skipped]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
        else:
            yield from entries(pieces, within=("db", "data"))


class _Site:
    def __init__(self) -> None:
        self.users: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.members: dict[str, tuple[str, str]] = {}
        self.addresses: dict[str, str] = {}
        self.users_of: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        self.tags_of: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)

    def note(self, entry: Entry) -> None:
        row = entry.value
        match entry.key:
            case "users":
                self.users[text(row, "id")] = text(row, "name")
            case "tags" if text(row, "visibility") != "internal":
                self.tags[text(row, "id")] = text(row, "name")
            case "members":
                self.members[text(row, "id")] = text(row, "name"), text(row, "email")
            case "posts_meta":
                self.addresses[text(row, "post_id")] = text(row, "canonical_url")
            case "posts_authors":
                self.users_of[text(row, "post_id")].append((_order(row), text(row, "author_id")))
            case "posts_tags":
                self.tags_of[text(row, "post_id")].append((_order(row), text(row, "tag_id")))

    def post(self, row: Any) -> Iterator[Found]:
        key, title = text(row, "id", "uuid"), text(row, "title")
        if is_true(row, "page") or text(row, "type") == "page":
            yield Skipped("page")
            return
        # What was never published has no HTML yet, only what the editor keeps.
        html = text(row, "html") or as_html(text(row, "lexical"))
        html = html.replace(ITS_OWN_SITE, "")
        if not key or not html:
            yield Problem(
                f"post “{title}”", "It has no words, or only in the form of the older editor."
            )
            return
        address = text(row, "canonical_url") or self.addresses.get(key, "")
        address = address.replace(ITS_OWN_SITE, "") or f"/{text(row, 'slug')}/"
        try:
            parsed = self._parsed(row, key, title, html, address)
        except Unreadable as error:
            yield Problem(f"post “{title}”", error.reason)
            return
        is_draft = text(row, "status") not in {"published", "sent"}
        yield FoundArticle(key, address, title, parsed, is_draft=is_draft)

    def _parsed(self, row: Any, key: str, title: str, html: str, address: str) -> ParsedArticle:
        tags = [self.tags[tag] for _, tag in sorted(self.tags_of[key]) if self.tags.get(tag)]
        users = [user for _, user in sorted(self.users_of[key])] or [text(row, "author_id")]
        return ParsedArticle(
            title=title,
            section=tags[0] if tags else "",
            published_on=in_utc(row.get("published_at")) or in_utc(row.get("created_at")),
            authors=tuple(self.users[user] for user in users if self.users.get(user)),
            blocks=blocks(html, address),
            note="",
            comments=(),
            warnings=(),
            address=address,
            language=text(row, "locale").replace("_", "-"),
            tags=tuple(tags[1:]),
        )

    def comment(self, row: Any) -> Iterator[Found]:
        key, post = text(row, "id"), text(row, "post_id")
        if not key or not post:
            yield Problem(f"comment {key or 'without a number'}", "It doesn’t say where it stands.")
            return
        html, member = text(row, "html"), text(row, "member_id")
        name, mail = self.members.get(member, ("", ""))
        yield FoundComment(
            key=key,
            article=post,
            body=markdown(html),
            original=html,
            parent=text(row, "in_reply_to_id", "parent_id"),
            author=name,
            author_key=member,
            author_email=mail,
            posted_at=in_utc(row.get("created_at")),
            edited_at=in_utc(row.get("edited_at")),
            state=STATES.get(text(row, "status"), State.WAITING),
        )


def _order(row: Mapping[str, Any]) -> int:
    order = row.get("sort_order")
    return order if isinstance(order, int) else 0
