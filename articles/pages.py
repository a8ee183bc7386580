"""Web pages and feeds, asked for through the one door (articles.fetching)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from zlib import MAX_WBITS, decompressobj
from zlib import error as ZlibError

from django.utils.encoding import iri_to_uri

from articles.fetching import Answer, Unfetched, fetch

AGENT = "Rejoinder"
MOST_BYTES = 10_000_000
MOST_ROBOTS_BYTES = 500_000
SECONDS = 20.0
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 3
NOT_MODIFIED = 304
GZIP = MAX_WBITS + 16
NOTHING = ["User-agent: *", "Disallow: /"]  # is allowed
NO_PAUSE = timedelta(0)
READ = ("html", "xml", "text/plain", "text/markdown", "rss", "atom")


@dataclass(frozen=True)
class Page:
    """What was found, and where: the address after the last redirect."""

    address: str
    body: bytes
    charset: str
    """What the server said; empty if nothing."""
    headers: Mapping[str, str]  # names in small letters
    is_unchanged: bool = False
    """Nothing new since what the headers asked about (conditional requests): no body."""


def fetch_page(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Page:
    """The page at `url`, or at the end of at most three redirects, each judged like `url`.

    Asks as what we are, without cookies. Raises Unfetched with a sentence if there is no such page,
    or if it is no text. The time is for all of it together.
    """
    accepted = {"Accept": "text/html, application/xml;q=0.9, text/*;q=0.8"}
    address, answer = follow(
        url, headers=accepted | dict(headers or {}), seconds=seconds, most_bytes=most_bytes
    )
    return page_of(address, answer, most_bytes=most_bytes)


def follow(
    url: str, *, headers: Mapping[str, str] | None = None, seconds: float, most_bytes: int
) -> tuple[str, Answer]:
    """What is answered, whatever it is, at the end of the redirects, and the address there."""
    until = monotonic() + seconds
    asked = {"User-Agent": AGENT, **(headers or {})}
    address = _asked(url)
    for _ in range(MOST_REDIRECTS + 1):
        left = max(until - monotonic(), 0.01)
        answer = fetch(address, headers=asked, seconds=left, most_bytes=most_bytes)
        if answer.status not in REDIRECTS:
            return address, answer
        address = _asked(answer.headers.get("location", ""), address)
    raise Unfetched(f"There are more than {MOST_REDIRECTS} redirects.")


def page_of(address: str, answer: Answer, *, most_bytes: int = MOST_BYTES) -> Page:
    """The page in an answer. Raises Unfetched with a sentence if it is no page of text."""
    if answer.status == NOT_MODIFIED:
        return Page(address, b"", "", answer.headers, is_unchanged=True)
    if answer.status != 200:
        raise Refused(answer.status, _pause(answer.headers.get("retry-after", "").strip()))
    kind, _, parameters = answer.headers.get("content-type", "").lower().partition(";")
    if kind.strip() and not any(name in kind for name in READ):
        raise Unfetched(f"This is {kind.strip()}, not a page of text.")
    charset = parameters.partition("charset=")[2].partition(";")[0].strip().strip("\"'")
    return Page(address, _unpacked(answer, most_bytes), charset, answer.headers)


class Robots:
    """What the robots.txt of sites lets us ask for again and again; each is asked for once. One
    that isn't there allows everything; one that can't be read now, nothing."""

    def __init__(self) -> None:
        self._of_sites: dict[str, RobotFileParser] = {}

    def allow(self, url: str) -> bool:
        place = urljoin(url, "/robots.txt")
        if place not in self._of_sites:
            self._of_sites[place] = _rules(place)
        return self._of_sites[place].can_fetch(AGENT, url)


class Refused(Unfetched):
    """There is an answer, and it is no page. `pause`: for how long the site wants to be left in
    peace (Retry-After, RFC 9110)."""

    def __init__(self, status: int, pause: timedelta = NO_PAUSE) -> None:
        super().__init__(f"The site answers {status}, not with a page.")
        self.status = status
        self.pause = pause


def _rules(place: str) -> RobotFileParser:
    try:
        page = fetch_page(place, most_bytes=MOST_ROBOTS_BYTES)
        lines = page.body.decode("utf-8", errors="replace").splitlines()
    except Refused as refusal:
        lines = [] if 400 <= refusal.status < 500 else NOTHING
    except Unfetched:
        lines = NOTHING
    rules = RobotFileParser()
    rules.parse(lines)
    return rules


def _pause(asked_for: str) -> timedelta:
    """Of seconds, or of a date; none of what is neither."""
    if asked_for.isascii() and asked_for.isdigit():
        return timedelta(seconds=int(asked_for[:9]))
    try:
        until = parsedate_to_datetime(asked_for)
    except ValueError:
        return NO_PAUSE
    return max(until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC), NO_PAUSE)


def _asked(address: str, base: str = "") -> str:
    """The address as it is asked for: letters that addresses don't have are written as theirs."""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
    except ValueError as error:
        raise Unfetched(f"This is no address: {error}.") from error
    path, query = iri_to_uri(parts.path) or "/", iri_to_uri(parts.query)
    return parts._replace(path=path, query=query, fragment="").geturl()


def _unpacked(answer: Answer, most_bytes: int) -> bytes:
    """What some servers pack although they were asked not to."""
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        return answer.body
    if packing not in ("gzip", "x-gzip"):
        raise Unfetched(f"The page is packed in a way that we can’t read ({packing}).")
    try:
        body = decompressobj(GZIP).decompress(answer.body, most_bytes + 1)
    except ZlibError as error:
        raise Unfetched("The page is packed, and broken.") from error
    if len(body) > most_bytes:
        raise Unfetched(f"The answer has more than {most_bytes} bytes.")
    return body
