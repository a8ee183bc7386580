from django.core.management.base import CommandError
from django.db import connection

from articles.models import Article


def refuse_without_tables() -> None:
    if Article._meta.db_table not in connection.introspection.table_names():
        raise CommandError("The database has no tables yet: start the site once (make run).")
