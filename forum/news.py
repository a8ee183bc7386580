"""Who in this process wants to know at once what it has changed."""

from collections.abc import Callable
from typing import NamedTuple


class News(NamedTuple):
    """A committed `Change`: of an article by its slug (None: perhaps of everything), of one of its
    threads by its root (None: perhaps of all), and of a comment (None: not of one alone)."""

    pk: int
    article: str | None
    thread: int | None
    comment: int | None


listeners: list[Callable[[News], None]] = []


def tell(news: News) -> None:
    for listener in listeners:
        listener(news)
