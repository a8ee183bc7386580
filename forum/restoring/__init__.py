"""A site from the JSON Lines that `forum.exporting` wrote, into an empty database.

All of it or nothing: one transaction, in which nobody is kept waiting, since there is nobody yet.
What the site derives (HTML, places in threads, counts, the search index) is derived anew, so that
nothing in a file gets to a page but through what every comment goes through.
"""

from collections.abc import Callable
from typing import BinaryIO

from django.db import DataError, IntegrityError, transaction

from articles.models import Article, Author, Section
from forum.models import Member, Reason, Rule
from forum.restoring.deriving import derive
from forum.restoring.lines import Unrestorable, batches
from forum.restoring.storing import store

__all__ = ["Unrestorable", "restore"]


def restore(file: BinaryIO, *, tell: Callable[[int], object] = lambda number: None) -> int:
    """Fills an empty site, and returns from how many lines; `tell` hears of each batch of them.

    Raises Unrestorable, with the line, if that can't be done. Then nothing has changed.
    """
    if not is_empty():
        raise Unrestorable("This site isn’t empty: a whole site goes only into one that is.")
    number = 0
    try:
        with transaction.atomic():
            Reason.objects.all().delete()  # which migrations put there
            for batch in batches(file):
                store(batch)
                number += len(batch.lines)
                tell(len(batch.lines))
            derive()
    except (IntegrityError, DataError) as error:
        raise Unrestorable(f"The lines contradict each other ({_first_line(error)}).") from error
    return number


def is_empty() -> bool:
    kinds = (Article, Author, Section, Member, Rule)
    return not any(kind._base_manager.exists() for kind in kinds)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
