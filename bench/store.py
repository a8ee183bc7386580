"""What an anonymous read costs, in CPU time, beside an application that only sends the same bytes.

    python bench/store.py [--reads 2000]

Loads the sample into a database of its own: SQLite in a temporary folder, or what DATABASE_URL
names, with "test_" before its name. “Called” is what the application takes; “served” is what the
whole process takes, uvicorn included, for a browser in another process that keeps its connection.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(
    DJANGO_SETTINGS_MODULE="forum.settings",
    DEBUG="on",
    DATA_DIR=tempfile.mkdtemp(prefix="rejoinder-bench-"),
)

import uvicorn  # noqa: E402

from forum.asgi import application  # noqa: E402

# isort: split
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from articles.models import Article  # noqa: E402
from forum import sampling  # noqa: E402
from forum.store import pages  # noqa: E402

RENDERINGS = 20
JUNK = 10_000
# What Firefox sends.
HEADERS = {
    "Host": "localhost",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}
BROWSER = """
import http.client, json, sys
port, path, reads, headers = sys.argv[1:]
server = http.client.HTTPConnection("127.0.0.1", int(port))
for _ in range(int(reads)):
    server.request("GET", path, headers=json.loads(headers))
    server.getresponse().read()
"""


class Bare:
    """Sends the same bytes, whatever is asked."""

    def __init__(self, start: dict[str, Any], body: dict[str, Any]) -> None:
        self.messages = start, body

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        for message in self.messages:
            await send(message)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reads", type=int, default=2000)
    reads = parser.parse_args().reads
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        sampling.load()
        _measure(max(Article.objects.all(), key=_length).get_absolute_url(), reads)
    finally:
        teardown_databases(databases, verbosity=0)


def _length(article: Article) -> int:
    return article.discussion.comments.count()


def _measure(path: str, reads: int) -> None:
    rendered = _call(application, path, RENDERINGS)  # nobody watches yet: the store is silent
    server, port = _serve(application)
    while not pages.is_sure:
        time.sleep(0.01)
    start, body = asyncio.run(_ask(application, path, 1))
    etag = dict(start["headers"])[b"etag"].decode()
    bare = Bare(start, body)
    _, bare_port = _serve(bare)
    print(f"{path}: {len(body['body']):,} bytes in brotli; milliseconds of CPU for each read")
    print(f"{'':24}{'called':>8}{'served':>8}")
    _tell("made by Django", rendered)
    for name, app, at, known in (
        ("from the store", application, port, ""),
        ("from the store, 304", application, port, etag),
        ("bare application", bare, bare_port, ""),
    ):
        _tell(name, _call(app, path, reads, known), _request(at, path, reads, known))
    _tell(f"{JUNK:,} made-up queries", _call(application, path, JUNK, junk=True))
    print(f"The store holds {len(pages)} pages, {pages.size:,} bytes.")
    server.should_exit = True


def _tell(name: str, *costs: float) -> None:
    print(f"{name:24}" + "".join(f"{cost:8.3f}" for cost in costs))


def _serve(app: Any) -> tuple[uvicorn.Server, int]:
    door = socket.create_server(("127.0.0.1", 0))
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as `serve` does it
    lifespan = "off" if isinstance(app, Bare) else "on"
    config = uvicorn.Config(app, log_level="warning", lifespan=lifespan, access_log=False)
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True).start()
    return server, door.getsockname()[1]


def _call(app: Any, path: str, times: int, known: str = "", junk: bool = False) -> float:
    return _cost(lambda: asyncio.run(_ask(app, path, times, known, junk)), times)


async def _ask(
    app: Any, path: str, times: int, known: str = "", junk: bool = False
) -> list[dict[str, Any]]:
    """What is sent at the last time."""
    headers = HEADERS | ({"If-None-Match": known} if known else {})
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    for number in range(times):
        sent.clear()
        query = f"{number}=junk".encode() if junk else b""
        await app({**scope, "query_string": query}, receive, send)
    return sent


def _request(port: int, path: str, times: int, known: str) -> float:
    headers = HEADERS | ({"If-None-Match": known} if known else {})
    told = [str(port), path, str(times), json.dumps(headers)]
    return _cost(lambda: subprocess.run([sys.executable, "-c", BROWSER, *told], check=True), times)


def _cost(do: Any, times: int) -> float:
    began = time.process_time()
    do()
    return (time.process_time() - began) / times * 1000


if __name__ == "__main__":
    main()
