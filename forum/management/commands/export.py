import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from forum.exporting import html, jsonl, public, wxr
from forum.exporting.snapshot import snapshot
from forum.management.ready import refuse_without_tables

STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    help = "Write the site, or what everybody may read of some articles (docs/exporting.md)."

    # Whatever else a site needs before it may serve, this only needs its tables.
    requires_system_checks = [Tags.models, Tags.database]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--article",
            nargs="+",
            default=[],
            metavar="SLUG",
            help="only these, and of them only what everybody may read",
        )
        parser.add_argument("--format", choices=["jsonl", "wxr", "html"], default="jsonl")
        parser.add_argument(
            "--output",
            default=STANDARD_OUTPUT,
            metavar="PATH",
            help="a file, for HTML a folder (standard output)",
        )
        parser.add_argument(
            "--with-addresses",
            action="store_true",
            help="the whole site with its members’ e-mail addresses",
        )

    def handle(self, **options: Any) -> None:
        refuse_without_tables()
        slugs, output = options["article"], options["output"]
        if options["with_addresses"] and (slugs or options["format"] == "html"):
            raise CommandError("What everybody may read has no e-mail addresses in it.")
        articles = public.articles_of(slugs)
        known = set(articles.values_list("slug", flat=True)) if slugs else set()
        if missing := [slug for slug in slugs if slug not in known]:
            raise CommandError(f"There is no published article “{missing[0]}”.")
        try:
            with snapshot():
                if options["format"] == "html":
                    self._write_pages(articles, output)
                else:
                    with _written(output, is_private=not slugs) as file:
                        file.writelines(_counted(_parts(articles, **options)))
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}.") from error

    def _write_pages(self, articles: Any, output: str) -> None:
        if output == STANDARD_OUTPUT:
            raise CommandError("Name a folder for the pages with --output.")
        folder = Path(output)
        folder.mkdir(parents=True, exist_ok=True)
        for name, parts in html.pages(articles):
            with _written(str(folder / name), is_private=False) as file:
                file.writelines(parts)
            self.stdout.write(str(folder / name))


def _parts(articles: Any, *, article: list[str], with_addresses: bool, **options: Any) -> Any:
    if options["format"] == "wxr":
        return wxr.parts(articles, is_public=bool(article), with_addresses=with_addresses)
    if article:
        return public.lines(articles)
    return jsonl.lines(with_addresses=with_addresses)


def _counted(parts: Iterable[str]) -> Iterable[str]:
    # tqdm's own `disable=None` keeps the bar out of files and pipes.
    return tqdm(parts, unit="part", unit_scale=True, disable=None)


@contextmanager
def _written(output: str, *, is_private: bool) -> Iterator[TextIO]:
    """A file that is there only once it is whole; what `is_private` only for who runs the site."""
    if output == STANDARD_OUTPUT:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        yield sys.stdout
        return
    begun, opener = Path(f"{output}.part"), _private if is_private else None
    with open(begun, "w", encoding="utf-8", newline="\n", opener=opener) as file:
        yield file
    begun.replace(output)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
