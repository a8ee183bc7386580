"""What pages that are open ask for when something has changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, ArticleVersion
from forum import hanging, paging
from forum.models import Quote
from forum.views import marks
from forum.views.composing import why_not_for
from forum.views.finding import find_article, whole_numbers
from forum.views.shared import block, margins_of
from forum.views.storable import storable

MOST = 100  # comments


@require_safe
def live(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the server has no open streams (forum.live answers before Django), pages do without."""
    return HttpResponse(status=404)


@storable("of", "at", of_article=True)
@require_safe
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """The comments `of` these ids as they are now, with what they hang on, those that they quote,
    and the blocks of the article in which they do. `at`, how far the page has followed, tells one
    answer from a later one in every cache."""
    article = find_article(request, slug)
    placed = article.discussion.comments.placed_for(request.user)
    numbers = whole_numbers(request.GET.get("of", "").split(","), most=MOST)
    asked = placed.filter(pk__in=numbers).values_list("pk", flat=True)
    quotes = Quote.objects.filter(comment__in=list(asked))
    quoted = quotes.filter(quoted_comment__discussion=article.discussion, revision=None)
    pks = {*asked, *quoted.values_list("quoted_comment", flat=True)}
    rows = paging.some(article.discussion, pks, request.user)
    hooks = hanging.hooks(rows, request.user)
    context = {
        "article": article,
        "news": [(row, hooks.get(row.pk)) for row in rows],
        "blocks": _blocks(request, article, quotes),
        "why_not": why_not_for(request, article.discussion),
        "base": "",
    }
    return render(request, "comments/_news.html", context)


def _blocks(request: HttpRequest, article: Article, quotes: Any) -> list[str]:
    """Also of quotes that no longer stand: then their marks are gone."""
    here = quotes.filter(article_version=article.current).values_list("passages", flat=True)
    numbers = {number for passages in here for number in passages}
    if not numbers:
        return []
    margins, is_marked = margins_of([article])[article.slug], marks.are_shown(request, article)
    version: ArticleVersion = article.current
    return [
        block(article, place, each, margins, is_marked=is_marked)
        for place, each in enumerate(version.blocks)
        if numbers.intersection(passage.number for passage in each.passages)
    ]
