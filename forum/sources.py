"""The texts that quotes are looked up in, kept with their index: making that takes far longer than
looking a quote up (docs/decisions/quotes.md)."""

from functools import lru_cache

from articles.models import ArticleVersion
from forum.quoting import Source

ARTICLE, COMMENT = "article", "comment"
Key = tuple[str, int, int]  # which of the two, its id, and the version's number


def article_source(version: ArticleVersion) -> Source:
    return _source((ARTICLE, version.article_id, version.number), version.text)


def comment_source(pk: int, version: int, text: str) -> Source:
    return _source((COMMENT, pk, version), text)


@lru_cache(maxsize=2048)
def _source(key: Key, text: str) -> Source:
    return Source(key, text)
