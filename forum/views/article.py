"""An article with its discussion, and the pages of its passages."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.passages import sentences
from forum import marking, paging
from forum.forms import CommentForm
from forum.margins import margins, most_quoted
from forum.models import Comment
from forum.ordering import OLDEST, Order
from forum.views import marks, sorting
from forum.views.finding import find_article, find_member, whole_number
from forum.views.storable import good_until, storable

LINES = 3  # of the words most quoted, at the head of a long discussion
MANY = 20  # comments on a page make it one


@storable("order", "start", "at", "by", "before", of_article=True)
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_article(request, slug)
    shown = _said_by(request, found) if "by" in request.GET else _threads(request, found)
    version = found.current
    places = marking.places([version], Comment.objects.published())[version.pk]
    has_lines = found.discussion.marks_quotes and shown.pop("is_beginning")
    response = render(
        request,
        "articles/article.html",
        {
            "article": found,
            "version": version,
            "margins": margins(version.body, places),
            "is_marked": marks.are_shown(request, found),
            "is_quoted": bool(places),
            "most_quoted": most_quoted(version.body, places, limit=LINES) if has_lines else [],
            "orders": sorting.links(request),
            "composer": composer_for(request, found),
            "login_url": f"{reverse('account_login')}?"
            + urlencode({"next": f"{found.get_absolute_url()}#compose"}),
            **shown,
        },
    )
    return good_until(response, found.discussion.counts_down_to)


@storable("start", of_article=True)
@require_safe
def passage(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One passage, the comments that quote it, and a way to quote it without script or mouse."""
    found = find_article(request, slug)
    passages = found.current.body.passages
    places = {row.number: place for place, row in enumerate(passages)}
    if number not in places:
        raise Http404
    place = places[number]
    page = _quoting(found, number, request)
    response = render(
        request,
        "articles/passage.html",
        {
            "article": found,
            "passage": passages[place],
            "previous": passages[place - 1] if place else None,
            "next": passages[place + 1] if place + 1 < len(passages) else None,
            "sentences": list(enumerate(sentences(passages[place].text))),
            "thread": page.steps,
            "previous_url": _start_url(page.previous),
            "next_url": _start_url(page.next),
            "may_post": composer_for(request, found) is not None,
        },
    )
    return good_until(response, found.discussion.counts_down_to)


def composer_for(request: HttpRequest, article: Article) -> CommentForm | None:
    """An empty composer for whoever may post here."""
    may_post = request.user.is_authenticated and not article.discussion.is_closed
    return CommentForm() if may_post else None


def _quoting(article: Article, number: int, request: HttpRequest) -> paging.Page:
    """The comments that quote a passage, with all answers to them."""
    version = article.current
    readable = Comment.objects.visible_to(request.user).filter(discussion=article.discussion)
    quoting = {
        place.comment
        for place in marking.places([version], readable)[version.pk]
        if number in version.body.numbers_between(place.start, place.end)
    }
    start = whole_number(request, "start")
    return paging.branches(article.discussion, quoting, request.user, start=start)


def _threads(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Some threads of the discussion, as the templates show them."""
    order, start, at = (
        sorting.chosen(request),
        whole_number(request, "start"),
        _at(request, article),
    )
    if at:
        order, start = OLDEST, paging.place(at, request.user)[0]
    page = paging.page(article.discussion, request.user, order=order, start=start, at=at)
    return {
        "thread": page.steps,
        "order": order,
        "is_beginning": len(page.steps) >= MANY and not start,
        "previous_url": _page_url(page.previous, order),
        "next_url": _page_url(page.next, order),
    }


def _said_by(request: HttpRequest, article: Article) -> dict[str, Any]:
    """In their place, what one member says in the discussion."""
    member, before = find_member(request.GET["by"]), whole_number(request, "before")
    page = paging.said_by(member, article.discussion, request.user, before=before)
    return {
        "by": member,
        "thread": page.steps,
        "is_beginning": False,
        "next_url": page.next
        and f"?{urlencode({'by': member.name, 'before': page.next})}#discussion",
    }


def _at(request: HttpRequest, article: Article) -> Comment | None:
    """The comment that a permalink wants to be seen."""
    placed = article.discussion.comments.placed_for(request.user)
    return placed.filter(pk=whole_number(request, "at")).first() if "at" in request.GET else None


def _page_url(start: int | None, order: Order) -> str:
    if start is None:
        return ""
    query = {"order": order.name}
    if start:
        query["start"] = str(start)
    return f"?{urlencode(query)}#discussion"


def _start_url(start: int | None) -> str:
    return "" if start is None else f"?start={start}#quoting"
