import csv
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand

from forum.ledger.redirects import for_apache, for_nginx, moved_articles, moved_comments


class Command(BaseCommand):
    help = "Write where what was imported stands now, for the site where it stood before."

    requires_system_checks = [Tags.models, Tags.database]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["csv", "nginx", "apache"], default="csv")

    def handle(self, *, format: str, **options: Any) -> None:
        if format == "csv":
            table = csv.writer(self.stdout)
            table.writerow(["old", "new"])
            for moved in (*moved_articles(), *moved_comments()):
                table.writerow([f"https://{moved.old}", f"{settings.SITE_URL}{moved.new}"])
        elif format == "nginx":
            self.stdout.write("map $request_uri $moved_to {")
            for moved in moved_articles():
                self.stdout.write(for_nginx(moved))
            self.stdout.write("}")
        else:
            for moved in moved_articles():
                self.stdout.write(for_apache(moved))
