"""Files larger than any form, at the desk."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from articles.models import Article
from forum import asgi, ledger, uploads
from forum.models import ImportBatch, Member
from forum.working import work_off
from tests.conftest import TRAM
from tests.forum.knocking import Message, hand_in

PIECE = b"x" * 1_000_000
PIECES = 4  # more than a form may hold


def part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def send(client: Client, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """The status of the answer, and how many bytes the page got."""
    read: list[int] = []

    def page(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        read.append(len(environ["wsgi.input"].read()))
        start_response("200 OK", [("content-type", "text/plain")])
        return [b"ok"]

    monkeypatch.setattr(asgi, "pages", asgi.WSGIMiddleware(page))
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    key = cookie.value if cookie else ""
    headers = [
        (b"content-length", str(PIECES * len(PIECE)).encode()),
        (b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode()),
    ]
    pieces = [part(PIECE, more=number < PIECES - 1) for number in range(PIECES)]
    sent = hand_in(pieces, method="POST", path=uploads.PATH, headers=headers)
    return sent[0]["status"], sum(read)


def test_who_may_import_hands_in_more_than_a_form_holds(
    committed_db: None,
    edith: Member,
    as_member: Callable[[Member], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert send(as_member(edith), monkeypatch) == (200, PIECES * len(PIECE))


def test_nobody_else_does(
    committed_db: None,
    mira: Member,
    as_member: Callable[[Member], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert send(as_member(mira), monkeypatch) == (413, 0)
    assert send(Client(), monkeypatch) == (413, 0)


def test_what_nobody_exports_is_refused_at_the_desk(
    edith: Member, as_member: Callable[[Member], Client]
) -> None:
    file = io.BytesIO(b"Nothing that anybody exports.")
    file.name = "note.bin"
    answer = as_member(edith).post(uploads.PATH, {"file": file})
    assert answer.status_code == 422
    assert "none of the formats" in answer.content.decode()


def test_a_text_is_handed_in_like_an_export(
    edith: Member, as_member: Callable[[Member], Client]
) -> None:
    file = io.BytesIO(TRAM.encode())
    file.name = "tram.txt"
    answer = as_member(edith).post(uploads.PATH, {"file": file})
    batch = ImportBatch.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, batch.get_absolute_url())
    work_off()
    assert "The tram that came back" in as_member(edith).get(answer["Location"]).content.decode()
    ledger.apply(batch)
    work_off()
    assert Article.objects.get().title == "The tram that came back"
