"""RSS and Atom: what a site published last, with comments where the feed has them (RFC 4685)."""

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

import feedparser

from articles.readers import (
    Found,
    FoundArticle,
    FoundComment,
    ParsedArticle,
    Problem,
    Skipped,
    Unreadable,
)
from articles.readers.archives import unpacking
from articles.readers.archives.xml import has_doctype
from articles.readers.html.blocks import blocks
from articles.readers.html.comments import markdown
from articles.readers.html.plain import plain

SOURCE = "feed"
NAME = "feed (RSS or Atom)"

MOST_BYTES = 20_000_000
ROOT = re.compile(rb"<(?:rss|(?:\w+:)?RDF|(?:\w+:)?feed)[\s>]")
FULL_TEXT = 1_500
"""Characters: a longer description is the whole piece. Nobody summarises at such length."""
BLOGGER = "http://schemas.google.com/blogger/2008/kind#"
BLOGGERS_OWN = frozenset({"settings", "template", "page"})


def recognises(head: bytes) -> bool:
    return ROOT.search(head[:5_000].replace(b"\0", b"")) is not None


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
        else:
            yield from _read(_whole(pieces))


def _whole(pieces: unpacking.Pieces) -> bytes:
    whole = io.BytesIO()
    for piece in pieces:
        if whole.write(piece) and whole.tell() > MOST_BYTES:
            raise Unreadable("A feed may have at most 20 MB.")
    data = whole.getvalue()
    if has_doctype(data[:100_000].decode("latin-1")):
        raise Unreadable("The feed has a DOCTYPE, which none needs: it is not read.", 1)
    return data


def _read(data: bytes) -> Iterator[Found]:
    # In a file of its own: feedparser would take bytes for the name of one.
    parsed = feedparser.parse(io.BytesIO(data))
    if parsed.bozo and not parsed.entries:
        raise Unreadable(f"This is no feed that can be read: {parsed.bozo_exception}.")
    if parsed.bozo:
        yield Problem("the feed", f"It isn’t quite in order: {parsed.bozo_exception}.")
    language = parsed.feed.get("language", "")
    entries = {_key(entry): entry for entry in parsed.entries}
    for key, entry in entries.items():
        kind = _bloggers_kind(entry)
        if kind in BLOGGERS_OWN:
            yield Skipped(f"Blogger’s {kind}")
        elif not key:
            yield Problem(f"entry “{plain(entry.get('title', ''))}”", "It has no address or id.")
        elif answered := _answered(entry):
            yield from _comment(key, entry, answered, entries)
        else:
            yield from _article(key, entry, language)


def _key(entry: Any) -> str:
    return str(entry.get("id") or entry.get("link") or "")


def _bloggers_kind(entry: Any) -> str:
    terms = (tag.get("term") or "" for tag in entry.get("tags", ()))
    return next((t.removeprefix(BLOGGER) for t in terms if t.startswith(BLOGGER)), "")


def _article(key: str, entry: Any, language: str) -> Iterator[Found]:
    title, address = plain(entry.get("title", "")), entry.get("link", "")
    html, is_summary = _words(entry)
    parsed = None
    try:
        body = blocks(html, address)
        tags = _tags(entry)
        parsed = ParsedArticle(
            title=title,
            section=tags[0] if tags else "",
            published_on=_moment(entry, "published") or _moment(entry, "updated"),
            authors=_authors(entry),
            blocks=body,
            note="",
            comments=(),
            warnings=("Only a summary stands in the feed.",) if is_summary else (),
            address=address,
            language=language,
            tags=tags[1:],
        )
    except Unreadable as error:
        yield Problem(f"entry “{title}”", error.reason)
    yield FoundArticle(key, address, title, parsed, is_summary=is_summary)


def _comment(
    key: str, entry: Any, answered: tuple[str, str], entries: dict[str, Any]
) -> Iterator[Found]:
    """The article is what the first of the comments above answers."""
    article, address = answered
    seen = {key}
    while article in entries and article not in seen and (above := _answered(entries[article])):
        seen.add(article)
        article, address = above
    if article not in entries:
        yield FoundArticle(article, address or article)
    html, _ = _words(entry)
    yield FoundComment(
        key=key,
        article=article,
        body=markdown(html),
        original=html,
        parent=answered[0] if answered[0] != article else "",
        author=next(iter(_authors(entry)), ""),
        author_email=entry.get("author_detail", {}).get("email", ""),
        posted_at=_moment(entry, "published") or _moment(entry, "updated"),
    )


def _answered(entry: Any) -> tuple[str, str] | None:
    """What an entry answers, and where that is."""
    named = entry.get("thr_in-reply-to") or {}
    reference = named.get("ref") or named.get("href") or ""
    return (reference, named.get("href", "")) if reference else None


def _words(entry: Any) -> tuple[str, bool]:
    """The HTML of an entry, and whether it is only a summary."""
    contents = [content.get("value", "") for content in entry.get("content", ())]
    html = max(contents, key=len, default="")
    if html.strip():
        return html, False
    summary = entry.get("summary", "")
    return summary, len(plain(summary)) < FULL_TEXT


def _authors(entry: Any) -> tuple[str, ...]:
    names = [plain(author.get("name") or "") for author in entry.get("authors", ())]
    return tuple(dict.fromkeys(filter(None, names or [plain(entry.get("author", ""))])))


def _tags(entry: Any) -> tuple[str, ...]:
    tags = entry.get("tags", ())
    names = (plain(tag.get("label") or tag.get("term") or "") for tag in tags)
    return tuple(dict.fromkeys(name for name in names if name and not name.startswith("http")))


def _moment(entry: Any, name: str) -> datetime | None:
    parts = entry.get(f"{name}_parsed")
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError):
        return None
