"""A small client that keeps its connections open, for many readers in one thread."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 60  # seconds for one answer
Visit = Callable[[], list[bytes]]  # the requests that a reader makes, one after the other


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Asked:
    """How it went: seconds for each visit, and the answers that none should get."""

    took: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.took) / self.lasted

    def within(self, share: float) -> float:
        """How many seconds so large a share of the visits took at most."""
        ordered = sorted(self.took)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def request(path: str, *, body: bytes | None = None, **headers: str) -> bytes:
    """A request as a proxy in front of the site would pass it on."""
    given = {
        "Host": "localhost",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "127.0.0.1",
        "Accept-Encoding": "br, gzip",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        given["Content-Type"] = "application/x-www-form-urlencoded"
        given["Content-Length"] = str(len(body))
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


class Line:
    """One connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Answer:
        async with asyncio.timeout(PATIENCE):
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(request)
            head = await self.reader.readuntil(b"\r\n\r\n")
            first, *rest = head.decode("latin-1").split("\r\n")[:-2]
            headers = {name.lower(): value for name, value in (row.split(": ", 1) for row in rest)}
            answer = Answer(int(first.split()[1]), headers, await self._body(headers))
        if headers.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self.writer:
            self.writer.close()
            self.writer = None

    async def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await self.reader.readexactly(int(headers.get("content-length", "0")))
        body = b""
        while size := int(await self.reader.readline(), 16):
            body += await self.reader.readexactly(size)
            await self.reader.readline()
        await self.reader.readline()
        return body


async def ask_once(port: int, request: bytes) -> Answer:
    line = Line(port)
    answer = await line.ask(request)
    line.close()
    return answer


async def repeat(
    port: int, visit: Visit, *, seconds: float, most: int, clients: int = 1, pause: float = 0.0
) -> Asked:
    """Makes the visit again and again, until so much time has passed or all have made `most`."""
    asked = Asked()
    start = time.perf_counter()

    async def read() -> None:
        line = Line(port)
        for _ in range(most):
            await take(line, visit(), asked)
            if time.perf_counter() - start > seconds:
                break
            await asyncio.sleep(pause)
        line.close()

    await asyncio.gather(*(read() for _ in range(clients)))
    asked.lasted = time.perf_counter() - start
    return asked


async def take(line: Line, requests: list[bytes], asked: Asked) -> Answer | None:
    """Makes one visit and notes how long it took, or that it failed."""
    answer, start = None, time.perf_counter()
    try:
        for one in requests:
            answer = await line.ask(one)
            if answer.status >= 400:
                asked.errors += 1
                return answer
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        line.close()
        asked.errors += 1
        return None
    asked.took.append(time.perf_counter() - start)
    return answer
