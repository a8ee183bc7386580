"""Follows quotes whose source has changed: to their words, which keep their mark wherever they now
stand, or to what has taken their place. Where the source was deleted they go with it.

A `Recheck` is written together with the change. Which quotes are left to follow can be seen from
the quotes themselves, so what was broken off goes on where it stopped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from articles.models import ArticleVersion
from forum.margins import quoted_stretches
from forum.models import Change, Comment, Discussion, Fidelity, Quote, Recheck, SourceChange
from forum.models.quote import QuoteQuerySet
from forum.models.recheck import LEASE
from forum.quoting import Source, Succession, Trace, locate
from forum.sources import article_source, comment_source
from forum.unquoting import take_out

BATCH = 200
# Comments that were being posted when the source changed were checked against what it said before.
SETTLING = timedelta(minutes=1)
POINTED = [
    *("article_version", "quoted_version", "start", "end", "exact", "prefix", "suffix"),
    *("passages", "segments"),
]
TOLD = [
    *("article_version", "comment_version", "at", "start", "end", "exact", "passages", "segments"),
]


def recheck_next() -> bool:
    """Follows the quotes of one source that has changed. False if there is none to do."""
    asked = Recheck.objects.claim()
    if not asked:
        return False
    try:
        _recheck(asked)
    except Exception:
        asked.fail()
        raise
    return True


@dataclass
class _Today:
    """A source as it is today."""

    source: Source
    since: datetime
    stale: QuoteQuerySet  # not yet known to stand or not to stand there
    version: ArticleVersion | None = None
    comment: Comment | None = None
    earlier: dict[int, Source] = field(default_factory=dict)  # by a version's key or number
    successions: dict[str, Succession] = field(default_factory=dict)  # by the earlier text


def _recheck(asked: Recheck) -> None:
    if asked.comment and asked.comment.purged_at:
        _unquote(asked, asked.comment)
        return
    if asked.comment:
        today = _comment_today(asked.comment)
    elif asked.article:
        today = _article_today(asked.article.current)
    for quotes in _batches(today.stale):
        _store(quotes, [_follow(quote, today) for quote in quotes])
        if not asked.put_off(LEASE):  # it has changed again, or somebody took us for dead
            return
    asked.finish(settled_after=SETTLING)


def _unquote(asked: Recheck, comment: Comment) -> None:
    for quotes in _batches(Quote.objects.filter(quoted_comment=comment).exclude(words="")):
        take_out(quotes)
        if not asked.put_off(LEASE):
            return
    asked.finish(settled_after=SETTLING)


def _article_today(version: ArticleVersion) -> _Today:
    stale = Quote.objects.filter(article_version__article=version.article_id)
    return _Today(
        source=article_source(version),
        since=version.created_at,
        stale=stale.exclude(article_version=version).exclude(
            source_change__article_version=version
        ),
        version=version,
        earlier={
            earlier.pk: article_source(earlier)
            for earlier in version.article.versions.exclude(pk=version.pk)
        },
    )


def _comment_today(comment: Comment) -> _Today:
    stale = Quote.objects.filter(quoted_comment=comment).exclude(quoted_version=comment.version)
    return _Today(
        source=comment_source(comment.pk, comment.version, comment.text),
        since=comment.edited_at or timezone.now(),
        stale=stale.exclude(source_change__comment_version=comment.version),
        comment=comment,
        earlier={
            number: comment_source(comment.pk, number, text)
            for number, text in comment.revisions.values_list("version", "text")
        },
    )


def _batches(stale: QuoteQuerySet) -> Iterator[list[Quote]]:
    rows = stale.select_related("source_change").order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _follow(quote: Quote, today: _Today) -> SourceChange | None:
    """Points the quote at its words if they stand; else says what has become of them."""
    before, moved = _before(quote, today)
    if before.text not in today.successions:
        today.successions[before.text] = Succession(before, today.source)
    pieces = [(start + moved, end + moved) for start, end in _pieces(quote)]
    trace = today.successions[before.text].trace_pieces(pieces)
    if trace and not trace.is_changed:
        _point(quote, trace, today)
        return None
    return _change(quote, trace, today)


def _before(quote: Quote, today: _Today) -> tuple[Source, int]:
    """What the source said when it was quoted, and by how much the quote's place is moved there."""
    version = quote.article_version_id or quote.quoted_version
    if version in today.earlier:
        return today.earlier[version], 0
    # After an edit that left no mark, the quote knows best.
    around = Source(("around", quote.pk), quote.prefix + quote.exact + quote.suffix)
    return around, len(quote.prefix) - (quote.start or 0)


def _pieces(quote: Quote) -> Iterator[tuple[int, int]]:
    """Where its words stand; for a shortened quote without what it leaves out."""
    if quote.start is None or quote.end is None:
        raise ValueError(f"{quote} has no place.")
    if quote.fidelity == Fidelity.SHORTENED:
        yield from quoted_stretches(quote.start, quote.end, quote.segments)
    else:
        yield quote.start, quote.end


def _point(quote: Quote, trace: Trace, today: _Today) -> None:
    now = today.source.text[trace.start : trace.end]
    if quote.segments and now != quote.exact:  # by what is no change: blanks, quotation marks
        again = locate(quote.words, [Source("there", now)])
        quote.segments = [segment.as_json() for segment in again.segments]
    if today.version:
        quote.point_at_article(today.version, trace.start, trace.end)
    elif today.comment:
        quote.point_at_comment(today.comment, trace.start, trace.end)


def _change(quote: Quote, trace: Trace | None, today: _Today) -> SourceChange:
    known: SourceChange | None = getattr(quote, "source_change", None)
    change = SourceChange(
        quote=quote,
        article_version=today.version,
        comment_version=today.comment.version if today.comment else None,
        at=today.since,
    )
    if trace:
        change.start, change.end = trace.start, trace.end
        change.exact = today.source.text[trace.start : trace.end]
        change.segments = [segment.as_json() for segment in trace.segments]
        if today.version:
            change.passages = list(today.version.body.numbers_between(trace.start, trace.end))
    if known and (known.is_gone, known.exact) == (change.is_gone, change.exact):
        change.at = known.at
    return change


def _store(quotes: Sequence[Quote], changes: Sequence[SourceChange | None]) -> None:
    followed = dict(zip(quotes, changes, strict=True))
    with transaction.atomic():
        there = set(_still_there(quotes))
        stand = [quote for quote, change in followed.items() if not change and quote.pk in there]
        told = [change for quote, change in followed.items() if change and quote.pk in there]
        # All are there, and one such statement takes a tenth of the time of a bulk_update.
        Quote.objects.bulk_create(
            stand, update_conflicts=True, unique_fields=["pk"], update_fields=POINTED
        )
        SourceChange.objects.filter(quote__in=stand).delete()
        SourceChange.objects.bulk_create(
            told, update_conflicts=True, unique_fields=["quote"], update_fields=TOLD
        )
        for discussion in Discussion.objects.filter(comments__quotes__in=there).distinct():
            Change.objects.note(discussion=discussion)


def _still_there(quotes: Sequence[Quote]) -> Iterator[int]:
    """Locks the quotes. An edit of their own comment may have taken them away."""
    rows = Quote.objects.select_for_update().filter(pk__in=[quote.pk for quote in quotes])
    return rows.order_by("pk").values_list("pk", flat=True).iterator()
