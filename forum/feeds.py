"""Atom feeds. Whoever asks, they hold what everybody may read, and links that work elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from articles.models import Article, Author, Section
from articles.models.article import ArticleQuerySet
from forum import markup
from forum.atom import HTML, TYPE, Answered, Entry, Feed, Person, Replies, write
from forum.models import AnswersFeed, Comment, quotes_shown_to
from forum.models.comment import CommentQuerySet
from forum.templatetags.discussion import figures
from forum.views.finding import find_member
from forum.views.storable import storable, unless_known

ARTICLES, COMMENTS = 30, 50
EVERYBODY = AnonymousUser()
SITE = "Rejoinder"
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
UPDATED = Coalesce("edited_at", "appeared_at", "posted_at", "created_at")


@storable()
@require_safe
def site(request: HttpRequest) -> HttpResponse:
    return _articles(request, _readable(), f"{SITE}: under discussion", "/")


@storable()
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section.objects.of_articles_for(EVERYBODY), slug=slug)
    articles = _readable().filter(section=found)
    return _articles(request, articles, f"{SITE}: {found.name}", found.get_absolute_url())


@storable()
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.of_articles_for(EVERYBODY), slug=slug)
    articles = _readable().filter(authors=found)
    return _articles(request, articles, f"{SITE}: by {found.name}", found.get_absolute_url())


@storable(of_article=True)
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(_readable().select_related("current"), slug=slug)
    said = Comment.objects.visible_to(EVERYBODY).filter(discussion=found.pk)
    page, began = found.get_absolute_url(), found.current.created_at
    return _answer(_comments(request, said, f"Comments on {found.title}", page, began))


@storable()
@require_safe
def member(request: HttpRequest, name: str) -> HttpResponse:
    found = find_member(name)
    said = Comment.objects.visible_to(EVERYBODY).filter(author=found)
    page, began = found.get_absolute_url(), found.date_joined
    return _answer(_comments(request, said, f"Comments by {found.name}", page, began))


@require_safe
def answers(request: HttpRequest, token: str) -> HttpResponse:
    """What others answered a member, for whoever knows the address."""
    feed = AnswersFeed.objects.at(token)
    if feed is None:
        raise Http404
    to = feed.member
    said = Comment.objects.visible_to(EVERYBODY).filter(parent__author=to).exclude(author=to)
    said = said.not_muted_by(to)
    page = reverse("notifications")
    told = _comments(request, said, f"Answers to {to.name}", page, to.date_joined)
    response = _answer(told)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return unless_known(request, response)


def _readable() -> ArticleQuerySet:
    return Article.objects.visible_to(EVERYBODY)


def _answer(feed: Feed) -> HttpResponse:
    return HttpResponse(write(feed), content_type=f"{TYPE}; charset=utf-8")


def _articles(
    request: HttpRequest, articles: ArticleQuerySet, title: str, page: str
) -> HttpResponse:
    """The newest articles, each with where its discussion can be read."""
    base = _base(request)
    said = Comment.objects.published().filter(discussion=OuterRef("pk")).order_by("-pk")
    newest: Iterable[Any] = (
        articles.newest_first()
        .select_related("current", "discussion")
        .prefetch_related("byline_set")
        .annotate(last_said_at=Subquery(said.annotate(at=UPDATED).values("at")[:1]))
    )[:ARTICLES]
    entries = [_of_article(each, base) for each in newest]
    return _answer(_feed(request, title, page, BEFORE_ALL, entries))


def _of_article(article: Any, base: str) -> Entry:
    day, url = article.published_on, f"{base}{article.get_absolute_url()}"
    return Entry(
        id=url,
        title=article.title,
        url=url,
        updated=article.current.created_at,
        published=datetime.combine(day, time(), UTC) if day else None,
        authors=[
            Person(author.name, f"{base}{author.get_absolute_url()}") for author in article.bylines
        ],
        summary=article.current.opening,
        language=article.language,
        replies=Replies(
            f"{base}{reverse('article_feed', args=[article.slug])}",
            TYPE,
            article.discussion.comment_count,
            article.last_said_at,
        ),
    )


def _comments(
    request: HttpRequest, said: CommentQuerySet, title: str, page: str, began: datetime
) -> Feed:
    """The newest of these comments, with what each answers."""
    base, newest = _base(request), _newest(said)
    keys = [comment.pk for comment in newest]
    there = Comment.objects.visible_to(EVERYBODY).filter(answers__in=keys)
    answered = set(there.values_list("pk", flat=True))
    replies = Comment.objects.published().filter(parent__in=keys).order_by().values_list("parent")
    counted = replies.annotate(number=Count("pk"), last=Max(UPDATED))
    replies_to = {parent: (number, last) for parent, number, last in counted}
    entries = [
        _of_comment(
            comment,
            base,
            answered=comment.parent_id if comment.parent_id in answered else None,
            replies=replies_to.get(comment.pk, (0, None)),
        )
        for comment in newest
    ]
    return _feed(request, title, page, began, entries)


def _newest(said: CommentQuerySet) -> list[Comment]:
    """Those that people could first read last; imported ones, of which that isn't known, then.
    What waited for a moderator is news when it appears."""
    appeared = said.filter(appeared_at__isnull=False).order_by("-appeared_at")
    keys = list(appeared.values_list("pk", flat=True)[:COMMENTS])
    if len(keys) < COMMENTS:
        others = said.filter(appeared_at=None).order_by("-pk")
        keys += others.values_list("pk", flat=True)[: COMMENTS - len(keys)]
    shown = Comment.objects.visible_to(EVERYBODY).select_related("author", "discussion__article")
    with_quotes = shown.prefetch_related(quotes_shown_to(EVERYBODY)).defer("body")
    found = with_quotes.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def _of_comment(
    comment: Comment, base: str, *, answered: int | None, replies: tuple[int, datetime | None]
) -> Entry:
    author, article = comment.author, f"{base}{comment.discussion.article.get_absolute_url()}"
    page = f"{base}{reverse('comment', args=[answered])}" if answered else article
    html = markup.absolute(comment.html, site=base, page=article)
    url = f"{base}{comment.get_absolute_url()}"
    return Entry(
        id=url,
        title=f"{comment.byline}: {Truncator(comment.gist).chars(80)}",
        url=url,
        updated=comment.edited_at or comment.appeared_at or comment.shown_at,
        published=comment.shown_at,
        authors=[Person(comment.byline, f"{base}{author.get_absolute_url()}" if author else "")],
        content=figures(html, list(comment.quotes.all()), base=article),
        answered=Answered(page, page),
        replies=Replies(f"{base}{reverse('thread', args=[comment.pk])}", HTML, *replies),
    )


def _feed(
    request: HttpRequest, title: str, page: str, began: datetime, entries: Sequence[Entry]
) -> Feed:
    base = _base(request)
    return Feed(
        title=title,
        url=f"{base}{page}",
        self_url=f"{base}{request.path}",
        author=Person(SITE, f"{base}/"),
        began=began,
        entries=entries,
    )


def _base(request: HttpRequest) -> str:
    """Ids are made of it: they mustn't depend on the name by which somebody asks."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
