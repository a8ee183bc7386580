"""The one door through which this site asks other machines for something.

A host's name is resolved once, every address that it has is judged, and a judged one is connected
to: whoever changes the name's address in between gains nothing. Nothing private is reached but the
networks of FETCH_ALLOW, no redirect is followed, no proxy asked, and no credentials are sent that
the caller doesn't give. Not for use in a transaction: other machines take their time.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
MOST_BYTES = 1_000_000
CHUNK = 65_536
AT_ONCE = 8
# What `ipaddress` takes for global although it leads to addresses that may not be: NAT64, 6to4,
# Teredo.
LEADS_ELSEWHERE = [
    ipaddress.ip_network(net)
    for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]

# A name server or a peer that drips can't be hurried; the one who waits can be let go.
_askers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetching")


class Unfetched(Exception):
    """There is no answer. The text says why, for logs and for those who gave the address."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes


def fetch(
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = 10,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Asks for `url` by GET, or by POST if there is a `body`; whatever the answer's status.

    Raises Unfetched if the address may not be reached, or if there is no whole answer of at most
    `most_bytes` in `seconds`.
    """
    line: list[socket.socket] = []
    until = monotonic() + seconds
    asked = _askers.submit(_fetch, url, body, dict(headers or {}), until, most_bytes, line)
    try:
        return asked.result(seconds)
    except TimeoutError:
        asked.cancel()
        _hang_up(line)
        raise Unfetched(f"No answer in {seconds:g} seconds.") from None
    except socket.gaierror:
        raise Unfetched("There is no site of this name, or it can’t be found now.") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unfetched(f"No answer: {error}") from error


def _fetch(
    url: str,
    body: bytes | None,
    headers: dict[str, str],
    until: float,
    most_bytes: int,
    line: list[socket.socket],
) -> Answer:
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.username is not None:
        raise Unfetched("Only addresses like https://example.org/ can be asked.")
    port = parts.port or PORTS[parts.scheme]
    peer = _connected(parts.hostname, port, until, is_secret=parts.scheme == "https")
    line.append(peer)
    with peer:
        if isinstance(peer, ssl.SSLSocket):
            peer.do_handshake()
        connection = http.client.HTTPConnection(parts.hostname, port)
        connection.default_port = PORTS[parts.scheme]
        connection.sock = peer
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        fixed = {"Connection": "close", "Accept-Encoding": "identity"}
        connection.request("GET" if body is None else "POST", path, body, headers | fixed)
        with connection.getresponse() as response:
            return _read(response, peer, until, most_bytes)


def _connected(host: str, port: int, until: float, *, is_secret: bool) -> socket.socket:
    family, address = _judged(host, port)
    peer = socket.socket(family, socket.SOCK_STREAM)
    try:
        peer.settimeout(_left(until))
        peer.connect((str(address), port))
        if is_secret:
            context = ssl.create_default_context()
            return context.wrap_socket(peer, server_hostname=host, do_handshake_on_connect=False)
    except OSError:
        peer.close()
        raise
    return peer


def _hang_up(line: list[socket.socket]) -> None:
    for peer in line:
        with suppress(OSError):  # it is closed already
            peer.shutdown(socket.SHUT_RDWR)


Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def _judged(host: str, port: int) -> tuple[socket.AddressFamily, Address]:
    """An address of the host, if none that it has is forbidden."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [(family, ipaddress.ip_address(place[0])) for family, *_, place in found]
    for _, address in addresses:
        if not _is_allowed(address) and not (is_public(address) and port in PORTS.values()):
            raise Unfetched(f"{host} leads to {address}, port {port}, which isn’t to be reached.")
    return addresses[0]


def is_public(address: Address) -> bool:
    """Whether an address leads out of every private network, however it is written."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.scope_id or any(address in network for network in LEADS_ELSEWHERE):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_allowed(address: Address) -> bool:
    return any(address in network for network in settings.FETCH_ALLOW)


def _read(
    response: http.client.HTTPResponse, peer: socket.socket, until: float, most_bytes: int
) -> Answer:
    body = b""
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > most_bytes:
            raise Unfetched(f"The answer has more than {most_bytes} bytes.")
        peer.settimeout(_left(until))
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, body)


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError("too slow")
    return left
