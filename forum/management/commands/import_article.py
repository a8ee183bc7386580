import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.readers import ParsedArticle, Unreadable
from articles.readers.recognising import MAX_BYTES, SUFFIXES
from forum import ledger
from forum.importing import BroughtIn, brought_in
from forum.ledger import pieces
from forum.ledger.payloads import parsed_of
from forum.ledger.reporting import problems
from forum.management.importing import ON_THE_WEB, ImportCommand
from forum.management.ready import refuse_without_tables
from forum.models import ImportBatch
from forum.models.import_batch import LEASE

MANY = 5  # pieces, from which on a progress bar is worth its line
STANDARD_INPUT = "-"


class Command(ImportCommand):
    help = "Import articles with their comments: text, Markdown, saved pages, addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="*",
            metavar="PATH",
            help="a file, a folder of files, an address, or - for standard input",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be stored; store nothing"
        )
        parser.add_argument("--undo", type=int, metavar="N", help="take import N back")

    def handle(
        self, *, paths: list[str], dry_run: bool, undo: int | None = None, **options: Any
    ) -> None:
        refuse_without_tables()
        if undo is not None:
            self.undo(undo)
            return
        if not paths:
            raise CommandError("Say which file or address, or --undo which import.")
        sources = list(_sources(paths))
        failed = 0
        # tqdm's own `disable=None` keeps the bar out of files and pipes.
        for source in tqdm(sources, unit="piece", disable=None if len(sources) > MANY else True):
            try:
                self._bring(source, dry_run)
            except (Unreadable, LookupError) as refusal:
                failed += 1
                self.say(self.style.ERROR(f"{source}: {refusal}"))
        if failed:
            raise CommandError(f"{failed} of {len(sources)} not imported.", returncode=1)

    def _bring(self, source: str, dry_run: bool) -> None:
        batch = _received(source)
        self.plan(batch)
        is_stored = bool(ledger.report(batch).to_do) and not dry_run
        if is_stored:
            self.apply(batch)
        for line in problems(batch.lines):
            self.say(self.style.WARNING(f"{source}: {line.get_kind_display()}: {line.reason}"))
        self.say(_plan(batch) if dry_run else _report(brought_in(batch), batch))
        if not is_stored:
            ledger.discard(batch)


def _received(source: str) -> ImportBatch:
    due_at = timezone.now() + LEASE
    if source == STANDARD_INPUT:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return ledger.hand_in([data], name=source, source=pieces.SOURCE, due_at=due_at)
    return ledger.receive(source, source=pieces.SOURCE, due_at=due_at)


def _sources(paths: list[str]) -> Iterator[str]:
    for path in paths:
        is_file = path == STANDARD_INPUT or path.startswith(ON_THE_WEB)
        if not is_file and Path(path).is_dir():
            files = (file for file in Path(path).rglob("*") if file.suffix.lower() in SUFFIXES)
            yield from sorted(map(str, files))
        else:
            yield path


def _report(done: BroughtIn, batch: ImportBatch) -> str:
    comments = f", {done.comments_added} comments added" if done.comments_added else ""
    lines = [f"{done.outcome}{comments}: {done.article.title}"]
    if batch.may_be_undone:
        lines.append(f"This was import {batch.pk}; --undo {batch.pk} takes it back.")
    return "\n".join([*lines, done.article.get_absolute_url()])


def _plan(batch: ImportBatch) -> str:
    line = batch.lines.articles().get()
    parsed = parsed_of(line.payload)
    if not parsed:
        raise LookupError("It has no words.")
    tally = batch.lines.tally().get("comment", {})
    comments = ", ".join(f"{number} {verdict}" for verdict, number in sorted(tally.items()))
    facts = _facts(parsed) | {"comments": comments or "none", "this is": line.verdict}
    return "\n".join(f"{name:>9}: {value}" for name, value in facts.items()) + "\n"


def _facts(parsed: ParsedArticle) -> dict[str, Any]:
    return {
        "title": parsed.title,
        "section": parsed.section or "none",
        "date": parsed.published_on or "unknown",
        "authors": ", ".join(parsed.authors) or "unknown",
        "address": parsed.address or "unknown",
        "language": parsed.language or "unknown",
        "tags": ", ".join(parsed.tags) or "none",
        "passages": len(parsed.blocks),
        "note": parsed.note or "none",
    }
