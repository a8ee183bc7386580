"""Checks the quotes of a text that is about to be stored against their sources."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import starmap
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from articles.models import ArticleVersion
from forum.markup import BlockQuote
from forum.models import Comment, Discussion, Fidelity, Quote
from forum.quoting import UNFOUND, Finding, Source, locate
from forum.sources import Key, article_source, comment_source
from forum.threads import paths_above

# How much of a discussion is searched beyond the article as it stands and the comments answered:
# the newest comments, for the first few quotes that don't stand nearer, and the latest versions
# that the article had before. It bounds what one post can cost.
OTHERS = 500
OTHERS_CHARACTERS = 100_000
FAR_SEARCHES = 4
EARLIER = 5

Said = tuple[int, int, str]  # a comment's id, its version, and what it says


def check(
    quotes: Iterable[BlockQuote], *, discussion: Discussion, to: Comment | None
) -> list[Quote]:
    """The quotes as rows (not stored yet), each located in the article as it stands today, in the
    comment answered, in that one's ancestors, in what the article said before, or in the rest of
    the discussion.

    Only what everybody may read is searched: a mark must not betray a hidden comment's words.
    """
    sources = _Sources(discussion, to)
    return [
        _row(ordinal, quote, _find(quote, sources), sources) for ordinal, quote in enumerate(quotes)
    ]


class _Sources:
    """What quotes in one discussion may come from, read only as far as it is needed."""

    def __init__(self, discussion: Discussion, to: Comment | None) -> None:
        self.discussion = discussion
        self.to = to
        self.today = discussion.article.current
        self.article = article_source(self.today)
        self.searches_left = FAR_SEARCHES
        self.versions: dict[Hashable, ArticleVersion] = {self.article.key: self.today}

    @cached_property
    def above(self) -> dict[int, Said]:
        return _branch(self.to) if self.to else {}

    @cached_property
    def near(self) -> list[Source]:
        return [self.article, *starmap(comment_source, self.above.values())]

    @cached_property
    def earlier(self) -> list[Source]:
        if self.today.number == 1:
            return []
        versions = self.discussion.article.versions.filter(number__lt=self.today.number)
        return [self._earlier(version) for version in versions.order_by("-number")[:EARLIER]]

    @cached_property
    def others(self) -> list[Source]:
        comments = Comment.objects.published().filter(discussion=self.discussion)
        others = comments.exclude(pk__in=self.above).order_by("-pk")[:OTHERS]
        said = others.values_list("pk", "version", "text")
        return list(starmap(comment_source, _newest(said)))

    def passage(self, number: int) -> "_Passage | None":
        """The passage of this number, in the latest version of the article that has it."""
        return self._passage(number, [self.article]) or self._passage(number, self.earlier)

    def comment(self, pk: int) -> Source | None:
        found = Comment.objects.published().filter(pk=pk).values_list("pk", "version", "text")
        return next(starmap(comment_source, found), None)

    def _passage(self, number: int, versions: Iterable[Source]) -> "_Passage | None":
        for version in versions:
            body = self.versions[version.key].body
            for passage in body.passages:
                if passage.number == number:
                    alone = Source(version.key, passage.text)
                    return _Passage(version, alone, body.span(number)[0])
        return None

    def _earlier(self, version: ArticleVersion) -> Source:
        source = article_source(version)
        self.versions[source.key] = version
        return source


class _Passage(NamedTuple):
    version: Source
    alone: Source
    start: int


def _branch(comment: Comment) -> dict[int, Said]:
    """What the comment answered says and those that it answers, nearest first."""
    root, paths = comment.root_id or comment.pk, [*paths_above(comment.path), comment.path]
    above = Comment.objects.published().filter(Q(pk=root) | Q(root=root, path__in=paths))
    rows = {row[0]: row for row in above.values_list("pk", "version", "text", "parent")}
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
    return locate(quote.words, [*sources.near, *sources.earlier, *sources.others])


def _find_in_passage(words: str, number: int, sources: _Sources) -> Finding:
    """In the passage named, if its words stand there; else wherever they stand in the article."""
    passage = sources.passage(number)
    if passage:
        here = locate(words, [passage.alone], named=passage.alone)
        if here.fidelity == Fidelity.VERBATIM:
            return replace(here.moved(passage.start), source=passage.version)
    named = passage.version if passage else sources.article
    return locate(words, [*sources.near, *sources.earlier], named=named)


def _row(ordinal: int, quote: BlockQuote, finding: Finding, sources: _Sources) -> Quote:
    row = Quote(
        ordinal=ordinal,
        words=quote.words,
        label=quote.label[:200],
        href=quote.href[:2000],
        fidelity=finding.fidelity,
        segments=[segment.as_json() for segment in finding.segments],
    )
    row.source_version = None
    if finding.source is None:
        return row
    key = cast(Key, finding.source.key)
    if version := sources.versions.get(key):
        row.point_at_article(version, finding.start, finding.end)
        row.source_version = sources.today.number
    else:
        _, pk, seen = key
        said = Comment(pk=pk, version=seen, text=finding.source.text)
        row.point_at_comment(said, finding.start, finding.end)
        row.source_version = seen
    return row


def _without_site(href: str) -> str:
    """An address of this site as a path; any other as it is."""
    parts = urlsplit(href)
    if parts.netloc and parts.netloc == urlsplit(settings.SITE_URL).netloc:
        return parts._replace(scheme="", netloc="").geturl()
    return href
