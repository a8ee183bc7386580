"""An empty site, as migrations leave it, in the database of a test."""

from django.apps import apps
from django.db import connection

KEPT = {"auth.group", "auth.permission", "contenttypes.contenttype", "auth.group_permissions"}


def empty_the_site() -> None:
    """Takes everything away, rows that are never deleted too. It doesn't commit."""
    with connection.cursor() as cursor, connection.constraint_checks_disabled():
        for model in apps.get_models(include_auto_created=True):
            if model._meta.label_lower not in KEPT:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
