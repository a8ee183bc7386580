"""Requests as the server hands them to our entry."""

import asyncio
import gzip
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import brotli

from forum import asgi

Message = dict[str, Any]
WHOLE: Message = {"type": "http.request", "body": b"", "more_body": False}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        decode = {"br": brotli.decompress, "gzip": gzip.decompress}
        return decode.get(self.headers.get("content-encoding", ""), bytes)(self.body).decode()


def ask(address: str = "/", **more: str) -> Answer:
    """An anonymous reader's question. `more` are its method, its scheme and its headers, as in
    `accept_encoding="br"`."""
    return ask_together(address, times=1, **more)[0]


def ask_together(
    address: str, *, times: int, method: str = "GET", scheme: str = "http", **more: str
) -> list[Answer]:
    """The same question several times at once."""
    headers = {"host": "testserver"} | {name.replace("_", "-"): more[name] for name in more}
    path, _, query = address.partition("?")
    request = {
        "method": method,
        "scheme": scheme,
        "path": unquote(path),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }

    async def enter() -> list[list[Message]]:
        return await asyncio.gather(*(_enter([WHOLE], request) for _ in range(times)))

    return [_read(sent) for sent in _run(enter())]


def hand_in(messages: list[Message], **more: Any) -> list[Message]:
    """What is sent for a request of which these messages arrive, and then nothing more."""
    return _run(_enter(messages, more))


async def _enter(messages: list[Message], request: dict[str, Any]) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        if messages:
            return messages.pop(0)
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        **request,
    }
    await asgi.application(scope, receive, send)
    return sent


def _run(entering: Coroutine[Any, Any, Any]) -> Any:
    # In a thread of its own: Playwright, in browser tests before this one, leaves a loop running.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, entering).result()


def _read(sent: list[Message]) -> Answer:
    start, *parts = sent
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], told, b"".join(part["body"] for part in parts))
