"""Where uvicorn enters: guests get finished pages (forum.guests), those who follow a discussion get
open streams (forum.live), everything else goes through a2wsgi to Django's WSGI side.

Under its own ASGI handler Django starts a thread and a database connection for every request;
here a few threads are reused (docs/decisions/server.md). A request enters a thread only when it
is there as a whole: eight senders that never finish would otherwise hold all eight.
"""

import asyncio
import sys
from typing import Any

from a2wsgi import WSGIMiddleware

from forum.wsgi import application as django_application  # first: it sets Django up

# isort: split
from forum import guests, live, uploads
from forum.streams import streams
from forum.watching import watcher

LONGEST_BODY = 3_000_000  # bytes; Django's own limit, below it, has an answer of its own
LONGEST_WAIT = 15  # seconds for the whole of a request's body
# Whatever the event loop sends, it then waits so long for the threads that make pages; and to tell
# thousands of open streams of a comment, it sends thousands of times.
SWITCH = 0.0005  # seconds

pages: Any = WSGIMiddleware(django_application, workers=8, send_queue_size=10)  # type: ignore[arg-type]


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        if await live.answer(scope, receive, send):
            return
        if await uploads.answer(scope, receive, send, pages):
            return
        if not await guests.answer(scope, send, pages):
            await _page(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await send({"type": "websocket.close"})


async def _page(scope: dict[str, Any], receive: Any, send: Any) -> None:
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            body = await _whole_body(receive)
    except TimeoutError:
        await _refuse(send, 408, "Your text did not arrive in time. It is still in your browser.")
    except _TooLong:
        await _refuse(send, 413, "This is more than one form can hold. Go back and shorten it.")
    except _Gone:
        return
    else:
        await pages(scope, _replay(body, receive), send)


class _TooLong(Exception):
    pass


class _Gone(Exception):
    """Whoever asked has hung up."""


async def _whole_body(receive: Any) -> bytes:
    body, is_more = b"", True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY:
            raise _TooLong
        is_more = message.get("more_body", False)
    return body


def _replay(body: bytes, receive: Any) -> Any:
    """What a2wsgi reads from: the body at once, then whatever follows, such as a hang-up."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> dict[str, Any]:
        return messages.pop() if messages else await receive()

    return next_message


async def _refuse(send: Any, status: int, sentence: str) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    sys.setswitchinterval(SWITCH)
    streams.start()
    watcher.start()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    streams.stop()
    await asyncio.to_thread(watcher.stop)
    await send({"type": "lifespan.shutdown.complete"})
