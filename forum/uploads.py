"""Files that are handed in at the desk, which are larger than any form. They wait on the disk until
they are there as a whole, and only for those who may import; for everybody else the limits of
forum.asgi hold.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest

from forum.accounts import lacks_second_factor
from forum.middleware import SESSION_KEY

PATH = "/admin/imports/"
SMALL = 2_000_000  # bytes: goes the way of every form
MOST_BYTES = 2_000_000_000
PIECE = 1_000_000
LONGEST_SILENCE = 30  # seconds between two pieces

Ask = Callable[..., Awaitable[None]]


async def answer(scope: dict[str, Any], receive: Any, send: Any, ask: Ask) -> bool:
    """Takes a file in and has the ASGI application `ask` answer. False if there is none, or whoever
    sends it may not."""
    if scope["method"] != "POST" or scope["path"] != PATH:
        return False
    if not SMALL < _length(scope) <= MOST_BYTES:
        return False
    if not await asyncio.to_thread(_may_import, _session_key(scope)):
        return False
    with tempfile.TemporaryFile() as file:
        if await _store(receive, file):
            await asyncio.to_thread(file.seek, 0)
            await ask(scope, _replay(file, receive), send)
    return True


def _length(scope: dict[str, Any]) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(lengths[0]) if len(lengths) == 1 and lengths[0].isdigit() else 0


def _session_key(scope: dict[str, Any]) -> str:
    said = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookies = SimpleCookie(said.decode("latin-1"))
    except CookieError:
        return ""
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    return found.value if found and SESSION_KEY.fullmatch(found.value) else ""


def _may_import(session_key: str) -> bool:
    if not session_key:
        return False
    close_old_connections()
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    try:
        member: Any = get_user(request)
        return bool(getattr(member, "may_import", False)) and not lacks_second_factor(member)
    finally:
        close_old_connections()


async def _store(receive: Any, file: IO[bytes]) -> bool:
    """Whether all of it came."""
    gathered, size, is_more = b"", 0, True
    while is_more:
        try:
            async with asyncio.timeout(LONGEST_SILENCE):
                message = await receive()
        except TimeoutError:
            return False
        if message["type"] == "http.disconnect":
            return False
        gathered += message.get("body", b"")
        is_more = message.get("more_body", False)
        if len(gathered) >= PIECE or not is_more:
            size += len(gathered)
            if size > MOST_BYTES:
                return False
            await asyncio.to_thread(file.write, gathered)
            gathered = b""
    return True


def _replay(file: IO[bytes], receive: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    is_over = False

    async def next_message() -> dict[str, Any]:
        nonlocal is_over
        if is_over:
            told: dict[str, Any] = await receive()
            return told
        piece = await asyncio.to_thread(file.read, PIECE)
        is_over = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not is_over}

    return next_message
