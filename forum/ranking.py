"""Which threads are most recommended. Pure."""

from datetime import datetime
from math import sqrt

CERTAINTY = 1.28  # standard deviations: the true share lies above the bound in nine of ten cases
SILENT = 4  # readers whom we suppose to have read and not recommended
DAY = 0.03  # what being a day newer counts: old favourites make room in time


def rank(recommendations: int, written: datetime) -> float:
    """The lower bound of Wilson's score interval for the share of readers who recommend a comment,
    raised by the day on which it was written. It changes only when somebody recommends."""
    readers = recommendations + SILENT
    share = recommendations / readers
    square = CERTAINTY**2
    centre = share + square / (2 * readers)
    spread = CERTAINTY * sqrt(share * (1 - share) / readers + square / (4 * readers**2))
    bound = (centre - spread) / (1 + square / readers)
    return bound + DAY * written.timestamp() / 86_400
