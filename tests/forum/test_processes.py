"""Several processes that serve one site, and what becomes of readers when one of them is killed."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from articles.models import Article
from forum.models import Comment, Member
from forum.posting import post

ROOT = Path(__file__).resolve().parent.parent.parent
SERVE = """
import socket, sys, uvicorn
from forum.asgi import application
door = socket.socket(fileno=int(sys.argv[1]))
uvicorn.Server(uvicorn.Config(application, log_level="error")).run(sockets=[door])
"""
PATIENCE = 60  # seconds; who asks before the site serves waits at its door
CSRF = "b" * 32


class Site:
    """A process that serves. Its door stays open while it is dead."""

    def __init__(self, number: int) -> None:
        self.name = f"site-{number}-of-{os.getpid()}"
        self.door = socket.create_server(("127.0.0.1", 0))
        self.lines: list[HTTPConnection] = []
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.door.fileno())],
            cwd=ROOT,
            pass_fds=[self.door.fileno()],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "forum.settings",
                "DATABASE_URL": database_url(),
                "DEBUG": "on",
                "SECRET_KEY": settings.SECRET_KEY,  # so that sessions made here hold there
                "PGAPPNAME": self.name,
            },
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()
        for line in self.lines:
            line.close()
        self.door.close()

    def line(self) -> HTTPConnection:
        port = self.door.getsockname()[1]
        self.lines.append(HTTPConnection("localhost", port, timeout=PATIENCE))
        return self.lines[-1]

    def guests_page(self, article: Article) -> str:
        line = self.line()
        line.request("GET", article.get_absolute_url())
        answer = line.getresponse()
        assert answer.status == 200
        return answer.read().decode()

    def post(self, article: Article, *, by: Member, body: str) -> Comment:
        browser = Client()
        browser.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        line = self.line()
        line.request(
            "POST",
            f"{article.get_absolute_url()}comments/",
            urlencode({"body": body, "csrfmiddlewaretoken": CSRF}),
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}",
            },
        )
        assert line.getresponse().status == 303
        return Comment.objects.get(body=body)


class Reader:
    """Follows a discussion as a browser does, and connects again from where it was."""

    def __init__(self, site: Site, article: Article) -> None:
        self.site, self.path = site, f"/live{article.get_absolute_url()}"
        self.heard: list[str] = []
        self.cursor = ""
        self.connect()

    def connect(self) -> None:
        line = self.site.line()
        known = {"Last-Event-ID": self.cursor} if self.cursor else {}
        line.request("GET", self.path, headers=known)
        self.answer = line.getresponse()
        assert self.answer.status == 200
        while not self.listen().startswith("id:"):
            pass

    def until(self, comment: Comment) -> None:
        while said(comment) not in self.heard:
            self.listen()

    def until_cut_off(self) -> None:
        try:
            while self.listen():
                pass
        except (OSError, HTTPException):
            pass

    def listen(self) -> str:
        line = self.answer.readline().decode()
        if line.startswith("id: "):
            self.cursor = line.removeprefix("id: ").strip()
        if line.startswith("data: "):
            self.heard.append(line.removeprefix("data: ").strip())
        return line


def database_url() -> str:
    """Of the database that the test uses."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}"
    return f"postgres://{who}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def said(comment: Comment) -> str:
    return f'{{"comment": {comment.pk}}}'


@pytest.fixture
def serve(committed_db: None) -> Iterator[Callable[[], Site]]:
    """Begins to serve the site in one more process."""
    sites: list[Site] = []

    def serve() -> Site:
        sites.append(Site(len(sites)))
        return sites[-1]

    yield serve
    for site in sites:
        site.close()


def test_what_is_posted_in_one_process_is_told_and_shown_by_the_other(
    serve: Callable[[], Site], article: Article, ada: Member
) -> None:
    here, there = serve(), serve()
    reader = Reader(there, article)
    assert "So be it." not in there.guests_page(article)
    posted = here.post(article, by=ada, body="So be it.")
    reader.until(posted)
    assert "So be it." in there.guests_page(article)
    assert reader.heard == [said(posted)]


def test_a_reader_of_a_server_that_was_killed_misses_nothing_and_hears_nothing_twice(
    serve: Callable[[], Site], article: Article, ada: Member, bob: Member
) -> None:
    site = serve()
    reader = Reader(site, article)
    first = site.post(article, by=ada, body="Before it is killed.")
    reader.until(first)
    second = site.post(article, by=ada, body="Just before it is killed.")
    site.kill()
    reader.until_cut_off()
    third = post(article.discussion, author=bob, body="While it is dead.")
    site.start()
    reader.connect()
    fourth = site.post(article, by=bob, body="Afterwards.")
    reader.until(fourth)
    assert reader.heard == [said(comment) for comment in (first, second, third, fourth)]


def test_a_server_whose_connections_the_database_ends_goes_on(
    serve: Callable[[], Site], article: Article, ada: Member
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connections that somebody else could end.")
    site = serve()
    reader = Reader(site, article)
    site.guests_page(article)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
            [site.name],
        )
        assert cursor.fetchall()
    posted = site.post(article, by=ada, body="Still here.")
    reader.until(posted)
    assert reader.heard == [said(posted)]
    assert "Still here." in site.guests_page(article)
