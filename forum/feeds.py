"""Atom feeds. They hold what everybody may read, whoever asks."""

from datetime import UTC, datetime, time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator

from articles.models import Article
from forum.models import Comment, quotes_shown_to
from forum.templatetags.discussion import figures

LENGTH = 30
EVERYBODY = AnonymousUser()


class Articles(Feed):
    feed_type = Atom1Feed
    title = "Rejoinder: under discussion"
    link = "/"

    def items(self) -> Any:
        articles = Article.objects.visible_to(EVERYBODY).newest_first()
        return articles.select_related("current")[:LENGTH]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.current.opening

    def item_pubdate(self, item: Article) -> datetime | None:
        day = item.published_on
        return datetime.combine(day, time(), UTC) if day else None


class Comments(Feed):
    """The newest comments on one article. Each carries `page`, the article's full address: a feed
    is read elsewhere."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Any:
        article: Any = get_object_or_404(Article.objects.visible_to(EVERYBODY), slug=slug)
        article.page = request.build_absolute_uri(article.get_absolute_url())
        return article

    def title(self, article: Article) -> str:
        return f"Comments on {article.title}"

    def link(self, article: Article) -> str:
        return article.get_absolute_url()

    def feed_url(self, article: Article) -> str:
        return reverse("article_feed", args=[article.slug])

    def items(self, article: Any) -> Any:
        comments = Comment.objects.visible_to(EVERYBODY).filter(discussion=article.pk)
        comments = comments.select_related("author").prefetch_related(quotes_shown_to(EVERYBODY))
        newest: list[Any] = list(comments.order_by("-pk")[:LENGTH])
        for comment in newest:
            comment.page = article.page
        return newest

    def item_title(self, item: Comment) -> str:
        return f"{item.byline}: {Truncator(item.text).words(10)}"

    def item_author_name(self, item: Comment) -> str:
        return item.byline

    def item_description(self, item: Any) -> str:
        return figures(item.html, list(item.quotes.all()), base=item.page)

    def item_pubdate(self, item: Comment) -> datetime:
        return item.shown_at

    def item_updateddate(self, item: Comment) -> datetime:
        return item.edited_at or item.shown_at
