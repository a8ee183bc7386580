from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from forum import restoring
from forum.management.ready import refuse_without_tables


class Command(BaseCommand):
    help = "Fill an empty site from a file that `export` wrote (docs/exporting.md)."

    # Whatever else a site needs before it may serve, this only needs its tables.
    requires_system_checks = [Tags.models, Tags.database]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="JSON Lines")

    def handle(self, *, file: Path, **options: Any) -> None:
        refuse_without_tables()
        try:
            # tqdm's own `disable=None` keeps the bar out of files and pipes.
            with file.open("rb") as lines, tqdm(unit="line", disable=None) as bar:
                number = restoring.restore(lines, tell=bar.update)
        except restoring.Unrestorable as refusal:
            raise CommandError(f"{file}: {refusal} Nothing was stored.") from refusal
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        self.stdout.write(f"{number} lines restored. Make an administrator: createsuperuser.")
