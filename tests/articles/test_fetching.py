"""What this site may ask of other machines, and how long it waits."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
from pytest_django import Settings

from articles.fetching import Unfetched, fetch, is_public

HOME = [ip_network("127.0.0.0/8")]


class Peer(BaseHTTPRequestHandler):
    """Says what it was asked, leads elsewhere, or drips."""

    def do_GET(self) -> None:
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/")
            self.end_headers()
            return
        self._say(f"{self.command} {self.path} {self.headers['Host']}".encode())

    def do_POST(self) -> None:
        self._say(self.rfile.read(int(self.headers["Content-Length"])))

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("X-Kind", "peer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: Any) -> None:
        """Not into the tests' output."""


@pytest.fixture
def peer(settings: Settings) -> Iterator[str]:
    """A machine in a private network that may be reached."""
    settings.FETCH_ALLOW = HOME
    server = HTTPServer(("127.0.0.1", 0), Peer)
    thread = Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def dripping(drop: bytes) -> Iterator[int]:
    """A machine that says a little, again and again, and never comes to an end."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            line, _ = listening.accept()
            with line:
                try:
                    while not over.wait(0.02):
                        line.sendall(drop)
                except OSError:
                    return

        thread = Thread(target=drip)
        thread.start()
        yield listening.getsockname()[1]
        over.set()
        thread.join()


def test_what_is_asked_arrives_and_so_does_the_answer(peer: str) -> None:
    answer = fetch(f"{peer}/a?b=c#d")
    assert answer.body.decode() == f"GET /a?b=c {peer.removeprefix('http://')}"
    assert (answer.status, answer.headers["x-kind"]) == (200, "peer")
    assert fetch(peer, body=b"said", headers={"X-Name": "Ada"}).body == b"said"


def test_nobody_is_followed_elsewhere(peer: str) -> None:
    answer = fetch(f"{peer}/elsewhere")
    assert (answer.status, answer.body) == (302, b"")


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://0/", "http://2130706433/"),
        *("http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/"),
        *("http://10.1.2.3/", "http://169.254.169.254/", "http://100.64.0.1/"),
        *("http://93.184.215.14:22/", "ftp://example.org/", "file:///etc/passwd", "//example.org/"),
        *("http://ada:secret@example.org/", "http://", "http://example.org:port/"),
    ],
)
def test_what_is_private_is_not_reached(address: str) -> None:
    with pytest.raises(Unfetched):
        fetch(address, seconds=1)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("::ffff:93.184.215.14", True),
        *((private, False) for private in ("192.168.1.1", "172.16.0.1", "224.0.0.1", "240.0.0.1")),
        *((private, False) for private in ("fe80::1", "fc00::1", "::7f00:1", "ff02::1")),
        *((hidden, False) for hidden in ("64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00::1")),
    ],
)
def test_addresses_are_told_apart(address: str, expected: bool) -> None:
    assert is_public(ip_address(address)) == expected


def test_a_name_with_one_private_address_is_not_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def resolve(host: str, port: int, **more: Any) -> list[Any]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("93.184.215.14", port)), (*kind, ("10.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(Unfetched, match=r"10\.0\.0\.1"):
        fetch("http://two-faced.example/")


@pytest.mark.parametrize(
    "drop", [b"HTTP/1.1 200 OK\r\n\r\n.", b"H", b"HTTP/1.1 200 OK\r\nX: y\r\n"]
)
def test_who_drips_is_not_waited_for(drop: bytes, settings: Settings) -> None:
    settings.FETCH_ALLOW = HOME
    with dripping(drop) as port:
        start = monotonic()
        with pytest.raises(Unfetched):
            fetch(f"http://127.0.0.1:{port}/", seconds=0.3)
        assert monotonic() - start < 30


def test_too_long_an_answer_is_left_unread(peer: str) -> None:
    assert len(fetch(peer, body=b"x" * 1000, most_bytes=1000).body) == 1000
    with pytest.raises(Unfetched, match="more than 1000 bytes"):
        fetch(peer, body=b"x" * 1001, most_bytes=1000)


def test_nothing_can_be_put_between_the_lines(peer: str) -> None:
    with pytest.raises(Unfetched):
        fetch(f"{peer}/ HTTP/1.1\r\nX: y")
    with pytest.raises(Unfetched):
        fetch(peer, headers={"X": "y\r\nZ: z"})


def test_a_name_that_nobody_has_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*asked: Any, **more: Any) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(Unfetched, match="There is no site of this name"):
        fetch("https://nowhere.example/")
