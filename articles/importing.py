"""Stores what a reader made of a file: a new article, a new version of one, or nothing new."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Max

from articles.models import Article, ArticleVersion, Author, Import, Picture, Section, Tag
from articles.models.article import LONGEST_ADDRESS, Byline
from articles.models.slugs import free_slug
from articles.passages import Body
from articles.readers import ParsedArticle


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "unchanged"


@dataclass(frozen=True)
class Stored:
    article: Article
    outcome: Outcome


def store(parsed: ParsedArticle, *, source: str, data: bytes) -> Stored:
    """Stores a piece read from `data`, which came from `source`, in one transaction.

    A piece is taken for one that is here already if it has the same address on the web; or the
    same title and date; or if it came from the same place and still has at least half of the
    other's passages. Its changed words become the article's next version; those that stand keep
    theirs.
    """
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        return store_as(_known(parsed, source), parsed, source=source, digest=digest)


def store_as(article: Article | None, parsed: ParsedArticle, *, source: str, digest: str) -> Stored:
    """Stores a piece as what `article` is to say from now on, or as a new one; in the caller's
    transaction."""
    with transaction.atomic(savepoint=False):
        if article is None:
            article, outcome = _add(parsed), Outcome.NEW
        else:
            outcome = _renew(article, parsed)
        if outcome != Outcome.SAME:
            Import.objects.create(
                source=source[:1000], digest=digest, article=article, version=article.current
            )
    return Stored(article, outcome)


def _known(parsed: ParsedArticle, source: str) -> Article | None:
    same_name = Article.objects.filter(title=parsed.title, published_on=_day(parsed))
    if address := _address(parsed):
        same_address = Article.objects.filter(address=address)
        if article := same_address.select_for_update().first():
            return article
        # Two pieces with one name may have been published at two addresses.
        same_name = same_name.filter(address="")
    if article := same_name.select_for_update().first():
        return article
    last = Import.objects.filter(source=source[:1000]).select_related("article__current").first()
    if last and _is_mostly(parsed, last.article):
        return last.article
    return None


def _is_mostly(parsed: ParsedArticle, article: Article) -> bool:
    here = {passage.text for passage in article.current.body.passages}
    return 2 * sum(block.text in here for block in parsed.blocks) >= len(here)


def _add(parsed: ParsedArticle) -> Article:
    article = Article.objects.create(
        slug=free_slug(Article.objects.all(), parsed.title),
        **_facts(parsed),
    )
    _sign(article, parsed.authors)
    article.tags.set(_tags(parsed))
    _add_version(article, Body.from_blocks(parsed.blocks), parsed.note, number=1)
    return article


def _renew(article: Article, parsed: ParsedArticle) -> Outcome:
    facts_changed = _renew_facts(article, parsed)
    words_changed = _renew_words(article, parsed)
    return Outcome.CHANGED if facts_changed or words_changed else Outcome.SAME


def _renew_facts(article: Article, parsed: ParsedArticle) -> bool:
    changed = {
        name: value for name, value in _facts(parsed).items() if getattr(article, name) != value
    }
    for name, value in changed.items():
        setattr(article, name, value)
    if changed:
        article.save(update_fields=changed)
    signed = tuple(author.name for author in article.bylines)
    if signed != parsed.authors:
        article.byline_set.all().delete()
        _sign(article, parsed.authors)
    tagged = set(_tags(parsed))
    retagged = bool(tagged) and tagged != set(article.tags.all())
    if retagged:
        article.tags.set(tagged)
    return bool(changed) or signed != parsed.authors or retagged


def _facts(parsed: ParsedArticle) -> dict[str, Any]:
    """What the piece says about itself. Where it came from, its language and the hour are known to
    few formats: one that doesn't say leaves what is known."""
    told = {"title": parsed.title, "published_on": _day(parsed), "section": _section(parsed)}
    when = parsed.published_on
    if isinstance(when, datetime):
        told["published_at"] = when if when.tzinfo else when.replace(tzinfo=UTC)
    if parsed.language:
        told["language"] = parsed.language
    if address := _address(parsed):
        told["address"] = address
    return told


def _address(parsed: ParsedArticle) -> str:
    return parsed.address if len(parsed.address) <= LONGEST_ADDRESS else ""


def _day(parsed: ParsedArticle) -> date | None:
    """The day where it was published, whichever it was elsewhere."""
    when = parsed.published_on
    return when.date() if isinstance(when, datetime) else when


def _tags(parsed: ParsedArticle) -> list[Tag]:
    return [Tag.objects.called(name) for name in parsed.tags]


def _renew_words(article: Article, parsed: ParsedArticle) -> bool:
    versions = article.versions.order_by("number")
    used = max(passage.number for version in versions for passage in version.body.passages)
    body = Body.from_blocks(parsed.blocks).succeeding(article.current.body, used=used)
    if body == article.current.body and parsed.note == article.current.note:
        return False
    last = versions.aggregate(last=Max("number"))["last"]
    _add_version(article, body, parsed.note, number=last + 1)
    return True


def _add_version(article: Article, body: Body, note: str, *, number: int) -> None:
    article.current = ArticleVersion.objects.create(
        article=article, number=number, passages=body.as_json(), note=note
    )
    Picture.objects.note(article.current)
    article.save(update_fields=["current"])


def _section(parsed: ParsedArticle) -> Section | None:
    return Section.objects.called(parsed.section) if parsed.section else None


def _sign(article: Article, names: tuple[str, ...]) -> None:
    Byline.objects.bulk_create(
        Byline(article=article, author=Author.objects.called(name), place=place)
        for place, name in enumerate(dict.fromkeys(names))
    )
