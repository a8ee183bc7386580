from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from forum.management.importing import ON_THE_WEB, ImportCommand
from forum.management.ready import refuse_without_tables


class Command(ImportCommand):
    help = "Bring in what RSS and Atom feeds hold now, each article whole (docs/importing.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urls", nargs="+", metavar="URL", help="the address of a feed")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would come of it; store nothing"
        )

    def handle(self, *, urls: list[str], dry_run: bool, **options: Any) -> None:
        refuse_without_tables()
        for url in urls:
            if not url.startswith(ON_THE_WEB):
                raise CommandError(f"{url} is no address. Files come in with import_archive.")
        self.bring_in(urls, "", dry_run, with_pages=True)
