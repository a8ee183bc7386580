from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring the database up to date, load the sample if it is empty, and serve the site."

    def handle(self, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        if settings.SAMPLE:
            call_command("load_sample", stdout=self.stdout)
        self.stdout.write(
            f"Rejoinder is at {settings.SITE_URL or f'port {settings.PORT}'} (Ctrl+C stops it)"
        )
        # Here and not above: the ASGI entry sets up Django's request side.
        uvicorn.run(
            "forum.asgi:application",
            host="127.0.0.1" if settings.DEBUG else "0.0.0.0",  # noqa: S104 - behind a proxy
            port=settings.PORT,
            log_level="warning",
            timeout_graceful_shutdown=3,
            proxy_headers=False,
        )
