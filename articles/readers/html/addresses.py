"""Addresses of links and pictures: of those that can be read or seen, nothing else."""

import re
from urllib.parse import urljoin, urlsplit

LONGEST = 2_000
# Browsers leave these out wherever they stand: "java\tscript:" is no relative address.
LEFT_OUT = re.compile(r"[\t\n\r]")
AROUND = "".join(map(chr, range(0x21)))
FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f<>\"`\\\u2028\u2029\u202a-\u202e\u2066-\u2069]")
ENCODED = {" ": "%20", '"': "%22", "<": "%3C", ">": "%3E", "`": "%60", "\\": "/"}


def link(href: str | None, base: str = "") -> str:
    """The whole address, if it is http, https or mailto; "" for all else, and for places on the
    same page."""
    address = _cleaned(href)
    if not address or address.startswith("#"):
        return ""
    if address[:7].lower() == "mailto:":
        return address if "@" in address else ""
    return _on_the_web(address, base)


def picture(source: str | None, base: str = "") -> str:
    """The whole address of a picture on the web; "" for all else."""
    address = _cleaned(source)
    return _on_the_web(address, base) if address and not address.startswith("#") else ""


def _cleaned(address: str | None) -> str:
    if not address or len(address) > LONGEST:
        return ""
    whole = LEFT_OUT.sub("", address).strip(AROUND)
    return "".join(ENCODED.get(letter, letter) for letter in whole)


def _on_the_web(address: str, base: str) -> str:
    try:
        whole = urljoin(base, address)
        parts = urlsplit(whole)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or FORBIDDEN.search(whole):
        return ""
    return whole if len(whole) <= LONGEST else ""
