"""The public log of what moderators took away and brought back: why, when and where, no words."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from forum.models import Decision
from forum.views.finding import whole_number

PER_PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    if not settings.MODERATION_LOG:
        raise Http404
    rows = Decision.objects.shown_in_log().filter(
        comment__discussion__in=Article.objects.visible_to(request.user).values("pk")
    )
    if before := whole_number(request, "before"):
        rows = rows.filter(pk__lt=before)
    rows = rows.select_related("comment__discussion__article", "by", "undoes", "undone_by")
    found = list(rows.order_by("-pk")[: PER_PAGE + 1])
    context = {
        "decisions": found[:PER_PAGE],
        "has_names": settings.MODERATION_LOG_NAMES,
        "older_url": f"?before={found[PER_PAGE - 1].pk}" if len(found) > PER_PAGE else "",
    }
    return render(request, "pages/moderation_log.html", context)
