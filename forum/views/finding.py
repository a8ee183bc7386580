"""What a view's address names, if the person asking may see it; else 404."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Article
from articles.models.article import ArticleQuerySet, Byline
from forum.models import Comment, Member, quotes_shown_to
from forum.reading import add_versions

# By whom an article is, with their accounts, where both are asked for.
SIGNED = Prefetch("byline_set", Byline.objects.select_related("author__account"))


class MemberRequest(HttpRequest):
    """What a view gets that only members may enter."""

    user: Member


def articles_for(viewer: Any) -> ArticleQuerySet:
    visible = Article.objects.visible_to(viewer)
    return visible.select_related("section__terms", "current", "discussion")


def find_article(request: HttpRequest, slug: str, *prefetched: Prefetch | str) -> Article:
    return get_object_or_404(articles_for(request.user).prefetch_related(*prefetched), slug=slug)


def find_comment(request: HttpRequest, pk: int) -> Comment:
    visible = Comment.objects.visible_to(request.user).with_badges()
    visible = visible.select_related(
        "discussion__article__current", "discussion__article__section__terms"
    )
    with_quotes = visible.prefetch_related(quotes_shown_to(request.user))
    found = get_object_or_404(with_quotes, pk=pk)
    add_versions([found])
    return found


def find_member(name: str) -> Member:
    # Not those who never came in: whether a page appears must not tell whether an address, with
    # which somebody tried to sign up, is known.
    was_here = Q(last_login__isnull=False) | Exists(Comment.objects.filter(author=OuterRef("pk")))
    return get_object_or_404(Member.objects.named(name).filter(was_here))


def wants_fragment(request: HttpRequest) -> bool:
    """Whether our own script asks, for a part of a page."""
    return request.headers.get("X-Fragment") == "1"


def whole_number(request: HttpRequest, name: str) -> int:
    """A number from the address; 0 if there is none or it makes no sense."""
    return next(iter(whole_numbers([request.GET.get(name, "")], most=1)), 0)


def whole_numbers(texts: Sequence[str], *, most: int) -> list[int]:
    """Those that make sense among the first so many."""
    return [
        int(text) for text in texts[:most] if text.isascii() and text.isdigit() and len(text) < 16
    ]
