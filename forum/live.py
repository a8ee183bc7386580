"""Live discussions, answered before Django: an open stream holds no thread and no connection to the
database (docs/decisions/live.md).

It says which comments have changed, and never what they say: that is asked for through the doors
that check who may read it. So everybody gets the same stream, and nobody is asked who they are.
"""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, close_old_connections, connection

from articles.models import Article
from forum.cursor import Cursor
from forum.models import Change, Comment
from forum.streams import Event, Stream, streams
from forum.watching import watcher

PATH, AFTER, LAST = "/live/articles/", "after", b"last-event-id"
START = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
RETRY = b"retry: 5000\n\n"  # milliseconds, for readers that have no better plan
MOST_MISSED = 200  # changes; of more it is only told that there were some

Scope = dict[str, Any]


async def answer(scope: Scope, receive: Any, send: Any) -> bool:
    """Answers whoever wants to follow an article. False if that isn't asked."""
    path = scope["path"]
    if not path.startswith(PATH) or not path.endswith("/"):
        return False
    article = path.removeprefix(PATH).removesuffix("/")
    if scope["method"] != "GET":
        await _refuse(send, 405, (b"allow", b"GET"))
    elif streams.are_full:
        await _refuse(send, 503, (b"retry-after", b"60"))
    else:
        await _follow(article, _cursor(scope), receive, send)
    return True


async def _follow(article: str, cursor: Cursor | None, receive: Any, send: Any) -> None:
    stream, caught_up = Stream(send), None
    with streams.following(article, stream), suppress(asyncio.CancelledError):
        try:
            caught_up = await asyncio.to_thread(_missed, article, cursor)
        except DatabaseError:
            await _refuse(send, 503, (b"retry-after", b"10"))
            return
        if not caught_up:
            await _refuse(send, 404)
            return
        await send({"type": "http.response.start", "status": 200, "headers": START})
        stream.begin(*caught_up)
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    # It was closed, or the server stops.
    if caught_up:
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _cursor(scope: Scope) -> Cursor | None:
    """How far the reader has followed: a browser that connects again says so in a header."""
    headers = dict(scope["headers"])
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(AFTER, [""])
    return Cursor.read(headers.get(LAST, b"").decode("latin-1") or asked[-1])


def _missed(article: str, cursor: Cursor | None) -> tuple[bytes, Cursor] | None:
    """What has changed since, and up to where that reaches. None if there is no such article for
    everybody to read."""
    try:
        watcher.look()
        now = watcher.cursor
        if not Article.objects.visible_to(AnonymousUser()).filter(slug=article).exists():
            return None
        return RETRY + _told(article, cursor, now), now
    finally:
        close_old_connections()
        if connection.vendor == "postgresql":
            connection.close()  # back to the pool


def _told(article: str, seen: Cursor | None, now: Cursor) -> bytes:
    if seen is None:  # who has seen nothing has missed nothing
        return _silent(now)
    changes = Change.objects.between(seen, now, article=article)[: MOST_MISSED + 1]
    missed = list(changes.values_list("pk", "comment"))
    is_known = seen.last <= now.last and Change.objects.reaches_back_to(seen)
    if len(missed) > MOST_MISSED or not is_known:
        return Event(now.last, article, None, now).text
    no_secrets = Comment.objects.no_secrets().filter(pk__in=[pk for _, pk in missed if pk])
    public = {None, *no_secrets.values_list("pk", flat=True)}
    last = {comment: number for number, comment in missed if comment in public}
    events = (
        Event(number, article, comment, seen.moved(number, now))
        for comment, number in sorted(last.items(), key=lambda each: each[1])
    )
    return b"".join(event.text for event in events) + _silent(now)


def _silent(cursor: Cursor) -> bytes:
    """Only says how far the reader has followed now."""
    return f"id: {cursor}\n\n".encode()


async def _refuse(send: Any, status: int, *headers: tuple[bytes, bytes]) -> None:
    said = [(b"cache-control", b"no-store"), (b"content-length", b"0"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": said})
    await send({"type": "http.response.body", "body": b""})
