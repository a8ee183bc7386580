"""Many readers who follow one article, in a process of their own: what they do isn't to slow down
those who read pages meanwhile.

    python bench/following.py PORT PATH READERS

Says so when all are there. Then it reads which comments they should hear of, waits until they have,
for a minute at most, and says what they heard: for each comment the moments, by the machine's
monotonic clock, at which a reader heard of it.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict
from contextlib import suppress

from asking import request

TOLD = re.compile(rb'data: {"comment": (\d+)}')
AT_A_TIME = 100
LONGEST = 60.0  # seconds


class Follower(asyncio.Protocol):
    heard: defaultdict[int, list[float]] = defaultdict(list)

    def __init__(self) -> None:
        self.is_there = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        for comment in TOLD.findall(data):
            self.heard[int(comment)].append(now)
        if b"id: " in data and not self.is_there.done():
            self.is_there.set_result(None)


async def main(port: int, path: str, number: int) -> None:
    loop = asyncio.get_running_loop()

    async def follow() -> asyncio.Transport:
        transport, follower = await loop.create_connection(Follower, "127.0.0.1", port)
        transport.write(request(f"/live{path}"))
        await follower.is_there
        return transport

    lines: list[asyncio.Transport] = []
    while len(lines) < number:
        few = min(AT_A_TIME, number - len(lines))
        lines += await asyncio.gather(*(follow() for _ in range(few)))
    print("All are there.", flush=True)
    wanted = json.loads(await asyncio.to_thread(sys.stdin.read))
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            while any(len(Follower.heard[comment]) < number for comment in wanted):
                await asyncio.sleep(0.1)
    print(json.dumps({comment: Follower.heard[comment] for comment in wanted}))
    for line in lines:
        line.abort()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
