"""Discussions to measure. Needs Django to be set up."""

import io
import sys
import time

from django.core.management import call_command
from django.db import connection

from articles.models import Article


def seed(comments: int) -> Article:
    tell(f"seeding {comments:,} comments")
    start, told = time.perf_counter(), io.StringIO()
    call_command("seed", comments=comments, yes=True, stdout=told)
    tell(f"  took {time.perf_counter() - start:.0f} s")
    return Article.objects.get(slug=told.getvalue().strip().split("/")[2])


def close_connections() -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
