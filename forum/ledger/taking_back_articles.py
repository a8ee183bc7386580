"""An article that an import brought goes, or says again what it said before."""

from datetime import date, datetime
from typing import Any

from articles.models import Article, ArticleVersion, Author, Section, Tag
from articles.models.article import Byline
from forum.indexing import index_articles
from forum.models import (
    AuthorAccount,
    Comment,
    EditorsAnswer,
    ImportItem,
    IndexedArticle,
    Origin,
    Quote,
    Recheck,
    SectionTerms,
    SourceChange,
)

Stage, Verdict = ImportItem.Stage, ImportItem.Verdict
DISCUSSED = "Kept: it is discussed."
QUOTED = "Kept: it is quoted elsewhere."
ANSWERED = "Kept: editors have answered about it."
NEWER = "Kept: the article has changed again since."
QUOTED_SINCE = "Kept: what it changed was quoted since."


def take_back_article(item: ImportItem) -> None:
    """In the caller's transaction."""
    article, before = item.article, item.before or {}
    if article and "version" in before:
        kept = _restore(article, before)
    else:
        kept = _remove(article) if article else ""
    if kept:
        item.stage, item.reason = Stage.KEPT, kept
    else:
        _remove_unused(before, item.payload)
        item.stage, item.payload = Stage.UNDONE, {}
        if "version" not in before:
            item.article = None
    item.save(update_fields=["stage", "reason", "article", "payload"])


def _remove(article: Article) -> str:
    """Deletes an article that nobody needs; or says who does."""
    versions = ArticleVersion.objects.filter(article=article)
    if Comment.objects.filter(discussion=article.pk).exists():
        return DISCUSSED
    if Quote.objects.filter(article_version__in=versions).exists():
        return QUOTED
    if EditorsAnswer.objects.filter(version__in=versions).exists():
        return ANSWERED
    SourceChange.objects.filter(article_version__in=versions).delete()
    Article.objects.filter(pk=article.pk).update(current=None)
    IndexedArticle.objects.filter(pk=article.pk).delete()
    Article.objects.get(pk=article.pk).delete()
    return ""


def _restore(article: Article, before: dict[str, Any]) -> str:
    """Takes the version back that the import added, with the facts that it changed."""
    if article.current.number > before["version"]:
        kept = _drop_last_version(article, before["version"])
        if kept:
            return kept
    article.title, article.section_id = before["title"], before["section"]
    article.language, article.address = before["language"], before["address"]
    day, moment = before["published_on"], before["published_at"]
    article.published_on = day and date.fromisoformat(day)
    article.published_at = moment and datetime.fromisoformat(moment)
    article.save()
    article.tags.set(before["tags"])
    if [author.pk for author in article.bylines] != before["authors"]:
        article.byline_set.all().delete()
        Byline.objects.bulk_create(
            Byline(article=article, author_id=author, place=place)
            for place, author in enumerate(before["authors"])
        )
    index_articles([article])
    was = before["origin"]
    Origin.objects.filter(article=article, key=was["key"]).update(
        digest=was["digest"], item=was["item"]
    )
    return ""


def _drop_last_version(article: Article, number: int) -> str:
    version = article.current
    if version.number != number + 1:
        return NEWER
    if EditorsAnswer.objects.filter(version=version).exists():
        return ANSWERED
    earlier = article.versions.get(number=number)
    if not _all_point_back(version, earlier):
        return QUOTED_SINCE
    SourceChange.objects.filter(article_version=version).delete()
    article.current = earlier
    article.save(update_fields=["current"])
    version.delete()
    Recheck.objects.request(article=article)
    return ""


def _all_point_back(version: ArticleVersion, earlier: ArticleVersion) -> bool:
    """Points the quotes of a version at the same words in an earlier one, if all stand there."""
    quotes = list(Quote.objects.filter(article_version=version))
    for quote in quotes:
        start = _same_words(quote, earlier)
        if start is None:
            return False
        quote.point_at_article(earlier, start, start + len(quote.exact))
    for quote in quotes:
        quote.save()
    return True


def _same_words(quote: Quote, earlier: ArticleVersion) -> int | None:
    """Where its words stand in the passages in which they stand now."""
    here = quote.article_version
    if here is None or quote.start is None:
        return None
    number = quote.passages[0]
    try:
        inside = quote.start - here.body.span(number)[0]
        start = earlier.body.span(number)[0] + inside
    except KeyError:
        return None
    end = start + len(quote.exact)
    return start if earlier.text[start:end] == quote.exact else None


def _remove_unused(before: dict[str, Any], payload: dict[str, Any]) -> None:
    """The section, the authors and the tags that came with it, if nothing else is theirs."""
    parsed = payload.get("parsed") or {}
    if before.get("new_section"):
        sections = Section.objects.filter(name=parsed.get("section"), articles=None)
        sections.exclude(pk__in=SectionTerms.objects.values("section")).delete()
    authors = Author.objects.filter(name__in=before.get("new_authors", []), articles=None)
    authors.exclude(pk__in=AuthorAccount.objects.values("author")).delete()
    Tag.objects.filter(name__in=before.get("new_tags", []), articles=None).delete()
