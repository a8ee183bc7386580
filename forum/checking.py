"""Checks the quotes of a text that is about to be stored against their sources."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from articles.models import ArticleVersion
from forum.markup import BlockQuote
from forum.models import Comment, Discussion, Fidelity, Quote
from forum.quoting import UNFOUND, Finding, Source, locate

CONTEXT = 32  # characters of prefix and suffix, as Web Annotation clients use
# How much of a discussion is searched beyond the article and the comments answered: the newest
# comments, for the first few quotes that don't stand nearer. It bounds what one post can cost.
OTHERS = 500
OTHERS_CHARACTERS = 100_000
FAR_SEARCHES = 4

ARTICLE, COMMENT = "article", "comment"
Key = tuple[str, int, int]  # which of the two, its id, and a comment's version
Said = tuple[int, int, str]  # a comment's id, its version, and what it says


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
        self.article = _source((ARTICLE, self.version.pk, 0), self.version.text)
        self.above = _branch(to) if to else {}
        self.near = [self.article, *_sources(self.above.values())]
        self.searches_left = FAR_SEARCHES
        self._others: list[Source] | None = None

    @property
    def all(self) -> list[Source]:
        if self._others is None:
            comments = Comment.objects.published().filter(discussion=self.discussion)
            others = comments.exclude(pk__in=self.above).order_by("-pk")[:OTHERS]
            self._others = _sources(_newest(others.values_list("pk", "version", "text")))
        return self.near + self._others

    def passage(self, number: int) -> Source | None:
        passages = [p for p in self.version.body.passages if p.number == number]
        return Source(self.article.key, passages[0].text) if passages else None

    def comment(self, pk: int) -> Source | None:
        found = Comment.objects.published().filter(pk=pk).values_list("pk", "version", "text")
        return next(iter(_sources(found)), None)


@lru_cache(maxsize=2048)
def _source(key: Key, text: str) -> Source:
    """A text kept with its index: making that takes far longer than looking a quote up."""
    return Source(key, text)


def _sources(comments: Iterable[Said]) -> list[Source]:
    return [_source((COMMENT, pk, version), text) for pk, version, text in comments]


def _branch(comment: Comment) -> dict[int, Said]:
    """What the comment answered says and those that it answers, nearest first."""
    root = comment.root_id or comment.pk
    thread = Comment.objects.published().filter(Q(pk=root) | Q(root=root))
    rows = {row[0]: row for row in thread.values_list("pk", "version", "text", "parent")}
    branch: dict[int, Said] = {}
    pk: int | None = comment.pk
    while pk in rows:
        _, version, text, parent = rows[pk]
        branch[pk] = pk, version, text
        pk = parent
    return branch


def _newest(comments: Iterable[Said]) -> Iterator[Said]:
    room = OTHERS_CHARACTERS
    for pk, version, text in comments:
        room -= len(text)
        if room < 0:
            return
        yield pk, version, text


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
    if near.fidelity == Fidelity.VERBATIM or not sources.searches_left:
        return near
    sources.searches_left -= 1
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
    kind, pk, seen = cast(Key, finding.source.key)
    if kind == COMMENT:
        row.quoted_comment_id, row.quoted_version = pk, seen
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
