"""An article with its discussion, and the pages of its passages."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.passages import sentences
from forum import reading, threads
from forum.forms import CommentForm
from forum.models import Comment
from forum.views.finding import find_article, whole_number


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_article(request, slug)
    order = reading.NEWEST if request.GET.get("order") == reading.NEWEST else reading.OLDEST
    page = reading.page(
        found.discussion, request.user, order=order, start=whole_number(request, "start")
    )
    earlier, later = _page_url(page.previous, order), _page_url(page.next, order)
    if order == reading.NEWEST:
        earlier, later = later, earlier
    return render(
        request,
        "articles/article.html",
        {
            "article": found,
            "version": found.current,
            "comment_count": found.discussion.comments.published().count(),
            "thread": page.steps,
            "order": order,
            "order_links": [
                ("Oldest", "?#discussion", order == reading.OLDEST),
                ("Newest", "?order=newest#discussion", order == reading.NEWEST),
            ],
            "older_url": earlier,
            "newer_url": later,
            "composer": composer_for(request, found),
            "login_url": f"{reverse('account_login')}?"
            + urlencode({"next": f"{found.get_absolute_url()}#compose"}),
        },
    )


@require_safe
def passage(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One passage, the comments that quote it, and a way to quote it without script or mouse."""
    found = find_article(request, slug)
    passages = found.current.body.passages
    places = {row.number: place for place, row in enumerate(passages)}
    if number not in places:
        raise Http404
    place = places[number]
    return render(
        request,
        "articles/passage.html",
        {
            "article": found,
            "passage": passages[place],
            "previous": passages[place - 1] if place else None,
            "next": passages[place + 1] if place + 1 < len(passages) else None,
            "sentences": list(enumerate(sentences(passages[place].text))),
            "thread": _quoting(found, number, request),
            "may_post": composer_for(request, found) is not None,
        },
    )


def composer_for(request: HttpRequest, article: Article) -> CommentForm | None:
    """An empty composer for whoever may post here."""
    may_post = request.user.is_authenticated and not article.discussion.is_closed
    return CommentForm() if may_post else None


def _quoting(article: Article, number: int, request: HttpRequest) -> list[threads.Step]:
    quoting = Comment.objects.filter(
        discussion=article.discussion,
        quotes__revision=None,
        quotes__article_version=article.current,
    )
    touching = [
        pk for pk, passages in quoting.values_list("pk", "quotes__passages") if number in passages
    ]
    comments = reading.read(Comment.objects.filter(pk__in=touching), request.user)
    return threads.listed(row for row in comments if isinstance(row, Comment))


def _page_url(start: int | None, order: str) -> str:
    if start is None:
        return ""
    query = {"order": order} if order == reading.NEWEST else {}
    if start:
        query["start"] = str(start)
    return f"?{urlencode(query)}#discussion"
