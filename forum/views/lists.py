"""Lists of articles: the front page, a section, an author."""

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Author, Section
from articles.models.article import ArticleQuerySet
from forum.models import Status
from forum.views.finding import articles_for

PER_PAGE = 20


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return _list(request, articles_for(request), "Under discussion", kind="front")


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section.objects.of_articles_for(request.user), slug=slug)
    return _list(request, articles_for(request).filter(section=found), found.name, kind="section")


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.of_articles_for(request.user), slug=slug)
    return _list(request, articles_for(request).filter(authors=found), found.name, kind="author")


def _list(
    request: HttpRequest, articles: ArticleQuerySet, heading: str, *, kind: str
) -> HttpResponse:
    published = Q(discussion__comments__status=Status.PUBLISHED)
    counted = articles.newest_first().annotate(
        comment_count=Count("discussion__comments", filter=published),
        last_comment_at=Max("discussion__comments__created_at", filter=published),
    )
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "articles/list.html",
        {
            "heading": heading,
            "kind": kind,
            "articles": page.object_list,
            "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
            "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        },
    )
