from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from forum import seeding, statistics


class Command(BaseCommand):
    help = "Add articles with discussions of any size, in senseless words, to try the site out."

    # Whatever else a site needs before it may serve, this only needs its tables.
    requires_system_checks = [Tags.models, Tags.database]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--comments", type=int, required=True, metavar="N")
        parser.add_argument(
            "--articles", type=int, default=1, metavar="M", help="spread over so many (1)"
        )
        parser.add_argument("--seed", type=int, default=1, help="another number, other words (1)")
        parser.add_argument("--yes", action="store_true", help="do it on a site without DEBUG too")

    def handle(self, *, comments: int, articles: int, seed: int, yes: bool, **options: Any) -> None:
        if not (settings.DEBUG or yes):
            raise CommandError(
                "This may be a public site, and nothing takes what was seeded away again. "
                "If you mean it, add --yes."
            )
        written = seeding.write_articles(articles, seed=seed)
        # tqdm's own `disable=None` keeps the bar out of files and pipes.
        with tqdm(total=comments, unit="comment", unit_scale=True, disable=None) as bar:
            for number in seeding.fill(written, comments=comments, seed=seed):
                bar.update(number)
        statistics.gather()
        for article in written:
            self.stdout.write(article.get_absolute_url())
