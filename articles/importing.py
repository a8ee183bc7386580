"""Stores what a reader made of a file: a new article, a new version of one, or nothing new."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Max

from articles.models import Article, ArticleVersion, Author, Picture, Section, Tag
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


def store(article: Article | None, parsed: ParsedArticle) -> Stored:
    """Stores a piece as what `article` is to say from now on, or as a new one. Its changed words
    become the article's next version; those that stand keep theirs."""
    with transaction.atomic():
        if article is None:
            return Stored(_add(parsed), Outcome.NEW)
        return Stored(article, _renew(article, parsed))


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
    """Not a mere path: it would lead somewhere here."""
    is_whole = parsed.address.startswith(("https://", "http://"))
    return parsed.address if is_whole and len(parsed.address) <= LONGEST_ADDRESS else ""


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
