"""One address for one page, however it is written: what a piece is known by on the web. Pure."""

import re
from contextlib import suppress
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

LONGEST = 1000
# What tells where a reader came from, and nothing of what they read.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|twclid|igshid|yclid|mc_[ce]id|mkt_tok|_ga|_gl"
    r"|ref|ref_src|cmpid|ncid|icid|spm|s_cid|at_(medium|campaign)\w*"
)
AMP = re.compile(r"amp|outputtype")
FRAGMENTS = re.compile(
    # WordPress and Disqus, isso, remark42, Commento and Comentario
    r"(?:comment|isso|remark42__comment|commento|comentario)-([\w.-]+)"
)


def canonical(address: str) -> str:
    """The address without scheme, `www.`, trailing slash, fragment, tracking parameters and AMP:
    "example.org/2026/ferry?p=3". Empty if it is no address of the web.

    The scheme is left out because one site answers under both; the order of parameters doesn't
    matter; capital letters in a path do.
    """
    address = address.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return ""
    host = _host(parts.hostname)
    if port and port not in {80, 443}:
        host = f"{host}:{port}"
    query = _query(parts.query)
    return f"{host}{_path(parts.path)}{'?' if query else ''}{query}"[:LONGEST]


def comment_named(fragment: str) -> str:
    """What a fragment of an old page calls a comment: "123" for "comment-123"; or nothing."""
    named = FRAGMENTS.fullmatch(fragment.removeprefix("#"))
    return named[1] if named else ""


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if not host.isascii():
        with suppress(UnicodeError):  # then it is no name that anybody has, but a name
            host = host.encode("idna").decode()
    return re.sub(r"^(?:www\d?|amp|m)\.(?=[^.]+\.)", "", host)


def _path(path: str) -> str:
    # Once decoded: "%c3%a9", "%C3%A9" and "é" are one letter to every browser.
    path = re.sub(r"/{2,}", "/", unquote(path, errors="replace"))
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?)$", "/", path)
    path = re.sub(r"/amp/?$|^/amp(?=/.)", "", path)
    path = re.sub(r"\.amp(?=\.html?$|$)", "", path)
    return path.rstrip("/")


def _query(query: str) -> str:
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=None)
        if not TRACKING.fullmatch(name.lower()) and not AMP.fullmatch(name.lower())
    ]
    return urlencode(sorted(kept))
