"""Pages that say how this site works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.views.storable import storable


@storable()
@require_safe
def quotes(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/quotes.html")


@storable()
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/rules.html")
