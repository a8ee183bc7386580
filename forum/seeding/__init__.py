"""Makes discussions of any size, for trying out and for measuring how the site bears them.

    articles = write_articles(1, seed=1)
    for number in fill(articles, comments=1_000_000, seed=1):
        ...

What a seed makes is always the same but for ids, dates and the titles that are already taken.
Nobody is told of these comments.
"""

from forum.seeding.filling import fill
from forum.seeding.writing import write_articles

__all__ = ["fill", "write_articles"]
