"""An article of an import becomes one of ours, or its next version."""

from dataclasses import replace
from typing import Any

from django.db import DataError, transaction

from articles.importing import Outcome, store
from articles.models import Article, Author, Section, Tag
from articles.readers import ParsedArticle
from forum.indexing import index_articles
from forum.ledger.identity import origins_of_articles
from forum.ledger.payloads import parsed_of
from forum.models import Change, Discussion, ImportBatch, ImportItem, Origin, Recheck

LONGEST_TITLE, LONGEST_NAME = 300, 100

Stage, Verdict = ImportItem.Stage, ImportItem.Verdict
VERDICTS = {
    Outcome.NEW: Verdict.NEW,
    Outcome.CHANGED: Verdict.CHANGED,
    Outcome.SAME: Verdict.SAME,
}


def bring_article(batch: ImportBatch, item: ImportItem) -> None:
    """Stores the article of this line, with its discussion."""
    parsed = parsed_of(item.payload)
    if parsed is None or not parsed.blocks:
        _leave_out(item, "It has no words.")
        return
    try:
        with transaction.atomic():
            _bring(batch, item, _fitting(parsed))
    except (DataError, ValueError) as error:  # a text that the database doesn't take
        _leave_out(item, f"It can’t be stored: {error}")


def _bring(batch: ImportBatch, item: ImportItem, parsed: ParsedArticle) -> None:
    if not ImportItem.objects.select_for_update().filter(pk=item.pk, stage=Stage.FOUND).exists():
        return
    origin = origins_of_articles([item], batch.source).get(item.key)
    article = origin.article if origin else None
    before = _before(parsed, article, origin)
    stored = store(article, parsed)
    article = stored.article
    if stored.outcome == Outcome.NEW and item.payload["is_draft"]:
        article.status = Article.Status.DRAFT
        article.save(update_fields=["status"])
    Discussion.objects.get_or_create(article=article)
    if stored.outcome != Outcome.SAME:
        index_articles([article])
        Change.objects.note()
    if stored.outcome == Outcome.CHANGED:
        Recheck.objects.request(article=article)
    Origin.objects.update_or_create(
        source=batch.source,
        key=item.key,
        article=article,
        defaults={"digest": item.digest, "address": item.address, "item": item},
    )
    item.verdict, item.stage = VERDICTS[stored.outcome], Stage.DONE
    item.article, item.before = article, before
    item.save(update_fields=["verdict", "stage", "article", "before"])


def _before(
    parsed: ParsedArticle, article: Article | None, origin: Origin | None
) -> dict[str, Any]:
    """What is to be there again when this is taken back."""
    authors = Author.objects.filter(name__in=parsed.authors).values_list("name", flat=True)
    tags = Tag.objects.filter(name__in=parsed.tags).values_list("name", flat=True)
    before: dict[str, Any] = {
        "new_section": not Section.objects.filter(name=parsed.section).exists(),
        "new_authors": sorted(set(parsed.authors) - set(authors)),
        "new_tags": sorted(set(parsed.tags) - set(tags)),
    }
    if article and origin:
        before |= {
            "version": article.current.number,
            "title": article.title,
            "published_on": article.published_on and article.published_on.isoformat(),
            "published_at": article.published_at and article.published_at.isoformat(),
            "section": article.section_id,
            "language": article.language,
            "address": article.address,
            "tags": [tag.pk for tag in article.tags.all()],
            "authors": [author.pk for author in article.bylines],
            "origin": {"key": origin.key, "digest": origin.digest, "item": origin.item_id},
        }
    return before


def _fitting(parsed: ParsedArticle) -> ParsedArticle:
    return replace(
        parsed,
        title=parsed.title.strip()[:LONGEST_TITLE] or "Untitled",
        section=parsed.section.strip()[:LONGEST_NAME],
        authors=tuple(name.strip()[:LONGEST_NAME] for name in parsed.authors if name.strip()),
    )


def _leave_out(item: ImportItem, why: str) -> None:
    item.verdict, item.reason, item.place = Verdict.FAILED, why[:500], None
    item.save(update_fields=["verdict", "reason", "place"])
