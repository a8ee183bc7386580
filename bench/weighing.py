"""How many bytes a page is, and what it brings with it."""

import gzip
import re
from posixpath import dirname, join, normpath
from typing import NamedTuple

import brotli
from asking import ask_once, request

COUNT = re.compile(r'data-comment-count="(\d+)"')
STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPTS = re.compile(r'<script[^>]* src="([^"]+)"')
IMPORTS = re.compile(r'(?:from|import)\s*"(\.[^"]+)"')


class Weight(NamedTuple):
    plain: int
    gzip: int
    brotli: int
    sent: int
    encoding: str
    styles: tuple[int, int]  # files, bytes as sent
    scripts: tuple[int, int]


async def weigh(port: int, path: str) -> Weight:
    html = (await ask_once(port, request(path, Accept_Encoding="identity"))).body
    sent = await ask_once(port, request(path))
    text = html.decode()
    styles = [await _fetch(port, address) for address in STYLES.findall(text)]
    return Weight(
        plain=len(html),
        gzip=len(gzip.compress(html, 6)),
        brotli=len(brotli.compress(html, quality=5)),
        sent=len(sent.body),
        encoding=sent.headers.get("content-encoding", "not compressed"),
        styles=(len(styles), sum(size for size, _ in styles)),
        scripts=await _modules(port, SCRIPTS.findall(text)),
    )


async def counted_on(port: int, asking: bytes) -> int:
    """The number of comments that a page says there are."""
    answer = await ask_once(port, asking)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}
    body = unpack.get(answer.headers.get("content-encoding", ""), bytes)(answer.body)
    found = COUNT.search(body.decode())
    return int(found[1]) if found else -1


async def _modules(port: int, addresses: list[str]) -> tuple[int, int]:
    """The scripts and all that they import."""
    sizes: dict[str, int] = {}
    wanted = list(addresses)
    while wanted:
        address = wanted.pop()
        if address not in sizes:
            sizes[address], source = await _fetch(port, address)
            wanted += [normpath(join(dirname(address), name)) for name in IMPORTS.findall(source)]
    return len(sizes), sum(sizes.values())


async def _fetch(port: int, path: str) -> tuple[int, str]:
    """A static file: its bytes as sent, and what it says."""
    sent = await ask_once(port, request(path))
    plain = await ask_once(port, request(path, Accept_Encoding="identity"))
    return len(sent.body), plain.body.decode()
