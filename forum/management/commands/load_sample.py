from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.models import Article
from forum import sampling
from forum.models import Member


class Command(BaseCommand):
    help = "Fill an empty database with the sample content (only with DEBUG)."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The sample has known passwords: it is only loaded with DEBUG.")
        if not (Article.objects.exists() or Member.objects.exists()):
            sampling.load()
        if Member.objects.filter(email=sampling.ADMINISTRATOR).exists():
            self.stdout.write(
                f"Sample logins, all with the password {sampling.PASSWORD}:\n"
                "  dana@example.org    reads and writes\n"
                "  mira@example.org    moderates (/admin/)\n"
                f"  {sampling.ADMINISTRATOR}    administers everything (/admin/)"
            )
