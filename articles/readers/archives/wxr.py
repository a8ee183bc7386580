"""WordPress' export (WXR 1.0 to 1.2), and what Disqus made of it to be given comments."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

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
from articles.readers.archives import unpacking, wordpress
from articles.readers.archives.moments import in_utc, moment
from articles.readers.archives.xml import Element, local_name, records, text_of
from articles.readers.html.blocks import blocks
from articles.readers.html.comments import markdown
from articles.readers.html.plain import plain

SOURCE = "wordpress"
NAME = "WordPress export (WXR)"

MARK = re.compile(rb"wordpress\.org/export/1\.|<wp:(?:wxr_version|post_|comment)|www\.disqus\.com/")
ARTICLES = frozenset({"", "post", "article", "articles", "news", "story", "stories", "opinion"})
UNFINISHED = frozenset({"draft", "pending", "private", "future", "auto-draft"})
NO_SECTION = frozenset({"uncategorized", "uncategorised"})
STATES = {
    "": State.PUBLISHED,
    "1": State.PUBLISHED,
    "approve": State.PUBLISHED,
    "approved": State.PUBLISHED,
    "spam": State.SPAM,
    "trash": State.REMOVED,
    "post-trashed": State.REMOVED,
}


def recognises(head: bytes) -> bool:
    text = head.replace(b"\0", b"")  # of UTF-16
    return b"<rss" in text and MARK.search(text) is not None


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
        else:
            yield from Reading().read(pieces)


class Reading:
    """One file; WordPress parts the export of a large site into several."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        """What authors are called, by what they log in with."""
        self.language: str | None = None
        self.early: list[FoundComment] = []
        """Comments that stand before what tells their article, which WordPress never writes."""

    def read(self, pieces: unpacking.Pieces) -> Iterator[Found]:
        for record in records(pieces, outer=("author", "item"), inner=("comment",)):
            if isinstance(record, Problem):
                yield record
                continue
            self._note_language(record)
            if local_name(record) == "author":
                login = text_of(record, "author_login")
                self.names[login] = plain(text_of(record, "author_display_name")) or login
            elif local_name(record) == "comment":
                yield from self._comment(record)
            else:
                yield from self._item(record)

    def _note_language(self, record: Element) -> None:
        channel = record.getparent()
        if self.language is None and channel is not None and local_name(channel) == "channel":
            self.language = text_of(channel, "language")

    def _item(self, item: Element) -> Iterator[Found]:
        early, self.early = self.early, []
        if kind := _other_kind(item):
            yield Skipped(kind)
            yield from (Skipped(f"comment on a {kind}") for _ in early)
            return
        key = _key(item)
        if not key:
            yield Problem(f"post “{plain(text_of(item, 'title'))}”", "It has no number or address.")
            return
        yield from self._article(item, key)
        yield from (replace(comment, article=key) for comment in early)

    def _article(self, item: Element, key: str) -> Iterator[Found]:
        title, address = plain(text_of(item, "title")), text_of(item, "link")
        html, lost = wordpress.content(text_of(item, "encoded"))
        warnings = [f"Nothing can be shown of the shortcode [{name}]." for name in lost]
        body: tuple[Block, ...] = ()
        try:
            body = blocks(html, address)
        except Unreadable as error:
            yield Problem(f"post {key}", error.reason)
        section, tags = _section_and_tags(item)
        parsed = ParsedArticle(
            title=title,
            section=section,
            published_on=in_utc(text_of(item, "post_date_gmt"))
            or moment(text_of(item, "pubDate"))
            or moment(text_of(item, "post_date")),
            authors=self._authors(item),
            blocks=body,
            note="",
            comments=(),
            warnings=tuple(warnings),
            address=address,
            language=self.language or "",
            tags=tags,
        )
        yield FoundArticle(
            key=key,
            address=address,
            title=title,
            parsed=parsed if body else None,
            is_draft=text_of(item, "status") in UNFINISHED or bool(text_of(item, "post_password")),
        )

    def _authors(self, item: Element) -> tuple[str, ...]:
        """Those that a plugin for several authors names, or the one that WordPress knows."""
        several = [c.text or "" for c in _categories(item) if c.get("domain") == "author"]
        logins = several or [text_of(item, "creator")]
        names = (self.names.get(login, plain(login)) for login in logins)
        return tuple(dict.fromkeys(filter(None, names)))

    def _comment(self, comment: Element) -> Iterator[Found]:
        item = comment.getparent()
        kind = text_of(comment, "comment_type")
        where = _other_kind(item) if item is not None else ""
        if kind not in {"", "comment"}:
            yield Skipped(kind)
        elif where:
            yield Skipped(f"comment on a {where}")
        elif not text_of(comment, "comment_id"):
            yield Problem(
                f"comment by {_author(comment)}", "It has no number, so nothing knows it."
            )
        else:
            found = _found(comment, _key(item) if item is not None else "")
            if found.article:
                yield found
            else:
                self.early.append(found)


def _other_kind(item: Element) -> str:
    kind = text_of(item, "post_type")
    if text_of(item, "status") == "trash":
        return f"{kind or 'post'} in the bin"
    return "" if kind in ARTICLES else kind.replace("_", " ")


def _key(item: Element) -> str:
    return (
        text_of(item, "post_id")
        or text_of(item, "thread_identifier")
        or text_of(item, "guid")
        or text_of(item, "link")
    )


def _section_and_tags(item: Element) -> tuple[str, tuple[str, ...]]:
    sections, tags = [], []
    for category in _categories(item):
        name = plain(category.text or "")
        if category.get("domain", "category") == "category":
            sections.append(name)
        elif category.get("domain") in {"tag", "post_tag"}:
            tags.append(name)
    named = [name for name in sections if name and name.lower() not in NO_SECTION]
    return named[0] if named else "", tuple(dict.fromkeys(filter(None, named[1:] + tags)))


def _categories(item: Element) -> Iterator[Element]:
    return item.iterchildren("{*}category")


def _found(comment: Element, article: str) -> FoundComment:
    text = text_of(comment, "comment_content")
    parent = text_of(comment, "comment_parent")
    member = text_of(comment, "comment_user_id")
    remote = comment.find("{*}remote")
    return FoundComment(
        key=text_of(comment, "comment_id"),
        article=article,
        body=markdown(wordpress.with_paragraphs(text)),
        original=text,
        parent=parent if parent != "0" else "",
        author=_author(comment),
        author_key=(member if member != "0" else "")
        or (text_of(remote, "id") if remote is not None else ""),
        author_email=text_of(comment, "comment_author_email"),
        posted_at=in_utc(text_of(comment, "comment_date_gmt"))
        or moment(text_of(comment, "comment_date")),
        state=STATES.get(text_of(comment, "comment_approved"), State.WAITING),
    )


def _author(comment: Element) -> str:
    return plain(text_of(comment, "comment_author"))
