"""An article with its discussion, and the pages of its passages."""

from collections.abc import Set
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.passages import sentences
from forum import corrections, following, listing, marking, paging
from forum.forms import CommentForm
from forum.margins import Margins, is_quoted, most_quoted
from forum.models import Comment, Member, Quote
from forum.ordering import OLDEST, Order
from forum.steps import Page
from forum.views import marks, sorting, visits
from forum.views.composing import why_not_for
from forum.views.finding import SIGNED, find_article, find_member, whole_number
from forum.views.shared import Shared, Wanted, as_html, body, shared
from forum.views.storable import good_until, storable
from forum.watching import watcher

PICKS = "picks"
LINES = 3  # of the words most quoted, at the head of a long discussion


@storable("order", "start", "at", "by", "only", "before", of_article=True)
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    watcher.look()
    lists = _said_by if "by" in request.GET else _picked if _wants_picks(request) else None
    if lists:
        found = find_article(request, slug, SIGNED, "tags")
        margins = marking.marks.of([found])[found.slug]
        return _shown(request, found, margins, lists(request, found))
    followed = watcher.followed(slug)  # what is read from now on shows all that this covers
    wanted = Wanted(
        slug, sorting.chosen(request), whole_number(request, "start"), whole_number(request, "at")
    )
    page = shared(wanted, request.user)
    found = page.article if page else find_article(request, slug, SIGNED, "tags")
    news = _news(request, found, page)
    new = news.ids if news else set()
    follows = following.of(request.user, found.discussion)
    more = {"followed": followed, "new": news, "is_followed": follows.is_whole}
    is_admitted = not page or not why_not_for(request, found.discussion)
    threads = None
    if page:
        threads = page.threads_for(request.user, new, follows.branches, is_admitted=is_admitted)
    if page and threads is not None:
        context = _context(threads, page.roots, page.order, page.start, page.forward) | more
        return _shown(request, found, page.margins, context, page)
    margins = marking.marks.of([found])[found.slug]
    context = _own_page(request, found, wanted, new) | more
    return _shown(request, found, margins, context)


def _news(request: HttpRequest, article: Article, page: Shared | None) -> visits.New | None:
    """What is new to a member, who now knows of the article itself."""
    if not request.user.is_authenticated:
        return None
    if request.user.has_unread:
        request.user.notifications.filter(article=article).mark_read()
    return visits.look(request, article, latest=page.latest if page else None)


def _shown(
    request: HttpRequest,
    article: Article,
    margins: Margins,
    context: dict[str, Any],
    page: Shared | None = None,
) -> HttpResponse:
    is_marked = marks.are_shown(request, article)
    has_lines = article.discussion.marks_quotes and context.pop("is_beginning")
    if page:
        words = page.with_marks if is_marked else page.without_marks
    else:
        words = body(article, margins, is_marked=is_marked)
    why_not = why_not_for(request, article.discussion)
    response = render(
        request,
        "articles/article.html",
        {
            "article": article,
            "version": article.current,
            "body": words,
            "is_marked": is_marked,
            "is_quoted": is_quoted(margins),
            "has_answers": margins.has_answers,
            "answers_gone": margins.gone,
            "most_quoted": most_quoted(margins, limit=LINES) if has_lines else [],
            "orders": sorting.links(request),
            "why_not": why_not,
            "composer": None if why_not else composer_for(request, article),
            "login_url": f"{reverse('account_login')}?"
            + urlencode({"next": f"{article.get_absolute_url()}#compose"}),
            **context,
        },
    )
    return good_until(response, article.discussion.counts_down_to)


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
    why_not = why_not_for(request, found.discussion)
    answered = corrections.answers_in([found.current])[found.current.pk]
    response = render(
        request,
        "articles/passage.html",
        {
            "article": found,
            "passage": passages[place],
            "answered": answered.get(number, []),
            "previous": passages[place - 1] if place else None,
            "next": passages[place + 1] if place + 1 < len(passages) else None,
            "sentences": list(enumerate(sentences(passages[place].text))),
            "thread": page.steps,
            "previous_url": _start_url(page.previous),
            "next_url": _start_url(page.next),
            "why_not": why_not,
            "may_post": request.user.is_authenticated
            and not (why_not or found.discussion.is_closed),
        },
    )
    return good_until(response, found.discussion.counts_down_to)


def composer_for(request: HttpRequest, article: Article) -> CommentForm | None:
    """An empty composer for members, while anybody may post here."""
    may_post = request.user.is_authenticated and not article.discussion.is_closed
    return CommentForm(writer=cast(Member, request.user)) if may_post else None


def _quoting(article: Article, number: int, request: HttpRequest) -> Page:
    """The comments that quote a passage, with all answers to them."""
    version = article.current
    readable = Comment.objects.visible_to(request.user).filter(discussion=article.discussion)
    quoting = {
        place.comment
        for place in marking.places([version], Quote.objects.today(readable))[version.pk]
        if number in version.body.numbers_between(place.start, place.end)
    }
    start = whole_number(request, "start")
    return paging.branches(article.discussion, quoting, request.user, start=start)


def _own_page(
    request: HttpRequest, article: Article, wanted: Wanted, new: Set[int]
) -> dict[str, Any]:
    """Some threads of the discussion, as nobody but this reader may see them."""
    viewer, order, start = request.user, wanted.order, wanted.start
    placed = article.discussion.comments.placed_for(viewer)
    at = placed.filter(pk=wanted.at).first() if wanted.at else None
    if at:
        order, start = OLDEST, paging.place(at, viewer)[0]
    roots = paging.roots(article.discussion, viewer, order=order, start=start)
    found = paging.threads(article.discussion, viewer, roots, at=at)
    steps = [step for thread in found.values() for step in thread]
    why_not = why_not_for(request, article.discussion)
    threads = as_html(steps, article, viewer, why_not=why_not, new_to=new)
    return _context(threads, roots, order, start, listing.forward(article.discussion))


def _context(
    threads: SafeString, roots: paging.Roots, order: Order, start: int, forward: listing.Forward
) -> dict[str, Any]:
    return {
        "thread": threads,
        "pins": [] if start else forward.pins,
        "has_picks": forward.is_any,
        "order": order,
        "is_beginning": roots.is_long and not start,
        "previous_url": _page_url(roots.previous, order),
        "next_url": _page_url(roots.next, order),
    }


def _said_by(request: HttpRequest, article: Article) -> dict[str, Any]:
    """In their place, what one member says in the discussion."""
    member, before = find_member(request.GET["by"]), whole_number(request, "before")
    page = listing.said_by(member, article.discussion, request.user, before=before)
    return {"by": member, **_list(request, article, page, by=member.name)}


def _wants_picks(request: HttpRequest) -> bool:
    return request.GET.get("only") == PICKS


def _picked(request: HttpRequest, article: Article) -> dict[str, Any]:
    """In their place, what the article's authors say, and what they and the editors put forward."""
    before = whole_number(request, "before")
    page = listing.picked(article.discussion, request.user, before=before)
    return {"is_of_picks": True, **_list(request, article, page, only=PICKS)}


def _list(request: HttpRequest, article: Article, page: Page, **asked: str) -> dict[str, Any]:
    why_not = why_not_for(request, article.discussion)
    return {
        "is_list": True,
        "thread": as_html(page.steps, article, request.user, why_not=why_not),
        "is_beginning": False,
        "next_url": page.next and f"?{urlencode({**asked, 'before': page.next})}#discussion",
    }


def _page_url(start: int | None, order: Order) -> str:
    if start is None:
        return ""
    query = {"order": order.name}
    if start:
        query["start"] = str(start)
    return f"?{urlencode(query)}#discussion"


def _start_url(start: int | None) -> str:
    return "" if start is None else f"?start={start}#quoting"
