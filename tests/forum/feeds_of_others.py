"""A web with a feed in it, for tests of what asks for one."""

from collections.abc import Mapping
from typing import Any

import pytest

from articles import pages
from articles.fetching import Answer

FEED = "https://gazette.example/feed"
FERRY = "https://gazette.example/ferry"
WORDS = (
    "The last ferry of the evening used to leave at ten. Whoever came by the late train saw its "
    "lights from the platform, and then walked home along the shore."
)
MORE = (
    "Since April it waits for eleven minutes. The crew drinks tea, the harbour master looks at the "
    "clock, and nobody has complained yet about the tea or about the clock."
)
PAGE = f"""<html lang="en"><head><title>Ferries</title></head><body><article><h1>Ferries</h1>
<p>{WORDS}</p><p>{MORE}</p></article></body></html>"""


def feed_of(words: str) -> str:
    return f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Gazette</title><item><title>The ferry that waits</title>
<link>{FERRY}</link><guid>ferry-1</guid>{words}</item></channel></rss>"""


WHOLE = feed_of(f"<content:encoded><![CDATA[<p>{WORDS}</p>]]></content:encoded>")
SUMMARY = feed_of("<description>A ferry waits.</description>")


class Web(dict[str, str]):
    """What stands at which address, and what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.pauses: dict[str, str] = {}  # for how long an address wants to be left in peace

    def fetch(self, url: str, *, headers: Mapping[str, str], **limits: Any) -> Answer:
        self.asked.append(url)
        if url in self.pauses:
            return Answer(429, {"retry-after": self.pauses[url]}, b"")
        body = self.get(url)
        if body is None:
            return Answer(404, {}, b"")
        etag = f'"{hash(body)}"'
        if headers.get("If-None-Match") == etag:
            return Answer(304, {}, b"")
        return Answer(200, {"etag": etag}, body.encode())


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, db: None) -> Web:
    web = Web()
    monkeypatch.setattr(pages, "fetch", web.fetch)
    return web
