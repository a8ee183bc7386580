"""What a browser takes and what it has already (RFC 9110, sections 12.5.3 and 13.1.2)."""

import gzip

import brotli

BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"
OURS = [BROTLI, GZIP, IDENTITY]  # the best first
LONGEST = 200  # characters of an Accept-Encoding that are worth looking at
UNNAMED = 0.0001  # the weight of sending it as it is where nobody speaks of that


def best_encoding(accepted: str) -> str | None:
    """What of ours an Accept-Encoding header likes best; None if it takes nothing of it."""
    if len(accepted) > LONGEST:
        return IDENTITY
    weights = dict(_weight(part) for part in accepted.lower().split(","))
    others = {BROTLI: 0.0, GZIP: 0.0, IDENTITY: UNNAMED}
    known = {name: weights.get(name, weights.get("*", others[name])) for name in OURS}
    best = max(OURS, key=known.__getitem__)  # the first of equals
    return best if known[best] > 0 else None


def encode(body: bytes, encoding: str) -> bytes:
    """At levels at which a page takes some milliseconds, once."""
    if encoding == BROTLI:
        return brotli.compress(body, quality=5)
    if encoding == GZIP:
        return gzip.compress(body, compresslevel=6, mtime=0)
    return body


def has_already(known: str, etag: str) -> bool:
    """Whether an If-None-Match header names the ETag; proxies that compress weaken it."""
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    return etag in tags or "*" in tags


def _weight(part: str) -> tuple[str, float]:
    name, _, parameter = part.partition(";")
    if not parameter.strip():
        return name.strip(), 1.0
    key, _, value = parameter.partition("=")
    try:
        return name.strip(), float(value) if key.strip() == "q" else 0.0
    except ValueError:
        return name.strip(), 0.0
