"""A real browser, and the site served as `make run` serves it."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
import uvicorn
from django.conf import settings as django_settings
from django.db import connections
from playwright.sync_api import Page, expect

from articles.models import Article
from forum.models import Member

# Playwright's synchronous interface keeps an event loop in the test's thread; Django takes that
# for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
PATIENCE = 60_000  # ms: nothing is late because the machine is busy
expect.set_options(timeout=PATIENCE)
NO_CHROMIUM = "There is no Chromium: install it (Debian: apt-get install chromium)."
QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker("browser")
            if not CHROMIUM and not os.environ.get("CI"):
                reason = f"{NO_CHROMIUM} Or name it in CHROMIUM."
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not CHROMIUM:
        pytest.fail(NO_CHROMIUM)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture
def server(committed_db: None) -> Iterator[str]:
    """The address of the site, served through its own ASGI entry."""
    from forum.asgi import application, pages
    from forum.streams import streams

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    running = threading.Event()
    config = uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1)
    site = _Site(config, running)
    thread = threading.Thread(target=site.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert running.wait(PATIENCE / 1000), "The server did not start."
    yield f"http://localhost:{listener.getsockname()[1]}"
    streams.close_all()
    site.should_exit = True
    thread.join(10)
    _close_connections(pages.executor)


def _close_connections(workers: ThreadPoolExecutor) -> None:
    """In every thread that served: a page that was left half-way still holds its connection."""
    everybody = threading.Barrier(workers._max_workers)

    def close() -> None:
        connections.close_all()
        everybody.wait(10)

    wait([workers.submit(close) for _ in range(workers._max_workers)])


class _Site(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, running: threading.Event) -> None:
        super().__init__(config)
        self.running = running

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.running.set()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page whose script errors and breaches of the Content-Security-Policy fail the test."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    page.set_default_timeout(PATIENCE)
    yield page
    assert complaints == []


@pytest.fixture
def tram(server: str, article: Article) -> str:
    return f"{server}{article.get_absolute_url()}"


@pytest.fixture
def log_in(server: str) -> Callable[[Page, Member], None]:
    """Gives a browser the session of a member, as logging in would."""

    def log_in(page: Page, member: Member) -> None:
        from django.test import Client

        client = Client()
        client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": server}]
        )

    return log_in
