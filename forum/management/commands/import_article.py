import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.fetching import Unfetched
from articles.pages import fetch_page
from articles.readers import ParsedArticle, Unreadable
from articles.readers.recognising import MAX_BYTES, SUFFIXES, read
from forum.importing import BroughtIn, bring_in
from forum.management.ready import refuse_without_tables

MANY = 5  # pieces, from which on a progress bar is worth its line
STANDARD_INPUT = "-"
ON_THE_WEB = ("https://", "http://")


class Command(BaseCommand):
    help = "Import articles with their comments: text, Markdown, saved pages, addresses."

    # Whatever else a site needs before it may serve, importing only needs its tables.
    requires_system_checks = [Tags.models, Tags.database]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="a file, a folder of files, an address, or - for standard input",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be stored; store nothing"
        )

    def handle(self, *, paths: list[str], dry_run: bool, **options: Any) -> None:
        refuse_without_tables()
        sources = list(_sources(paths))
        failed = 0
        # tqdm's own `disable=None` keeps the bar out of files and pipes.
        for source in tqdm(sources, unit="piece", disable=None if len(sources) > MANY else True):
            try:
                self._import(source, dry_run)
            except Unreadable as refusal:
                failed += 1
                line = f":{refusal.line}" if refusal.line else ""
                self._say(self.style.ERROR(f"{source}{line}: {refusal.reason}"))
            except Unfetched as refusal:
                failed += 1
                self._say(self.style.ERROR(f"{source}: {refusal}"))
            except OSError as error:
                failed += 1
                self._say(self.style.ERROR(f"{source}: {error.strerror}."))
        if failed:
            raise CommandError(f"{failed} of {len(sources)} not imported.", returncode=1)

    def _import(self, source: str, dry_run: bool) -> None:
        piece = _fetched(source) if source.startswith(ON_THE_WEB) else _opened(source)
        parsed = read(piece.data, piece.name, address=piece.address, charset=piece.charset)
        if dry_run:
            self._say(_description(parsed))
            return
        done = bring_in(parsed, source=piece.name, data=piece.data)
        for problem in done.problems:
            self._say(self.style.WARNING(f"{source}: {problem}"))
        self._say(_report(done))

    def _say(self, text: str) -> None:
        with tqdm.external_write_mode():  # keeps the bar below what is told
            self.stdout.write(text)


class _Piece(NamedTuple):
    data: bytes
    name: str
    address: str = ""
    charset: str = ""


def _sources(paths: list[str]) -> Iterator[str]:
    for path in paths:
        is_file = path == STANDARD_INPUT or path.startswith(ON_THE_WEB)
        if not is_file and Path(path).is_dir():
            files = (file for file in Path(path).rglob("*") if file.suffix.lower() in SUFFIXES)
            yield from sorted(map(str, files))
        else:
            yield path


def _fetched(source: str) -> _Piece:
    page = fetch_page(source)
    return _Piece(page.body, source, page.address, page.charset)


def _opened(source: str) -> _Piece:
    limit = MAX_BYTES + 1
    if source == STANDARD_INPUT:
        return _Piece(sys.stdin.buffer.read(limit), source)
    with Path(source).open("rb") as file:
        # Absolute, so that the same file is known again from another folder.
        return _Piece(file.read(limit), str(Path(source).resolve()))


def _report(done: BroughtIn) -> str:
    comments = f", {done.comments_added} comments added" if done.comments_added else ""
    return f"{done.outcome}{comments}: {done.article.title}\n{done.article.get_absolute_url()}"


def _description(parsed: ParsedArticle) -> str:
    facts = {
        "title": parsed.title,
        "section": parsed.section or "none",
        "date": parsed.published_on or "unknown",
        "authors": ", ".join(parsed.authors) or "unknown",
        "address": parsed.address or "unknown",
        "language": parsed.language or "unknown",
        "tags": ", ".join(parsed.tags) or "none",
        "passages": len(parsed.blocks),
        "note": parsed.note or "none",
        "comments": len(parsed.comments),
    }
    lines = [f"{name:>9}: {value}" for name, value in facts.items()]
    lines += [f"  warning: {warning}" for warning in parsed.warnings]
    return "\n".join(lines) + "\n"
