"""Compares what was read with what is here, and says what is to become of it.

Nothing but the ledger's own lines is written, and broken off, it begins anew. What is decided here
is decided again when a line is applied: days may lie between.
"""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Exists, F, Min, OuterRef, QuerySet, Value
from django.db.models.functions import Concat, Left

from forum import markup
from forum.ledger.identity import origins_of_articles
from forum.ledger.lines import store_lines
from forum.ledger.ordering import Said, order
from forum.models import ImportBatch, ImportItem, Origin
from forum.models.import_item import ImportItemQuerySet

CHUNK = 500
NO_ARTICLE = "No article here has the address {}. Bring the article in, then do this once more."
NO_ADDRESS = "The source doesn’t say which address it has, so no article here can be it."
NOT_HERE = "Its article isn’t here."
TWICE = "The source has it twice; the first one counts."
TOO_LONG = f"It has more than {markup.LONGEST:,} characters: its words are kept with the import."
SAME_ADDRESS = "It has the address of {}: what was said about both comes together."

State = ImportBatch.State
Kind, Verdict = ImportItem.Kind, ImportItem.Verdict


def plan(batch: ImportBatch) -> Iterator[int]:
    """Gives each line its verdict and, if something is to be done for it, its place; yields now
    and then how many were dealt with."""
    lines = batch.lines.exclude(kind=Kind.PROBLEM)
    lines.update(verdict="", place=None, article=None)
    _skip_what_is_there_twice(batch)
    place = 0
    for chunk in _chunks(batch.lines.articles().filter(verdict="")):
        _judge_articles(batch, chunk)
        yield len(chunk)
    _judge_comments(batch)
    for chunk in _chunks(batch.lines.comments().filter(verdict__in=[Verdict.NEW, Verdict.CHANGED])):
        _refuse_what_is_too_long(chunk)
        yield len(chunk)
    for key in _articles_in_order(batch):
        place += _place(batch, key, after=place)
        yield 1
    batch.enter(State.PLANNED)


def pass_over(item: ImportItem, why: str) -> None:
    """What can't come in; those who answer it answer what it answers."""
    item.verdict, item.reason, item.place = Verdict.FAILED, why[:500], None
    with transaction.atomic():
        item.save(update_fields=["verdict", "reason", "place"])
        above = ImportItem.objects.filter(pk=item.pk).values("parent_key")
        answers = ImportItem.objects.filter(batch=item.batch_id, article_key=item.article_key)
        answers = answers.comments().filter(parent_key=item.key).exclude(pk=item.pk)
        moved = "What it answered could not come in; it answers what that one answered. "
        answers.update(parent_key=above, reason=Left(Concat(Value(moved), F("reason")), 500))


def _skip_what_is_there_twice(batch: ImportBatch) -> None:
    lines = ImportItem.objects.filter(batch=batch)
    earlier = lines.filter(kind=OuterRef("kind"), key=OuterRef("key"), pk__lt=OuterRef("pk"))
    again = lines.exclude(kind=Kind.PROBLEM).filter(Exists(earlier))
    again.update(verdict=Verdict.SKIPPED, reason=TWICE)
    first: dict[str, str] = {}
    for pk, key, address in _with_a_shared_address(lines):
        if address not in first:
            first[address] = key
            continue
        reason = SAME_ADDRESS.format(first[address])[:500]
        lines.filter(pk=pk).update(verdict=Verdict.SKIPPED, reason=reason)
        lines.comments().filter(article_key=key).update(article_key=first[address])


def _with_a_shared_address(lines: ImportItemQuerySet) -> Iterator[tuple[int, str, str]]:
    articles = lines.articles().filter(verdict="").exclude(address="")
    others = articles.filter(address=OuterRef("address")).exclude(pk=OuterRef("pk"))
    shared = articles.filter(Exists(others)).order_by("number")
    yield from shared.values_list("pk", "key", "address").iterator()


def _judge_articles(batch: ImportBatch, items: list[ImportItem]) -> None:
    origins = origins_of_articles(items, batch.source)
    for item in items:
        origin = origins.get(item.key)
        is_with_words = item.payload["parsed"] is not None
        if origin:
            item.article = origin.article
            is_same = origin.digest == item.digest or not is_with_words
            item.verdict = Verdict.SAME if is_same else Verdict.CHANGED
        elif is_with_words:
            item.verdict = Verdict.NEW
        else:
            address = item.payload["address"]
            reason = NO_ARTICLE.format(address) if address else NO_ADDRESS
            item.verdict, item.reason = Verdict.FAILED, reason[:500]
    with transaction.atomic():
        store_lines(items, ["verdict", "reason", "article"])


def _judge_comments(batch: ImportBatch) -> None:
    comments = batch.lines.comments().filter(verdict="")
    lines = batch.lines.articles().filter(key=OuterRef("article_key"))
    has_article = Exists(lines.exclude(verdict__in=[Verdict.FAILED, Verdict.SKIPPED]))
    origins = Origin.objects.filter(source=batch.source)
    is_known = Exists(origins.filter(key=OuterRef("article_key"), article__isnull=False))
    comments.filter(~has_article, ~is_known).update(verdict=Verdict.FAILED, reason=NOT_HERE)
    here = origins.filter(key=OuterRef("key"), comment__isnull=False)
    comments.filter(Exists(here.filter(digest=OuterRef("digest")))).update(verdict=Verdict.SAME)
    comments.filter(Exists(here)).update(verdict=Verdict.CHANGED)
    comments.update(verdict=Verdict.NEW)


def _refuse_what_is_too_long(items: list[ImportItem]) -> None:
    for item in items:
        if len(item.payload["body"]) > markup.LONGEST:
            pass_over(item, TOO_LONG)


def _articles_in_order(batch: ImportBatch) -> Iterator[str]:
    """The keys of articles for which, or for whose comments, there is something to do."""
    lines = batch.lines.filter(verdict__in=[Verdict.NEW, Verdict.CHANGED]).order_by()
    own = lines.articles().values_list("key").annotate(first=Min("number"))
    of_comments = lines.comments().values_list("article_key").annotate(first=Min("number"))
    firsts: dict[str, int] = {}
    for key, first in [*own, *of_comments]:
        firsts[key] = min(first, firsts.get(key, first))
    yield from sorted(firsts, key=lambda key: firsts[key])


def _place(batch: ImportBatch, key: str, *, after: int) -> int:
    """Gives an article and its comments their places; returns how many it gave."""
    wanted = {"verdict__in": [Verdict.NEW, Verdict.CHANGED]}
    article = batch.lines.articles().filter(key=key, **wanted)
    placed = article.update(place=after + 1)
    comments = batch.lines.comments().filter(article_key=key, **wanted).order_by("number", "pk")
    rows = comments.values_list("pk", "key", "parent_key", "posted_at")
    said = [Said(pk, name, parent, at.timestamp() if at else None) for pk, name, parent, at in rows]
    known = _parents_here(batch, {each.parent for each in said} - {each.key for each in said})
    in_order = order(said, known=known)
    first = after + placed + 1
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE forum_importitem SET place = %s, parent_key = %s,"
            " reason = SUBSTR(TRIM(%s || ' ' || reason), 1, 500) WHERE id = %s",
            [
                (place, each.parent, each.broken[:400], each.pk)
                for place, each in enumerate(in_order, first)
            ],
        )
    return placed + len(in_order)


def _parents_here(batch: ImportBatch, keys: set[str]) -> set[str]:
    """Those of these comments that came with an earlier import, or are here unchanged."""
    found: set[str] = set()
    asked = sorted(keys - {""})
    for start in range(0, len(asked), CHUNK):
        origins = Origin.objects.filter(source=batch.source, comment__isnull=False)
        found.update(
            origins.filter(key__in=asked[start : start + CHUNK]).values_list("key", flat=True)
        )
    return found


def _chunks(lines: "QuerySet[ImportItem]") -> Iterator[list[ImportItem]]:
    last = 0
    while chunk := list(lines.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk
