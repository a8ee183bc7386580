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
from articles.readers.archives import ghost_cards, lexical, mobiledoc, unpacking
from articles.readers.archives.json import Entry, entries
from articles.readers.archives.moments import in_utc
from articles.readers.archives.values import is_true, text
from articles.readers.html.blocks import blocks
from articles.readers.html.comments import markdown

SOURCE = "ghost"
NAME = "Ghost export (JSON)"

ITS_OWN_SITE = "__GHOST_URL__"
META = ("canonical_url", "feature_image_alt", "feature_image_caption")
NOWHERE = (
    "Its links and pictures on its own site are left out: the export doesn’t say where that is. "
    "Give the address of the site."
)
STATES = {"published": State.PUBLISHED, "hidden": State.REMOVED, "deleted": State.REMOVED}


def recognises(head: bytes) -> bool:
    start = head.lstrip()
    has_tables = b'"exported_on"' in head or b'"data"' in head
    return start.startswith(b"{") and has_tables and (b'"db"' in head or b'"posts"' in head)


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    """Twice: who wrote a post and under which tags it stands may be told behind it."""
    known = _Site(site.rstrip("/"))
    with suppress(Unreadable):  # the second reading says so, after what stands before it
        for entry in _entries(file):
            if isinstance(entry, Entry):
                known.note(entry)
    for entry in _entries(file):
        if not isinstance(entry, Entry):
            yield entry
        elif not isinstance(entry.value, Mapping):
            continue
        elif entry.key == "posts":
            yield from known.post(entry.value)
        elif entry.key == "comments":
            yield from known.comment(entry.value)


def _entries(file: BinaryIO) -> Iterator[Entry | Problem | Skipped]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
        else:
            yield from entries(pieces, within=("db", "data"))


class _Site:
    def __init__(self, address: str) -> None:
        self.address = address
        """Without a slash at its end; empty: nobody said where it is."""
        self.users: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.members: dict[str, tuple[str, str]] = {}
        self.meta: dict[str, Mapping[str, str]] = {}
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
                self.meta[text(row, "post_id")] = {name: text(row, name) for name in META}
            case "posts_authors":
                self.users_of[text(row, "post_id")].append((_order(row), text(row, "author_id")))
            case "posts_tags":
                self.tags_of[text(row, "post_id")].append((_order(row), text(row, "tag_id")))

    def post(self, row: Any) -> Iterator[Found]:
        key, title = text(row, "id", "uuid"), text(row, "title")
        if is_true(row, "page") or text(row, "type") == "page":
            yield Skipped("page")
            return
        meta = self.meta.get(key, {})
        html = self._html(row)
        if not key or not html:
            yield Problem(f"post “{title}”", "It has no words.")
            return
        html = _head_picture(row, meta) + html
        address = text(row, "canonical_url") or meta.get("canonical_url", "")
        address = self._whole(address) or f"{self.address}/{text(row, 'slug')}/"
        try:
            parsed = self._parsed(row, key, title, html, address)
        except Unreadable as error:
            yield Problem(f"post “{title}”", error.reason)
            return
        is_draft = text(row, "status") not in {"published", "sent"}
        yield FoundArticle(key, address, title, parsed, is_draft=is_draft)

    def _html(self, row: Any) -> str:
        """What was never published has none yet, only what the editor keeps."""
        return (
            text(row, "html")
            or lexical.as_html(text(row, "lexical"))
            or mobiledoc.as_html(text(row, "mobiledoc"))
        )

    def _whole(self, words: str) -> str:
        return words.replace(ITS_OWN_SITE, self.address)

    def _parsed(self, row: Any, key: str, title: str, html: str, address: str) -> ParsedArticle:
        tags = [self.tags[tag] for _, tag in sorted(self.tags_of[key]) if self.tags.get(tag)]
        users = [user for _, user in sorted(self.users_of[key])] or [text(row, "author_id")]
        is_cut = not self.address and ITS_OWN_SITE in html
        return ParsedArticle(
            title=title,
            section=tags[0] if tags else "",
            published_on=in_utc(row.get("published_at")) or in_utc(row.get("created_at")),
            authors=tuple(self.users[user] for user in users if self.users.get(user)),
            blocks=blocks(self._whole(html), f"{self.address}/"),
            note="",
            comments=(),
            warnings=(NOWHERE,) if is_cut else (),
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


def _head_picture(row: Mapping[str, Any], meta: Mapping[str, str]) -> str:
    """The picture above the post, which Ghost's themes show and its words don't hold."""
    source = text(row, "feature_image")
    alt, caption = meta.get("feature_image_alt", ""), meta.get("feature_image_caption", "")
    return ghost_cards.image({"src": source, "alt": alt, "caption": caption}) if source else ""


def _order(row: Mapping[str, Any]) -> int:
    order = row.get("sort_order")
    return order if isinstance(order, int) else 0
