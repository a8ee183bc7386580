"""What the commands have in common that bring something in through the ledger."""

import sys

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

State = ImportBatch.State


class ImportCommand(BaseCommand):
    # Whatever else a site needs before it may serve, importing only needs its tables.
    requires_system_checks = [Tags.models, Tags.database]

    def bring_in(
        self, files: list[str], source: str | None, dry_run: bool, *, with_pages: bool = False
    ) -> None:
        """Each of these files and addresses; those that can't be are named."""
        failed = 0
        for file in files:
            try:
                is_whole = self._import(file, source, dry_run, with_pages)
            except Unreadable as refusal:
                is_whole = False
                self.say(self.style.ERROR(f"{file}: {refusal.reason}"))
            failed += not is_whole
        if failed:
            raise CommandError(f"{failed} of {len(files)} not imported.", returncode=1)

    def _import(self, file: str, source: str | None, dry_run: bool, with_pages: bool) -> bool:
        due_at = timezone.now() + LEASE
        batch = ledger.receive(file, source=source, with_pages=with_pages, due_at=due_at)
        self.work(batch, State.READING, State.PLANNING)
        if batch.state == State.STOPPED:
            self.say(self.style.ERROR(f"{file}: {batch.problem}"))
            batch.delete()
            return False
        if not dry_run:
            ledger.apply(batch)
            batch.put_off(LEASE)
            self.work(batch, State.APPLYING)
        self._report(batch)
        if dry_run:
            batch.delete()
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

    def _report(self, batch: ImportBatch) -> None:
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
            self.say(f"… and {told.problems - MOST_LINES:,} lines more (--list, or the admin).")

    def say(self, text: str) -> None:
        with tqdm.external_write_mode(file=sys.stdout):  # keeps the bar below what is told
            self.stdout.write(text)
