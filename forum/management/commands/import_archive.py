from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from articles.addresses import canonical
from articles.readers import archives
from forum.management.importing import MOST_LINES, ImportCommand
from forum.management.ready import refuse_without_tables
from forum.models import ImportBatch


class Command(ImportCommand):
    help = "Bring in what another system exported: articles and comments (docs/importing.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="FILE", help="an export, a folder of exports, or an address"
        )
        parser.add_argument(
            "--format",
            choices=[reader.SOURCE for reader in archives.READERS],
            help="what kind of export it is; else it is told from its beginning",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would come of it; store nothing"
        )
        parser.add_argument(
            "--site",
            default="",
            metavar="URL",
            help="where its articles stand, if the export has only their paths",
        )
        parser.add_argument("--undo", type=int, metavar="N", help="take import N back")
        parser.add_argument("--list", action="store_true", help="list the imports so far")

    def handle(
        self,
        *,
        paths: list[str],
        format: str | None,
        site: str,
        dry_run: bool,
        undo: int | None,
        list: bool,
        **options: Any,
    ) -> None:
        refuse_without_tables()
        if list:
            self._list()
        elif undo is not None:
            self.undo(undo)
        elif paths:
            if site and not canonical(site):
                raise CommandError(f"{site} is no address. Write one like https://example.org/.")
            self.bring_in([*_files(paths)], format or "", dry_run, address=site)
        else:
            raise CommandError("Say which file, or --undo which import.")

    def _list(self) -> None:
        for batch in ImportBatch.objects.all()[:MOST_LINES]:
            when = timezone.localtime(batch.created_at)
            self.say(f"{batch.pk:>5}  {when:%Y-%m-%d %H:%M}  {batch.state:9} {batch.title}")


def _files(paths: list[str]) -> Iterator[str]:
    for path in paths:
        if Path(path).is_dir():
            yield from sorted(str(file) for file in Path(path).rglob("*") if file.is_file())
        else:
            yield path
