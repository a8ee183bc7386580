"""What a reader found, as it stands in the ledger."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from articles.addresses import canonical
from articles.passages import Body
from articles.readers import Block, FoundArticle, FoundComment, ParsedArticle, Problem
from forum.ledger.identity import keys_of
from forum.ledger.people import email_hash, shown_name
from forum.models import ImportItem
from forum.models.import_item import LONGEST_KEY

Kind, Verdict = ImportItem.Kind, ImportItem.Verdict
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # as JSON writes it
NO_DATE = "Nobody can tell from it when it was written: it says “imported”."
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # nobody commented on the web before


def items_of(found: FoundArticle | FoundComment | Problem) -> Iterator[ImportItem]:
    """The lines for one thing found: several for an article that brings its comments along."""
    if isinstance(found, Problem):
        yield _problem(found)
    elif isinstance(found, FoundComment):
        item = _comment(found)
        if not found.posted_at:
            item.reason = NO_DATE
        yield item
    else:
        yield _article(found)
        if found.parsed:
            yield from map(_comment, _comments_in(found.key, found.parsed))


def parsed_of(payload: dict[str, Any]) -> ParsedArticle | None:
    """The article that stands in a line, without comments."""
    said = payload["parsed"]
    if said is None:
        return None
    published = said["published_on"]
    blocks = tuple(Block(*passage[1:]) for passage in Body.from_json(said["blocks"]).passages)
    more = {name: tuple(said[name]) for name in ("authors", "warnings", "tags")}
    rest = {
        "published_on": published and _moment(published),
        "blocks": blocks,
        "comments": (),
        **more,
    }
    return ParsedArticle(**{**said, **rest})


def known_moment(when: date | datetime | None) -> datetime | None:
    """The moment, if it can be one at which somebody wrote on the web."""
    if when is None:
        return None
    moment = when if isinstance(when, datetime) else datetime.combine(when, time())
    if not moment.tzinfo:
        moment = moment.replace(tzinfo=UTC)
    return moment if EARLIEST <= moment <= timezone.now() + timedelta(days=1) else None


def _problem(found: Problem) -> ImportItem:
    return ImportItem(
        kind=Kind.PROBLEM,
        key=short_key(found.where),
        verdict=Verdict.FAILED,
        reason=_clean(found.reason)[:500],
    )


def _article(found: FoundArticle) -> ImportItem:
    parsed = found.parsed and {
        **asdict(found.parsed),
        "blocks": Body.from_blocks(found.parsed.blocks).as_json(),
        "comments": [],
    }
    address = found.address or (found.parsed.address if found.parsed else "")
    payload = {
        "address": _clean(address),
        "title": found.title or (found.parsed.title if found.parsed else ""),
        "is_draft": found.is_draft,
        "parsed": parsed,
    }
    item = ImportItem(kind=Kind.ARTICLE, key=short_key(found.key), address=canonical(address))
    if found.parsed:
        item.reason = _clean(" ".join(found.parsed.warnings))[:500]
    return _with_payload(item, payload)


def _comment(found: FoundComment) -> ImportItem:
    posted_at = known_moment(found.posted_at)
    payload = {
        "body": found.body,
        "original": found.original,
        "author": shown_name(found.author),
        "edited_at": known_moment(found.edited_at),
        "state": found.state,
    }
    hashed = email_hash(found.author_email)
    item = ImportItem(
        kind=Kind.COMMENT,
        key=short_key(found.key),
        article_key=short_key(found.article),
        parent_key=short_key(found.parent),
        author_key=short_key(found.author_key or hashed),
        email_hash=hashed,
        posted_at=posted_at,
    )
    if found.posted_at and not posted_at:
        item.reason = (
            f"Its date, {found.posted_at.date().isoformat()}, can’t be right and is left out."
        )
    return _with_payload(item, payload)


def _with_payload(item: ImportItem, payload: dict[str, Any]) -> ImportItem:
    written = json.dumps(payload, default=_written, ensure_ascii=False, sort_keys=True)
    written = _clean(NUL.sub(r"\1", written))
    item.payload = json.loads(written)
    said = f"{written}\0{item.posted_at}\0{item.parent_key}\0{item.author_key}"
    item.digest = hashlib.sha256(said.encode()).hexdigest()
    return item


def _comments_in(article: str, parsed: ParsedArticle) -> Iterator[FoundComment]:
    keys = list(keys_of(parsed.comments))
    for key, comment in zip(keys, parsed.comments, strict=True):
        yield FoundComment(
            key=f"{article}#{key}"[-LONGEST_KEY:],
            article=article,
            body=comment.body,
            parent=f"{article}#{keys[comment.parent]}"[-LONGEST_KEY:]
            if comment.parent is not None
            else "",
            author=comment.author,
            posted_at=known_moment(comment.posted_at),
        )


def short_key(key: str) -> str:
    """A key that fits: of a long one the beginning, and what tells it from others."""
    key = _clean(key)
    if len(key) <= LONGEST_KEY:
        return key
    return key[: LONGEST_KEY - 65] + "…" + hashlib.sha256(key.encode()).hexdigest()


def _clean(text: str) -> str:
    """Without what no database takes: lone surrogates and NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _written(value: Any) -> str:
    return str(value.isoformat())


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
