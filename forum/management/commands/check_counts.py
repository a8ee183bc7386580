from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forum import counting


class Command(BaseCommand):
    help = "Compare the stored counts of comments and recommendations with what they count."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="correct those that are wrong")

    def handle(self, *, mend: bool, **options: Any) -> None:
        found = 0
        for wrong in counting.wrong_counts():
            found += 1
            self.stdout.write(f"{wrong.row}: {wrong.field} is {wrong.stored}, not {wrong.true}")
            if mend:
                counting.mend(wrong)
        if found and not mend:
            raise CommandError(f"{found} wrong; --mend corrects them.")
        self.stdout.write(f"{found} corrected." if found else "All counts are right.")
