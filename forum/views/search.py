"""Searching: the whole site, or one discussion."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from forum import limits, markup
from forum.limits import TooMany
from forum.search import LONGEST_QUERY, Query, Run, excerpt, marked, parse
from forum.searching import find_articles, find_comments
from forum.views.finding import articles_for, find_article, whole_number

FEW = 3  # articles above the comments
ARTICLES = 20  # on a page of their own


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The newest articles and comments with these words; `in=articles` shows articles only."""
    typed = _typed(request)
    if refused := _refused(request, typed):
        return refused
    query, before = parse(typed), whole_number(request, "before")
    if request.GET.get("in") == "articles":
        return render(request, "search/search.html", _articles(request, typed, query))
    articles = [] if before or not query else _first_articles(request, query)
    return render(
        request,
        "search/search.html",
        {
            **_comments(request, typed, query),
            "articles": _described(articles[:FEW], query),
            "all_articles_url": f"?{urlencode({'q': typed, 'in': 'articles'})}"
            if len(articles) > FEW
            else "",
        },
    )


@require_safe
def discussion_search(request: HttpRequest, slug: str) -> HttpResponse:
    article, typed = find_article(request, slug), _typed(request)
    if refused := _refused(request, typed, article=article):
        return refused
    return render(
        request,
        "search/search.html",
        {**_comments(request, typed, parse(typed), article=article), "article": article},
    )


def _typed(request: HttpRequest) -> str:
    return " ".join(markup.clean(request.GET.get("q", "")[:LONGEST_QUERY]).split())


def _refused(
    request: HttpRequest, typed: str, article: Article | None = None
) -> HttpResponse | None:
    try:
        if typed:
            limits.spend(limits.SEARCHES, request)
    except TooMany as error:
        said = {"typed": typed, "article": article, "refusal": str(error)}
        return render(request, "search/search.html", said, status=429)
    return None


def _comments(
    request: HttpRequest, typed: str, query: Query, article: Article | None = None
) -> dict[str, Any]:
    before = whole_number(request, "before")
    context = {"typed": typed, "query": query, "is_continued": bool(before)}
    if not query:
        return context
    discussion = article.discussion if article else None
    found = find_comments(query, request.user, discussion=discussion, before=before)
    older = urlencode({"q": typed, "before": found.next or 0})
    return {
        **context,
        "comments": [(comment, excerpt(comment.text, query)) for comment in found.shown],
        "older_url": f"?{older}" if found.next else "",
    }


def _first_articles(request: HttpRequest, query: Query) -> list[Article]:
    articles = articles_for(request.user).prefetch_related("byline_set")
    return list(find_articles(query, articles)[: FEW + 1])


def _articles(request: HttpRequest, typed: str, query: Query) -> dict[str, Any]:
    articles = articles_for(request.user).prefetch_related("byline_set")
    found = find_articles(query, articles) if query else articles.none()
    page = Paginator(found, ARTICLES).get_page(request.GET.get("page"))

    def page_url(number: int) -> str:
        return f"?{urlencode({'q': typed, 'in': 'articles', 'page': number})}"

    return {
        "typed": typed,
        "query": query,
        "is_of_articles": True,
        "articles": _described(page.object_list, query),
        "older_url": page_url(page.next_page_number()) if page.has_next() else "",
        "newer_url": page_url(page.previous_page_number()) if page.has_previous() else "",
    }


def _described(
    articles: Iterable[Article], query: Query
) -> list[tuple[Article, list[Run], list[Run]]]:
    """Each with its title and the lines of it in which the words stand."""
    return [
        (article, marked(article.title, query), excerpt(article.current.text, query))
        for article in articles
    ]
