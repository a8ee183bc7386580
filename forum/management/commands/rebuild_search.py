from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.models import Article
from forum import indexing
from forum.models import Comment


class Command(BaseCommand):
    help = "Write again what searching looks words up in; the site may go on meanwhile."

    def handle(self, **options: Any) -> None:
        rows = Article.objects.count() + Comment.objects.count()
        with tqdm(total=rows, unit="row", disable=None) as bar:
            for done in indexing.rebuild():
                bar.update(done)
        self.stdout.write(f"{rows} articles and comments can be found.")
