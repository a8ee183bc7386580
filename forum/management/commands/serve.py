import socket
from threading import Event, Thread
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from forum.streams import streams
from forum.working import work


class Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Open streams would hold it up until its patience ends."""
        streams.close_all()
        await super().shutdown(sockets)


class Command(BaseCommand):
    help = "Bring the database up to date, load the sample if it is empty, serve and work."

    def handle(self, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if settings.SAMPLE:
            call_command("load_sample", stdout=self.stdout)
        config = uvicorn.Config(
            "forum.asgi:application",
            host="127.0.0.1" if settings.DEBUG else "0.0.0.0",  # noqa: S104 - behind a proxy
            port=settings.PORT,
            log_level="warning",
            timeout_graceful_shutdown=3,
            proxy_headers=False,
        )
        door = config.bind_socket()  # ends here, with a line that says so, if the port is taken
        # asyncio does this only for sockets that it made itself. Without it the end of an answer
        # waits until the browser acknowledges its beginning, which may take 40 ms.
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        place = settings.SITE_URL or f"port {settings.PORT}"
        self.stdout.write(f"Rejoinder is at {place} (Ctrl+C stops it)")
        self.stdout.flush()
        stop = Event()
        worker = Thread(target=work, args=[stop], name="worker")
        worker.start()
        Server(config).run(sockets=[door])
        stop.set()
        worker.join()
