"""One piece by itself, a text or a page: what it is called, and so which of those here it is."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import count
from typing import BinaryIO

from articles.addresses import canonical
from articles.models import Article
from articles.readers import Found, FoundArticle, ParsedArticle, recognising
from forum.ledger.payloads import short_key
from forum.models import ImportBatch, ImportItem, Origin

SOURCE = "piece"
NAME = "one piece (text, Markdown or a web page)"
LONGEST_TITLE = 300


def is_piece(head: bytes, name: str) -> bool:
    """Whether a file of this name that begins so may be one."""
    named = recognising.recognised(head, name) != recognising.Format.TEXT
    return named or name.lower().endswith(recognising.SUFFIXES)


def read(batch: ImportBatch, file: BinaryIO) -> Iterator[Found]:
    data = file.read(recognising.MAX_BYTES + 1)
    name, address = batch.name, batch.address
    yield found(recognising.read(data, name, address=address, charset=batch.charset), name)


def found(parsed: ParsedArticle, place: str) -> FoundArticle:
    """What was read at this place, a path or an address.

    A piece is one that is here already if it has the same address on the web; or the same title and
    date; or if it came from the same place and still has at least half of the other's passages.
    """
    article = _known(parsed, place)
    origin = Origin.objects.filter(source=SOURCE, article=article).order_by("pk").first()
    key = origin.key if article and origin else _new_key(parsed)
    return FoundArticle(key, address=parsed.address, title=parsed.title, parsed=parsed)


def _known(parsed: ParsedArticle, place: str) -> Article | None:
    pieces = Article.objects.filter(origins__source=SOURCE).order_by("pk")
    same_name = pieces.filter(title=_title(parsed), published_on=_day(parsed))
    if address := canonical(parsed.address):
        same_address = Article.objects.filter(
            origins__source=SOURCE, origins__address=address
        ).order_by("pk")
        if article := same_address.first():
            return article
        # Two pieces with one name may have been published at two addresses.
        same_name = same_name.filter(address="")
    if article := same_name.first():
        return article
    lines = ImportItem.objects.articles().filter(batch__format=SOURCE, batch__name=place[:1000])
    last = lines.filter(stage=ImportItem.Stage.DONE, article__isnull=False).order_by("-pk").first()
    return last.article if last and last.article and _is_mostly(parsed, last.article) else None


def _is_mostly(parsed: ParsedArticle, article: Article) -> bool:
    here = {passage.text for passage in article.current.body.passages}
    return 2 * sum(block.text in here for block in parsed.blocks) >= len(here)


def _new_key(parsed: ParsedArticle) -> str:
    """A name that no other piece has: one that had it may be called otherwise today."""
    name = canonical(parsed.address) or f"{_day(parsed) or ''} {_title(parsed)}".strip()
    names = (short_key(name if number == 1 else f"{name} ({number})") for number in count(1))
    taken = Origin.objects.filter(source=SOURCE, article__isnull=False)
    return next(name for name in names if not taken.filter(key=name).exists())


def _title(parsed: ParsedArticle) -> str:
    return parsed.title.strip()[:LONGEST_TITLE]


def _day(parsed: ParsedArticle) -> date | None:
    when = parsed.published_on
    return when.date() if isinstance(when, datetime) else when
