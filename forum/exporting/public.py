"""Of some articles what everybody may read, as JSON Lines: what the public pages show, and nothing
that took a log-in to see. What was taken away keeps its place, without words and author."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models import Article, ArticleVersion, Author, Section
from articles.models.article import ArticleQuerySet, Byline
from forum import markup
from forum.exporting import PUBLIC
from forum.exporting.jsonl import CHUNK, file_of, finished, read
from forum.exporting.kinds import BY_NAME, Line
from forum.models import (
    Comment,
    Decision,
    Discussion,
    EditorsAnswer,
    Highlight,
    Member,
    Question,
    Quote,
    Revision,
    SourceChange,
    Status,
)
from forum.models.comment import CommentQuerySet
from forum.models.quote import QuoteQuerySet

EVERYBODY = AnonymousUser()
# The keys that the lines of these kinds lack here.
WITHHELD = {
    "member": {
        *("language", "expertise", "expert_until"),
        *("is_active", "is_staff", "is_superuser", "closed_at"),
    },
    "comment": {"purged_at"},
    "decision": {"by", "rule", "rule_version", "undoes", "batch"},
    "editors_answer": {"by", "supersedes"},
    "highlight": {"by", "ended_by"},
}
GONE: Line = {
    **dict.fromkeys(("author", "body"), None),
    **dict.fromkeys(("author_name", "role", "expertise"), ""),
    "mentions": {},
}


def articles_of(slugs: Iterable[str]) -> ArticleQuerySet:
    """Those that everybody may read, of all or of these."""
    visible = Article.objects.visible_to(EVERYBODY)
    wanted = list(slugs)
    return visible.filter(slug__in=wanted) if wanted else visible


def lines(articles: ArticleQuerySet) -> Iterator[str]:
    return file_of(_everything(articles), holds=PUBLIC)


def _everything(articles: ArticleQuerySet) -> Iterator[Line]:
    placed = Comment.objects.no_secrets().filter(discussion__article__in=articles)
    readable = placed.visible_to(EVERYBODY)
    in_them = Q(comment__in=readable)
    speaking = Exists(readable.filter(author=OuterRef("pk")))
    yield from _read("section", Section.objects.filter(articles__in=articles).distinct())
    yield from _read("author", Author.objects.filter(articles__in=articles).distinct())
    yield from _read("member", Member.objects.filter(speaking))
    yield from _read("article", articles)
    yield from _read("byline", Byline.objects.filter(article__in=articles))
    yield from _read("article_version", ArticleVersion.objects.filter(article__in=articles))
    yield from _read("discussion", Discussion.objects.filter(article__in=articles))
    yield from _comments(placed)
    yield from _revisions(Revision.objects.filter(in_them))
    yield from _quotes(Quote.objects.filter(in_them))
    shown: Any = Quote.objects.filter(in_them).shown_to(EVERYBODY)
    shown = shown.filter(is_hidden=False)
    yield from _read("source_change", SourceChange.objects.filter(quote__in=shown.values("pk")))
    if settings.MODERATION_LOG:
        logged = Decision.objects.shown_in_log().filter(comment__in=placed)
        yield from _read("decision", logged)
    yield from _read("highlight", Highlight.objects.standing().filter(in_them))
    yield from _read("question", Question.objects.public().filter(in_them))
    answers = EditorsAnswer.objects.public().filter(version__article__in=articles)
    yield from _read("editors_answer", answers)
    through = EditorsAnswer.comments.through.objects
    asked = through.filter(editorsanswer__in=answers, comment__in=readable)
    yield from _read("answered_comment", asked)


def _read(name: str, rows: "QuerySet[Any]") -> Iterator[Line]:
    kind = BY_NAME[name]
    without = WITHHELD.get(name, set())
    keys = {key: path for key, path in kind.keys.items() if key not in without}
    return read(kind, rows.order_by("pk"), keys)


def _comments(placed: CommentQuerySet) -> Iterator[Line]:
    counted = {"recommendations": "recommendation_count"}
    kind = BY_NAME["comment"]
    without = WITHHELD["comment"]
    keys = {key: path for key, path in kind.keys.items() if key not in without} | counted
    for some in _chunks(read(kind, placed.order_by("pk"), keys)):
        hidden = _hidden_quotes({line["id"] for line in some}, of_today=True)
        for line in some:
            if line["status"] == Status.PUBLISHED:
                body = markup.without_quotes(line["body"], hidden.get((line["id"], None), ()))
                yield line | {"body": body}
            else:
                yield line | GONE


def _revisions(revisions: "QuerySet[Revision]") -> Iterator[Line]:
    for some in _chunks(_read("revision", revisions)):
        hidden = _hidden_quotes({line["comment"] for line in some}, of_today=False)
        for line in some:
            ordinals = hidden.get((line["comment"], line["version"]), ())
            yield line | {"body": markup.without_quotes(line["body"], ordinals)}


def _hidden_quotes(comments: set[int], *, of_today: bool) -> dict[tuple[int, int | None], set[int]]:
    """By comment and version (None: today's) the quotes of words that nobody may read any more."""
    found: dict[tuple[int, int | None], set[int]] = {}
    quotes = Quote.objects.filter(comment__in=comments, revision__isnull=of_today)
    shown: Any = quotes.shown_to(EVERYBODY)
    hidden = shown.filter(is_hidden=True).order_by("pk")
    for comment, version, ordinal in hidden.values_list("comment", "revision__version", "ordinal"):
        found.setdefault((comment, version), set()).add(ordinal)
    return found


def _quotes(quotes: QuoteQuerySet) -> Iterator[Line]:
    kind = BY_NAME["quote"]
    keys = [*kind.keys, "is_hidden"]
    rows = quotes.shown_to(EVERYBODY).order_by("pk")
    for row in rows.values_list(*kind.keys.values(), "is_hidden").iterator(chunk_size=CHUNK):
        line = dict(zip(keys, row, strict=True))
        if line.pop("is_hidden"):
            line |= dict.fromkeys(("words", "exact", "prefix", "suffix"), "") | {"segments": []}
        yield finished(kind, line)


def _chunks(found: Iterator[Line]) -> Iterator[list[Line]]:
    while some := list(islice(found, CHUNK)):
        yield some
