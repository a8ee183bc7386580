from argparse import ArgumentParser
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand

from forum.ledger import redirects
from forum.management.ready import refuse_without_tables


class Command(BaseCommand):
    help = "Write where what was imported stands now, for the site where it stood before."

    requires_system_checks = [Tags.models, Tags.database]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=list(redirects.FORMATS), default="csv")

    def handle(self, *, format: str, **options: Any) -> None:
        refuse_without_tables()
        for line in redirects.table(format):
            self.stdout.write(line, ending="")
