"""A server under measurement, and the processor time that it and its database take."""

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "bench-site"  # of its connections to PostgreSQL


class Server:
    """An application behind uvicorn, as `manage.py serve` has it. Ends with its `with` block."""

    def __init__(self, application: str, *, folder: Path = ROOT, **environ: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", application),
                *("--host", "127.0.0.1", "--port", str(self.port)),
                *("--log-level", "warning", "--no-proxy-headers"),
                *("--timeout-graceful-shutdown", "3"),
            ],
            cwd=folder,
            env={**os.environ, "PGAPPNAME": NAME, **environ},
        )

    def __enter__(self) -> "Server":
        for _ in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.__exit__()
        raise SystemExit("A server to be measured does not start.")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def seconds(self) -> float:
        """The processor time that it has taken since it started."""
        return processor_seconds(self.process.pid)


def processor_seconds(process: int) -> float:
    """Of all threads of a process on this machine, to the nanosecond; 0 when it is gone."""
    total = 0
    for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            total += int(thread.read_text().split()[0])
    return total / 1e9


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
