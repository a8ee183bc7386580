"""Who quotes a comment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.models import Comment, Quote
from forum.views.finding import find_comment, wants_fragment, whole_number

PER_PAGE = 50


@require_safe
def quoted_by(request: HttpRequest, pk: int) -> HttpResponse:
    """What published comments quote of this one today, the oldest first, and how faithfully."""
    found = find_comment(request, pk)
    quotes = Quote.objects.today(Comment.objects.published()).filter(quoted_comment=found)
    further = quotes.filter(pk__gt=whole_number(request, "after")).order_by("pk")
    shown = list(further.shown_to(request.user).select_related("comment__author")[: PER_PAGE + 1])
    context = {
        "comment": found,
        "article": found.discussion.article,
        "quotes": shown[:PER_PAGE],
        "after": shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None,
    }
    if wants_fragment(request):
        return render(request, "comments/_quoted_by.html", context)
    number = quotes.values("comment").order_by().distinct().count()
    return render(request, "comments/quoted_by.html", {**context, "number": number})
