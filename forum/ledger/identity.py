"""Which of what is found is here already: by what the source calls it, then, of articles, by
their address; and what comments are called that nobody gave a number."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from articles.models import Article
from articles.readers import ParsedComment
from forum.models import ImportItem, Origin


def origins_of_articles(items: Iterable[ImportItem], source: str) -> dict[str, Origin]:
    """By the items' keys: where the articles that they name came from."""
    items = list(items)
    found = _articles(Q(source=source, key__in=[item.key for item in items]))
    by_key = {origin.key: origin for origin in found}
    addresses = {item.address for item in items if item.key not in by_key} - {""}
    found = _articles(Q(address__in=addresses)) if addresses else []
    # The oldest last, so that it is the one that counts.
    by_address = {origin.address: origin for origin in reversed(found)}
    named = {item.key: by_key.get(item.key) or by_address.get(item.address) for item in items}
    return {key: origin for key, origin in named.items() if origin}


def origins_of_comments(keys: Iterable[str], source: str) -> dict[str, Origin]:
    """By their keys, with the comments that came from there."""
    rows = Origin.objects.filter(source=source, key__in=set(keys), comment__isnull=False)
    return {origin.key: origin for origin in rows.select_related("comment")}


def article_at(address: str) -> Article | None:
    """The one that came from this canonical address."""
    origin = Origin.objects.filter(address=address, article__isnull=False).order_by("pk").first()
    return origin.article if origin and address else None


def keys_of(comments: Sequence[ParsedComment]) -> Iterator[str]:
    """By what a comment says, who said it and what it answers, it is known again next time."""
    seen: Counter[str] = Counter()
    keys: list[str] = []
    for comment in comments:
        above = keys[comment.parent] if comment.parent is not None else ""
        said = "\0".join([above, comment.author, str(comment.posted_at), comment.body])
        digest = hashlib.sha256(said.encode()).hexdigest()
        seen[digest] += 1
        twin = hashlib.sha256(f"{digest}{seen[digest]}".encode()).hexdigest()
        keys.append(digest if seen[digest] == 1 else twin)
    yield from keys


def _articles(which: Q) -> list[Origin]:
    rows = Origin.objects.filter(which, article__isnull=False)
    return list(rows.select_related("article").order_by("pk"))
