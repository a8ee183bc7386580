"""What comes before Django."""

from typing import Any

import pytest

from forum import asgi
from tests.forum.knocking import Message, hand_in


def part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_request_that_never_ends_holds_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "LONGEST_WAIT", 0.05)
    sent = hand_in([part(b"abc", more=True)], method="POST")
    assert sent[0]["status"] == 408
    assert b"still in your browser" in sent[1]["body"]


def test_more_than_a_form_can_hold_is_refused_before_it_is_read() -> None:
    piece = b"x" * 1_000_000
    sent = hand_in([part(piece, more=True) for _ in range(4)], method="POST")
    assert sent[0]["status"] == 413


def test_whoever_hangs_up_is_not_answered() -> None:
    assert hand_in([part(b"abc", more=True), {"type": "http.disconnect"}], method="POST") == []


def test_a_body_in_pieces_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        read.append(environ["wsgi.input"].read())
        start_response("200 OK", [("content-type", "text/plain")])
        return [b"ok"]

    monkeypatch.setattr(asgi, "pages", asgi.WSGIMiddleware(page))
    hand_in([part(b"body=", more=True), part(b"Hello", more=False)], method="POST")
    assert read == [b"body=Hello"]
