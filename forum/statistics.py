"""What SQLite's planner knows of the tables. PostgreSQL finds that out by itself."""

from time import monotonic

from django.db import connection

OFTEN = 600.0  # seconds
SAMPLE = 1000  # rows of each index: a few milliseconds, whatever the size

_gathered = float("-inf")


def keep_up() -> bool:
    """Now and then gathers statistics. Never says that there is more to do."""
    global _gathered
    if monotonic() - _gathered > OFTEN:
        gather()
        _gathered = monotonic()
    return False


def gather() -> None:
    """Without them, SQLite takes "all that is published" for a few rows of an index and begins
    there. Connections notice new ones when they are opened."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
            cursor.execute("ANALYZE")
