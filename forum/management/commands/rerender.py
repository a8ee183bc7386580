from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from forum import markup
from forum.indexing import index_comments
from forum.models import Change, Comment


class Command(BaseCommand):
    help = "Render again the comments that an older renderer wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="those of today's renderer too")

    def handle(self, **options: Any) -> None:
        stale = Comment.objects.all()
        if not options["all"]:
            stale = stale.exclude(renderer=markup.VERSION)
        done = 0
        for comment in stale.only("body", "html").iterator(chunk_size=500):
            people = markup.as_before(comment.html)
            rendered = markup.render(comment.body, people, room=markup.KEPT)
            # Only while it still says what was rendered: its author may be editing it.
            with transaction.atomic():
                same = Comment.objects.filter(pk=comment.pk, body=comment.body)
                done += same.update(html=rendered.html, text=rendered.text, renderer=markup.VERSION)
                index_comments(same)
        with transaction.atomic():
            Change.objects.note()
        self.stdout.write(f"{done} comments rendered.")
