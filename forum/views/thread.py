"""A comment with all answers to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forum import paging
from forum.models import Comment
from forum.views import visits
from forum.views.composing import why_not_for
from forum.views.finding import wants_fragment, whole_number


@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment, what it answers in a line each, and its answers in reading order.

    Our script asks for a whole thread with its first `replies` instead.
    """
    placed = Comment.objects.placed_for(request.user).of_articles_visible_to(request.user)
    with_article = placed.select_related("discussion__article__section__terms", "author")
    top = get_object_or_404(with_article, pk=pk)
    article = top.discussion.article
    why_not = why_not_for(request, top.discussion)
    if wants_fragment(request):
        replies = whole_number(request, "replies")
        page = paging.thread(top, request.user, replies=replies)
        context = {"thread": page.steps, "article": article, "why_not": why_not}
        return render(request, "comments/_thread.html", context)
    start = _start(request, top)
    page = paging.branch(top, request.user, start=start)
    return render(
        request,
        "comments/thread.html",
        {
            "article": article,
            "why_not": why_not,
            "top": top,
            "above": paging.above(start or top, request.user),
            "thread": page.steps,
            "new_to": visits.ids(request.user, article),
            "previous_url": _url(page.previous),
            "next_url": _url(page.next),
        },
    )


def _start(request: HttpRequest, top: Comment) -> Comment | None:
    pk = whole_number(request, "start")
    below = Comment.objects.placed_for(request.user).filter(root=top.root_id or top.pk, pk=pk)
    return below.first() if pk else None


def _url(start: int | None) -> str:
    return "" if start is None else f"?start={start}" if start else "?"
