"""The way from addresses of the site where things stood before."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from articles.addresses import LONGEST
from articles.models import Article
from forum.ledger.redirects import place_of
from forum.models import Comment


@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    """`/from/?url=…`, the old address as a whole: leads to the article or the comment."""
    origin = place_of(request.GET.get("url", "")[: 2 * LONGEST].replace("\0", ""))
    if not origin:
        raise Http404("Nothing that was imported had this address.")
    if origin.comment_id:
        comments = Comment.objects.visible_to(request.user)
        return redirect(get_object_or_404(comments, pk=origin.comment_id))
    articles = Article.objects.visible_to(request.user)
    return redirect(get_object_or_404(articles, pk=origin.article_id))
