"""What comes before Django."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from forum import asgi

Message = dict[str, Any]


def answer(messages: list[Message], path: str = "/healthz", method: str = "GET") -> list[Message]:
    """What is sent for a request of which these messages arrive, and then nothing more."""
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
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    # In a thread of its own: Playwright, in browser tests before this one, leaves a loop running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asgi.application(scope, receive, send)).result()
    return sent


def part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_request_that_never_ends_holds_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "LONGEST_WAIT", 0.05)
    sent = answer([part(b"abc", more=True)], method="POST")
    assert sent[0]["status"] == 408
    assert b"still in your browser" in sent[1]["body"]


def test_more_than_a_form_can_hold_is_refused_before_it_is_read() -> None:
    piece = b"x" * 1_000_000
    sent = answer([part(piece, more=True) for _ in range(4)], method="POST")
    assert sent[0]["status"] == 413


def test_whoever_hangs_up_is_not_answered() -> None:
    assert answer([part(b"abc", more=True), {"type": "http.disconnect"}], method="POST") == []


def test_a_body_in_pieces_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        read.append(environ["wsgi.input"].read())
        start_response("200 OK", [("content-type", "text/plain")])
        return [b"ok"]

    monkeypatch.setattr(asgi, "pages", asgi.WSGIMiddleware(page))
    answer([part(b"body=", more=True), part(b"Hello", more=False)], method="POST")
    assert read == [b"body=Hello"]
