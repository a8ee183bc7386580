"""The public log of what moderators took away and brought back, and of what authors and editors put
forward: why, when and where, no words."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from forum.models import AuthorAccount, Decision, Highlight
from forum.views.finding import whole_number

PER_PAGE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    rows = _page(request, Decision.objects.shown_in_log())
    rows = rows.select_related("comment__discussion__article", "by", "undoes", "undone_by")
    return render(request, "pages/moderation_log.html", _context(rows, "decisions"))


@require_safe
def highlights(request: HttpRequest) -> HttpResponse:
    rows = _page(request, Highlight.objects.all())
    rows = rows.select_related("comment__discussion__article", "by", "ended_by").annotate(
        is_of_author=_is_author("by"), is_ended_by_author=_is_author("ended_by")
    )
    return render(request, "pages/highlight_log.html", _context(rows, "highlights"))


def _page(request: HttpRequest, rows: Any) -> Any:
    """The newest rows about comments on articles that the viewer may read, from `before` on."""
    if not settings.MODERATION_LOG:
        raise Http404
    articles = Article.objects.visible_to(request.user)
    rows = rows.filter(comment__discussion__in=articles.values("pk")).order_by("-pk")
    before = whole_number(request, "before")
    return rows.filter(pk__lt=before) if before else rows


def _is_author(by: str) -> Exists:
    article = OuterRef("comment__discussion")
    return Exists(AuthorAccount.objects.filter(member=OuterRef(by), author__articles=article))


def _context(rows: Any, name: str) -> dict[str, Any]:
    found = list(rows[: PER_PAGE + 1])
    return {
        name: found[:PER_PAGE],
        "has_names": settings.MODERATION_LOG_NAMES,
        "older_url": f"?before={found[PER_PAGE - 1].pk}" if len(found) > PER_PAGE else "",
    }
