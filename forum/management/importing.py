"""What the commands have in common that bring something in through the ledger."""

import sys
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.readers import Unreadable
from forum import ledger
from forum.ledger.reporting import problems
from forum.models import ImportBatch
from forum.models.import_batch import LEASE

MOST_LINES = 50  # of problems, for each file
ON_THE_WEB = ("https://", "http://")

State = ImportBatch.State


class ImportCommand(BaseCommand):
    # Whatever else a site needs before it may serve, importing only needs its tables.
    requires_system_checks = [Tags.models, Tags.database]

    def bring_in(self, files: list[str], source: str, dry_run: bool, **details: Any) -> None:
        """Each of these files and addresses; those that can't be are named."""
        failed = 0
        for file in files:
            try:
                is_whole = self._import(file, source, dry_run, details)
            except Unreadable as refusal:
                is_whole = False
                self.say(self.style.ERROR(f"{file}: {refusal.reason}"))
            failed += not is_whole
        if failed:
            raise CommandError(f"{failed} of {len(files)} not imported.", returncode=1)

    def undo(self, number: int) -> None:
        """Takes this import back, and names what stays."""
        batch = ImportBatch.objects.filter(pk=number).first()
        if not batch:
            raise CommandError(f"There is no import {number}.")
        try:
            ledger.undo(batch)
        except ledger.NotPossible as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        batch.put_off(LEASE)
        self.work(batch, State.UNDOING)
        told = ledger.report(batch)
        stays = f", but for {told.kept:,} that people have made something of" if told.kept else ""
        self.say(f"Import {number} is taken back{stays}.")
        for line in batch.lines.filter(stage="kept").select_related("comment", "article"):
            self.say(f"  {line.here or line.key}: {line.reason}")

    def plan(self, batch: ImportBatch) -> None:
        """Has it read and compared. Raises Unreadable, and forgets it, if it can't be read."""
        self.work(batch, State.READING, State.PLANNING)
        if batch.state == State.STOPPED:
            ledger.discard(batch)
            raise Unreadable(batch.problem)

    def apply(self, batch: ImportBatch) -> None:
        """Has it brought in."""
        ledger.apply(batch)
        batch.put_off(LEASE)
        self.work(batch, State.APPLYING)

    def _import(self, file: str, source: str, dry_run: bool, details: dict[str, Any]) -> bool:
        due_at = timezone.now() + LEASE
        batch = ledger.receive(file, source=source, due_at=due_at, **details)
        self.plan(batch)
        if not dry_run:
            self.apply(batch)
        self._report(batch, all_in="an import at the desk" if dry_run else batch.get_absolute_url())
        if dry_run:
            ledger.discard(batch)
            self.say("Nothing is stored.")
        else:
            self.say(f"This was import {batch.pk}; --undo {batch.pk} takes it back.")
        return True

    def work(self, batch: ImportBatch, *states: ImportBatch.State) -> None:
        # tqdm's own `disable=None` keeps the bar out of files and pipes.
        for state in states:
            total = ledger.report(batch).to_do or None
            with tqdm(total=total, desc=state.label, unit="line", disable=None) as bar:
                while batch.state == state:
                    for number in ledger.step(batch):
                        bar.update(number)
                        if batch.is_at_work and not batch.put_off(LEASE):
                            raise CommandError("Somebody else is working on this import.")

    def _report(self, batch: ImportBatch, *, all_in: str) -> None:
        told = ledger.report(batch)
        names = list(told.rows[0].numbers)
        self.say(f"{batch.title}")
        self.say(" " * 10 + "".join(f"{name:>9}" for name in names))
        for row in told.rows:
            self.say(f"{row.label:10}" + "".join(f"{row.numbers[name]:9,}" for name in names))
        for fact in told.facts:
            self.say(fact)
        for line in problems(batch.lines)[:MOST_LINES]:
            self.say(self.style.WARNING(f"{line.get_kind_display()} {line.key}: {line.reason}"))
        if told.problems > MOST_LINES:
            self.say(f"… and {told.problems - MOST_LINES:,} more. All of them: {all_in}")

    def say(self, text: str) -> None:
        with tqdm.external_write_mode(file=sys.stdout):  # keeps the bar below what is told
            self.stdout.write(text)
