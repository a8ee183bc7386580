"""Checks the quotes of a text that is about to be stored against their sources."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from articles.models import ArticleVersion
from forum.markup import BlockQuote
from forum.models import Comment, Discussion, Fidelity, Quote
from forum.quoting import UNFOUND, Finding, Source, locate

CONTEXT = 32  # characters of prefix and suffix, as Web Annotation clients use
OTHERS = 500  # how many of the discussion's other comments are searched, the newest first


def check(
    quotes: Iterable[BlockQuote], *, discussion: Discussion, to: Comment | None
) -> list[Quote]:
    """The quotes as rows (not stored yet), each located in the article as it stands today, in the
    comment answered, in that one's ancestors or in the rest of the discussion.

    Only what everybody may read is searched: a mark must not betray a hidden comment's words.
    """
    sources = _Sources(discussion, to)
    return [
        _row(ordinal, quote, _find(quote, sources), sources.version)
        for ordinal, quote in enumerate(quotes)
    ]


class _Sources:
    """What quotes in one discussion may come from, read only as far as it is needed."""

    def __init__(self, discussion: Discussion, to: Comment | None) -> None:
        self.discussion = discussion
        self.version = discussion.article.current
        self.article = _article(self.version.pk, self.version.text)
        self.above = list(_branch(to)) if to else []
        self.branch = _sources(self.above)
        self._others: list[Source] | None = None

    @property
    def near(self) -> list[Source]:
        return [self.article, *self.branch]

    @property
    def all(self) -> list[Source]:
        if self._others is None:
            comments = Comment.objects.published().filter(discussion=self.discussion)
            others = comments.exclude(pk__in=[comment.pk for comment in self.above])
            self._others = _sources(others.order_by("-pk")[:OTHERS])
        return self.near + self._others

    def passage(self, number: int) -> Source | None:
        passages = [p for p in self.version.body.passages if p.number == number]
        return Source(self.version.pk, passages[0].text) if passages else None

    def comment(self, pk: int) -> Source | None:
        found = _sources(Comment.objects.published().filter(pk=pk))
        return found[0] if found else None


@lru_cache(maxsize=32)
def _article(version: int, text: str) -> Source:
    """A version's words, kept with their index: making that takes far longer than looking up."""
    return Source(version, text)


def _branch(comment: Comment) -> Iterable[Comment]:
    """The comment answered and those that it answers, nearest first."""
    root = comment.root_id or comment.pk
    thread = Comment.objects.published().filter(Q(pk=root) | Q(root=root))
    by_pk = {row.pk: row for row in thread}
    pk: int | None = comment.pk
    while pk in by_pk:
        yield by_pk[pk]
        pk = by_pk[pk].parent_id


def _sources(comments: Iterable[Comment]) -> list[Source]:
    return [Source(comment, comment.text) for comment in comments]


def _find(quote: BlockQuote, sources: _Sources) -> Finding:
    href = _without_site(quote.href)
    if href.startswith(("http:", "https:", "mailto:")):
        return UNFOUND
    if number := re.search(r"#p-(\d{1,9})$", href):
        return _find_in_passage(quote.words, int(number[1]), sources)
    if number := re.match(r"/comments/(\d{1,18})/", href):
        named = sources.comment(int(number[1]))
        if named:
            return locate(quote.words, [named, *sources.near], named=named)
    near = locate(quote.words, sources.near)
    if near.fidelity == Fidelity.VERBATIM:
        return near
    return locate(quote.words, sources.all)


def _find_in_passage(words: str, number: int, sources: _Sources) -> Finding:
    """In the passage named, if its words stand there; else wherever they stand in the article."""
    passage = sources.passage(number)
    if passage:
        here = locate(words, [passage], named=passage)
        if here.fidelity == Fidelity.VERBATIM:
            start, _ = sources.version.body.span(number)
            return here.moved(start)
    return locate(words, sources.near, named=sources.article)


def _row(ordinal: int, quote: BlockQuote, finding: Finding, version: ArticleVersion) -> Quote:
    row = Quote(
        ordinal=ordinal,
        words=quote.words,
        label=quote.label[:200],
        href=quote.href[:2000],
        fidelity=finding.fidelity,
        segments=[segment.as_json() for segment in finding.segments],
    )
    if finding.source is None:
        return row
    text, start, end = finding.source.text, finding.start, finding.end
    source = finding.source.key
    if isinstance(source, Comment):
        row.quoted_comment = source
    else:
        text = version.text
        row.article_version = version
        row.passages = list(version.body.numbers_between(start, end))
    row.start, row.end, row.exact = start, end, text[start:end]
    row.prefix = text[max(0, start - CONTEXT) : start]
    row.suffix = text[end : end + CONTEXT]
    return row


def _without_site(href: str) -> str:
    """An address of this site as a path; any other as it is."""
    parts = urlsplit(href)
    if parts.netloc and parts.netloc == urlsplit(settings.SITE_URL).netloc:
        return parts._replace(scheme="", netloc="").geturl()
    return href
