"""Guests' pages, answered before Django (docs/decisions/store.md).

Of a request only what a guest's page may depend on is read. By that the page is kept, and in that
form Django is asked for it: what it doesn't see, the page can't depend on. Whatever isn't plainly a
guest's question for a page that may be kept is Django's to answer.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, resolve

from forum.negotiating import IDENTITY, best_encoding, encode, has_already
from forum.store import LONGEST_AGE, Making, Page, pages
from forum.views.storable import COOKIES, Storable, lasts, storable_of

HOST, SCHEME, FRAGMENT = b"host", b"x-forwarded-proto", b"x-fragment"
COOKIE, ACCEPTED, KNOWN = b"cookie", b"accept-encoding", b"if-none-match"
READ = {HOST, SCHEME, FRAGMENT, COOKIE, ACCEPTED, KNOWN}
SCHEMES = {b"", b"http", b"https"}
NAMES = [name.encode() for name in COOKIES]
LONGEST_QUERY = 500  # bytes
OF_A_BODY = {b"content-type", b"content-length", b"content-encoding"}

Scope = dict[str, Any]
Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
Headers = dict[bytes, bytes]
Made = tuple[Page | None, list[Message]]


class Question(NamedTuple):
    """What a guest's page may depend on, apart from the database and the time."""

    scheme: str
    forwarded_scheme: bytes
    host: bytes
    path: str
    query: str
    encoding: str


async def answer(scope: Scope, send: Send, ask: Any) -> bool:
    """Answers a guest's question from the store, or by what the ASGI application `ask` says to it.
    False if it is none."""
    headers = _read(scope["headers"])
    question = _question(scope, headers) if headers and pages.is_sure else None
    if not headers or not question:
        return False
    page = pages.get(question)
    if not page:
        storable, article = _described(question.path)
        if not storable:
            return False
        page, said = await _made(question, article, scope, ask)
        if not page:
            for message in said:
                await send(message)
            return True
    await _send(page, send, is_head=scope["method"] == "HEAD", known=headers.get(KNOWN))
    return True


def _read(headers: list[tuple[bytes, bytes]]) -> Headers | None:
    """Those that matter. None if one stands there twice: who knows which of them counts."""
    read: Headers = {}
    for name, value in headers:
        if name in READ:
            if name in read:
                return None
            read[name] = value
    return read


def _question(scope: Scope, headers: Headers) -> Question | None:
    cookies, forwarded = headers.get(COOKIE, b""), headers.get(SCHEME, b"")
    if (
        scope["method"] not in {"GET", "HEAD"}
        or HOST not in headers
        or FRAGMENT in headers
        or forwarded not in SCHEMES
        or any(name in cookies for name in NAMES)  # in a value too: then Django looks closer
    ):
        return None
    encoding = best_encoding(headers.get(ACCEPTED, b"").decode("latin-1"))
    query = _canonical(scope["path"], scope["query_string"])
    if encoding is None or query is None:
        return None
    host = headers[HOST].lower()
    return Question(scope["scheme"], forwarded, host, scope["path"], query, encoding)


def _canonical(path: str, query: bytes) -> str | None:
    """What the page at this path reads of a query, in one order."""
    if not query:
        return ""
    storable, _ = _described(path)
    if not storable or len(query) > LONGEST_QUERY:
        return None
    given = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))  # the last one counts
    return urlencode([(name, given[name]) for name in sorted(storable.parameters & given.keys())])


def _described(path: str) -> tuple[Storable | None, str | None]:
    """What the page at this path depends on, and the article that it belongs to."""
    try:
        found = resolve(path)
    except Resolver404:
        return None, None
    storable = storable_of(found.func)
    return storable, found.kwargs["slug"] if storable and storable.of_article else None


_underway: dict[Question, tuple[Making, asyncio.Task[Made]]] = {}


async def _made(question: Question, article: str | None, scope: Scope, ask: Any) -> Made:
    """Makes the page once for all who ask while it is being made, unless it is outdated by then."""
    making, task = _underway.get(question, (None, None))
    if not task or task.done() or not making or making.is_outdated:
        making = pages.begin(article)
        task = asyncio.create_task(_make(question, making, scope, ask))
        task.add_done_callback(lambda done: _forget(question, done))
        _underway[question] = making, task
    return await asyncio.shield(task)


def _forget(question: Question, task: asyncio.Task[Made]) -> None:
    _, latest = _underway.get(question, (None, None))
    if latest is task:
        del _underway[question]


async def _make(question: Question, making: Making, scope: Scope, ask: Any) -> Made:
    said: list[Message] = []

    async def hear(message: Message) -> None:
        said.append(message)

    await ask(_as_a_guest(question, scope), _nothing_more, hear)
    page = await asyncio.to_thread(_finished, said, question.encoding)
    if page:
        pages.put(question, page, making)
    return page, said


def _as_a_guest(question: Question, scope: Scope) -> Scope:
    headers = [(HOST, question.host)]
    if question.forwarded_scheme:
        headers.append((SCHEME, question.forwarded_scheme))
    query = question.query.encode()
    return {**scope, "method": "GET", "query_string": query, "headers": headers}


async def _nothing_more() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _finished(said: list[Message], encoding: str) -> Page | None:
    """What Django said, encoded, if it is a page for every guest."""
    start, *parts = said
    fields = dict(start["headers"])
    is_public = fields.get(b"cache-control", b"").startswith(b"public")
    if start["status"] != 200 or not is_public or b"set-cookie" in fields:
        return None
    body = encode(b"".join(part["body"] for part in parts), encoding)
    fields[b"content-length"] = str(len(body)).encode()
    if encoding != IDENTITY:
        fields[b"content-encoding"] = encoding.encode()
        fields[b"etag"] = fields[b"etag"][:-1] + f'-{encoding}"'.encode()
    headers = list(fields.items())
    unchanged = [(name, value) for name, value in headers if name not in OF_A_BODY]
    left = lasts(fields.get(b"expires", b"").decode())
    return Page(body, fields[b"etag"].decode(), headers, unchanged, min(LONGEST_AGE, left))


async def _send(page: Page, send: Send, *, is_head: bool, known: bytes | None) -> None:
    is_known = known is not None and has_already(known.decode("latin-1"), page.etag)
    status, headers = (304, page.headers_unchanged) if is_known else (200, page.headers)
    body = b"" if is_known or is_head else page.body
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
