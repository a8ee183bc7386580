import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.readers import Unreadable, archives
from forum import ledger
from forum.ledger.reporting import problems
from forum.models import ImportBatch
from forum.models.import_batch import LEASE

MOST_LINES = 50  # of problems, for each file

State = ImportBatch.State


class Command(BaseCommand):
    help = "Bring in what another system exported: articles and comments (docs/importing.md)."

    # Whatever else a site needs before it may serve, importing only needs its tables.
    requires_system_checks = [Tags.models, Tags.database]

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
        parser.add_argument("--undo", type=int, metavar="N", help="take import N back")
        parser.add_argument("--list", action="store_true", help="list the imports so far")

    def handle(
        self,
        *,
        paths: list[str],
        format: str | None,
        dry_run: bool,
        undo: int | None,
        list: bool,
        **options: Any,
    ) -> None:
        if list:
            self._list()
        elif undo is not None:
            self._undo(undo)
        elif paths:
            self._bring_in([*_files(paths)], format, dry_run)
        else:
            raise CommandError("Say which file, or --undo which import.")

    def _bring_in(self, files: list[str], source: str | None, dry_run: bool) -> None:
        failed = 0
        for file in files:
            try:
                is_whole = self._import(file, source, dry_run)
            except Unreadable as refusal:
                is_whole = False
                self._say(self.style.ERROR(f"{file}: {refusal.reason}"))
            failed += not is_whole
        if failed:
            raise CommandError(f"{failed} of {len(files)} not imported.", returncode=1)

    def _import(self, file: str, source: str | None, dry_run: bool) -> bool:
        batch = ledger.receive(file, source=source, due_at=timezone.now() + LEASE)
        self._work(batch, State.READING, State.PLANNING)
        if batch.state == State.STOPPED:
            self._say(self.style.ERROR(f"{file}: {batch.problem}"))
            batch.delete()
            return False
        if not dry_run:
            ledger.apply(batch)
            batch.put_off(LEASE)
            self._work(batch, State.APPLYING)
        self._report(batch)
        if dry_run:
            batch.delete()
            self._say("Nothing is stored.")
        else:
            self._say(f"This was import {batch.pk}; --undo {batch.pk} takes it back.")
        return True

    def _undo(self, number: int) -> None:
        batch = ImportBatch.objects.filter(pk=number).first()
        if not batch:
            raise CommandError(f"There is no import {number}.")
        try:
            ledger.undo(batch)
        except ledger.NotPossible as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        batch.put_off(LEASE)
        self._work(batch, State.UNDOING)
        told = ledger.report(batch)
        self._say(f"Import {number} is taken back, but for {told.kept} that stay.")
        for line in batch.lines.filter(stage="kept").select_related("comment", "article"):
            here = line.comment or line.article
            self._say(f"  {here.get_absolute_url() if here else line.key}: {line.reason}")

    def _work(self, batch: ImportBatch, *states: ImportBatch.State) -> None:
        # tqdm's own `disable=None` keeps the bar out of files and pipes.
        for state in states:
            total = ledger.report(batch).to_do or None
            with tqdm(total=total, desc=state.label, unit="line", disable=None) as bar:
                while batch.state == state:
                    for number in ledger.step(batch):
                        bar.update(number)
                        if batch.is_at_work and not batch.put_off(LEASE):
                            raise CommandError("Somebody else is working on this import.")

    def _report(self, batch: ImportBatch) -> None:
        told = ledger.report(batch)
        names = list(told.rows[0].numbers)
        self._say(f"{batch.title}")
        self._say(" " * 10 + "".join(f"{name:>9}" for name in names))
        for row in told.rows:
            self._say(f"{row.label:10}" + "".join(f"{row.numbers[name]:9,}" for name in names))
        for fact in told.facts:
            self._say(fact)
        for line in problems(batch.lines)[:MOST_LINES]:
            self._say(self.style.WARNING(f"{line.get_kind_display()} {line.key}: {line.reason}"))
        if told.problems > MOST_LINES:
            self._say(f"… and {told.problems - MOST_LINES:,} lines more (--list, or the admin).")

    def _list(self) -> None:
        for batch in ImportBatch.objects.all()[:MOST_LINES]:
            when = timezone.localtime(batch.created_at)
            self._say(f"{batch.pk:>5}  {when:%Y-%m-%d %H:%M}  {batch.state:9} {batch.title}")

    def _say(self, text: str) -> None:
        with tqdm.external_write_mode(file=sys.stdout):  # keeps the bar below what is told
            self.stdout.write(text)


def _files(paths: list[str]) -> Iterator[str]:
    for path in paths:
        if Path(path).is_dir():
            yield from sorted(str(file) for file in Path(path).rglob("*") if file.is_file())
        else:
            yield path
