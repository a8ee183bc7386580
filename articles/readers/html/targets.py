"""Where links in other people's HTML lead."""

import re
from urllib.parse import parse_qs, quote, unquote, urlsplit

WEB = re.compile(r"https?://[^/?#:@\s]|mailto:[^/?#\s]+@", re.IGNORECASE)
LINE_BREAK = re.compile(r"[\t\n\r]")
LONGEST = 2_000
DISQUS = re.compile(r"https?://disq\.us/url\?", re.IGNORECASE)
HASH = re.compile(r":[\w-]{10,40}$")


def address(href: str) -> str:
    """The address as Markdown can have it; empty if it leads to no web page or mail address."""
    href = LINE_BREAK.sub("", href.strip())
    if href.startswith("//"):
        href = f"https:{href}"
    if DISQUS.match(href):
        href = _behind_disqus(href)
    if not WEB.match(href):
        return ""
    safe = quote(href, safe="!#$%&'()*+,/:;=?@[]~-._")
    return safe if len(safe) <= LONGEST else ""


def file_name(href: str) -> str:
    """The last part of an address: what an image without a description is called."""
    return unquote(href.partition("?")[0].rstrip("/").rpartition("/")[2])[:100]


def _behind_disqus(href: str) -> str:
    """Disqus leads its readers' clicks through an address of its own, with a hash behind it."""
    try:
        behind = parse_qs(urlsplit(href).query).get("url", [""])[0]
    except ValueError:
        return href
    return HASH.sub("", behind) or href
