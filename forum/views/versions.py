"""What an article says and said."""

from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import ArticleVersion
from forum.revising import revise, summary
from forum.views.finding import find_article, whole_number
from forum.views.storable import storable

PER_PAGE = 10


@storable("before", of_article=True)
@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions of an article, the newest first, and what changed in each."""
    found = find_article(request, slug)
    newest_first = found.versions.dated().order_by("-number")
    if before := whole_number(request, "before"):
        newest_first = newest_first.filter(number__lt=before)
    rows = list(newest_first[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return render(
        request,
        "articles/versions.html",
        {
            "article": found,
            "versions": [
                (after, before and _told(before, after))
                for after, before in zip_longest(shown, rows[1:])
            ],
            "older_url": f"?before={shown[-1].number}" if len(rows) > PER_PAGE else "",
        },
    )


@storable(of_article=True)
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The article as it read in one version, which this remains the address of."""
    found = find_article(request, slug)
    context = {
        "article": found,
        "version": get_object_or_404(found.versions.dated(), number=number),
        "canonical_url": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "articles/version.html", context)


@storable("to", of_article=True)
@require_safe
def changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What changed from one version to a later one, by default to the present one."""
    found = find_article(request, slug)
    dated = found.versions.dated()
    later = whole_number(request, "to") or found.current.number
    before = get_object_or_404(dated, number=number)
    after = get_object_or_404(dated, number=later, number__gte=number)
    context = {"article": found, "told": _told(before, after)}
    return render(request, "articles/version_changes.html", context)


def _told(before: ArticleVersion, after: ArticleVersion) -> dict[str, Any]:
    changes = revise(before.body, after.body)
    return {"before": before, "after": after, "changes": changes, "summary": summary(changes)}
