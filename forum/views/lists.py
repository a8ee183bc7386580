"""Lists of articles: the front page, a section, a tag, an author."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article, ArticleVersion, Author, Section, Tag
from articles.models.article import ArticleQuerySet
from forum import following
from forum.margins import Line, most_quoted
from forum.models import Comment, Discussion
from forum.views import visits
from forum.views.finding import MemberRequest, articles_for
from forum.views.members_only import members_only
from forum.views.shared import margins_of
from forum.views.storable import good_until, storable

PER_PAGE = 20


@storable("page")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return _list(request, articles_for(request.user), "Under discussion", kind="front")


@storable("page")
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section.objects.of_articles_for(request.user), slug=slug)
    more: dict[str, Any] = {"slug": slug}
    if request.user.is_authenticated:
        is_followed = following.is_followed(found, by=request.user)
        more |= {"followed": found, "is_followed": is_followed}
    articles = articles_for(request.user).filter(section=found)
    return _list(request, articles, found.name, kind="section", **more)


@storable("page")
@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Tag.objects.of_articles_for(request.user), slug=slug)
    return _list(request, articles_for(request.user).filter(tags=found), found.name, kind="tag")


@storable("page")
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.of_articles_for(request.user), slug=slug)
    return _list(
        request,
        articles_for(request.user).filter(authors=found),
        found.name,
        kind="author",
        slug=slug,
    )


@require_safe
@members_only
def discussions(request: MemberRequest) -> HttpResponse:
    """Where the member wrote or has been, what was said last first."""
    theirs = Discussion.objects.of(request.user).values("pk")
    found = articles_for(request.user).filter(pk__in=theirs)
    return _list(request, found, "Your discussions", kind="member")


def _list(
    request: HttpRequest,
    found: ArticleQuerySet,
    heading: str,
    *,
    kind: str,
    slug: str = "",
    **more: Any,
) -> HttpResponse:
    articles: Any = _with_dates(found)
    if kind == "member":
        in_order = articles.order_by(F("last_comment_at").desc(nulls_last=True), "-pk")
    else:
        in_order = articles.newest_first()
    page = Paginator(in_order, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(_with_lines(page.object_list, request.user))
    response = render(
        request,
        "articles/list.html",
        {
            "heading": heading,
            "kind": kind,
            "feed_url": slug and reverse(f"{kind}_feed", args=[slug]),
            "articles": shown,
            "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
            "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
            **more,
        },
    )
    return good_until(response, *(article.discussion.counts_down_to for article, _ in shown))


def _with_dates(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Each with when it was commented on last, and when it came in."""
    comments = Comment.objects.published().filter(discussion=OuterRef("pk")).order_by("-pk")
    first = ArticleVersion.objects.filter(article=OuterRef("pk"), number=1)
    return articles.prefetch_related("byline_set").annotate(
        last_comment_at=Subquery(comments.values("created_at")[:1]),
        first_version_at=Subquery(first.values("created_at")),
    )


def _with_lines(articles: Iterable[Article], viewer: Any) -> Iterator[tuple[Article, list[Line]]]:
    """Each with the words of it that most people quote, as far as its editors want them shown, and
    with how much is new to the viewer."""
    shown: list[Any] = list(articles)
    new = visits.counts(viewer, [article.discussion for article in shown])
    for article in shown:
        article.new_count = new.get(article.pk, 0)
        article.discussion.last_comment_at = article.last_comment_at
        article.discussion.first_version_at = article.first_version_at
    margins = margins_of(article for article in shown if article.discussion.marks_quotes)
    for article in shown:
        yield article, most_quoted(margins.get(article.slug, {}))
