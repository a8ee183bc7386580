"""Pages that are fetched, from machines that lead elsewhere and from some that mean harm."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_network
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from articles.fetching import Unfetched
from articles.pages import Robots, fetch_page

ROBOTS = b"User-agent: Rejoinder\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n"


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path, _, to = self.path.partition("?to=")
        hops = path.removeprefix("/hops/")
        if path == "/go":
            self._lead(to)
        elif hops.isdecimal() and int(hops):
            self._lead(f"/hops/{int(hops) - 1}")
        elif path == "/picture":
            self._say(b"GIF89a", "image/gif")
        elif path == "/gone":
            self.send_error(404)
        elif path == "/packed":
            self._say(gzip.compress(b"<p>Rain"), "text/html", ("Content-Encoding", "gzip"))
        elif path == "/bomb":
            self._say(gzip.compress(b"0" * 20_000_000), "text/html", ("Content-Encoding", "gzip"))
        elif path == "/same" and self.headers["If-None-Match"] == '"1"':
            self.send_response(304)
            self.end_headers()
        elif path == "/robots.txt":
            self._say(ROBOTS, "text/plain")
        else:
            said = f"{self.path} {self.headers['User-Agent']} {self.headers['Cookie']}"
            self._say(said.encode(), "text/html; charset=ISO-8859-1")

    def _lead(self, to: str) -> None:
        self.send_response(301)
        self.send_header("Location", to)
        self.send_header("Set-Cookie", "a=b")
        self.end_headers()

    def _say(self, body: bytes, kind: str, *more: tuple[str, str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for name, value in more:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: Any) -> None:
        """Not into the tests' output."""


@pytest.fixture
def site(settings: Settings) -> Iterator[str]:
    settings.FETCH_ALLOW = [ip_network("127.0.0.1/32")]
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_comes_with_its_address_and_its_letters(site: str) -> None:
    page = fetch_page(f"{site}/go?to=/tram#top")
    assert page.address == f"{site}/tram"
    assert page.charset == "iso-8859-1"
    assert page.body == b"/tram Rejoinder None"


def test_three_redirects_are_followed_and_no_more(site: str) -> None:
    assert fetch_page(f"{site}/hops/3").address == f"{site}/hops/0"
    with pytest.raises(Unfetched, match="more than 3 redirects"):
        fetch_page(f"{site}/hops/4")


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:80/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "//user:word@127.0.0.1/",
        "http://[",
    ],
)
def test_a_redirect_is_judged_like_the_address_itself(site: str, to: str) -> None:
    with pytest.raises(Unfetched):
        fetch_page(f"{site}/go?to={to}")
    assert fetch_page(f"{site}/go?to={site}/tram").body


@pytest.mark.parametrize("path", ["/picture", "/gone", "/bomb"])
def test_what_is_no_page_is_refused_with_a_sentence(site: str, path: str) -> None:
    with pytest.raises(Unfetched, match=r"\.$"):
        fetch_page(site + path)


def test_a_packed_page_is_unpacked(site: str) -> None:
    assert fetch_page(f"{site}/packed").body == b"<p>Rain"


def test_an_address_may_have_letters_of_any_script(site: str) -> None:
    assert fetch_page(f"{site}/كتب a").body.startswith(b"/%D9%83%D8%AA%D8%A8%20a ")


def test_what_has_not_changed_is_not_sent_again(site: str) -> None:
    assert fetch_page(f"{site}/same", headers={"If-None-Match": '"1"'}).is_unchanged
    assert not fetch_page(f"{site}/same").is_unchanged


def test_a_site_says_what_may_be_polled(site: str) -> None:
    assert Robots().allow(f"{site}/feed.xml")
    assert not Robots().allow(f"{site}/private/feed.xml")


def test_a_site_that_can_not_be_asked_is_not_polled(settings: Settings) -> None:
    settings.FETCH_ALLOW = []
    assert not Robots().allow("http://127.0.0.1:9/feed.xml")
