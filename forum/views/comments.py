"""Writing a new comment: the composer's own page, posting, the preview."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from forum import following, limits, paging, posting, previewing
from forum.addresses import client_address
from forum.forms import GONE, CommentForm
from forum.limits import TooMany
from forum.models import Comment
from forum.ordering import OLDEST
from forum.views import sorting
from forum.views.composing import answered_comment, compose, picked_words, visible_comment
from forum.views.finding import MemberRequest, find_article, wants_fragment
from forum.views.members_only import members_only, typed_before
from forum.views.refusing import status_of, told_in, words_of


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def comments(request: MemberRequest, slug: str) -> HttpResponse:
    article = find_article(request, slug)
    if request.method == "POST":
        return _post(request, article)
    typed = typed_before(request)
    parent = visible_comment(request, article, typed.get("parent") or request.GET.get("parent"))
    body = typed.get("body") or picked_words(request, article)
    asks = typed.get("asks", "")
    initial: dict[str, Any] = {"body": body, "parent": parent and parent.pk, "asks": asks}
    if typed:
        initial["follow"] = "follow" in typed
    return compose(request, article, CommentForm(initial=initial, writer=request.user), parent)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The HTML that a text would become, its quotes checked. Nothing is stored."""
    if not request.user.is_authenticated:
        return _sentence("You are no longer logged in.", 403)
    article = find_article(request, request.POST.get("article", "").replace("\0", ""))
    try:
        limits.spend(limits.PREVIEWS, request)
        html = previewing.preview(
            request.POST.get("body", ""),
            discussion=article.discussion,
            to=visible_comment(request, article, request.POST.get("parent")),
        )
    except ValidationError as error:
        return _sentence(" ".join(error.messages), status_of(error))
    except TooMany as error:
        return _sentence(str(error), 429)
    return HttpResponse(html)


def _post(request: MemberRequest, article: Article) -> HttpResponse:
    form = CommentForm(request.POST, writer=request.user)
    if "preview" in request.POST or "restore" in request.POST:
        to = visible_comment(request, article, request.POST.get("parent"))
        return _preview(request, article, form, to)
    to = answered_comment(request, article, request.POST.get("parent"))
    with told_in(form, "body") as refusal:
        words = words_of(form)
        if words["parent"] and not to:
            raise ValidationError(GONE, code="gone")
        limits.spend(limits.COMMENTS, request)
        comment = posting.post(
            article.discussion,
            author=request.user,
            body=words["body"],
            to=to,
            asks=words["asks"],
            token=words["token"] or None,
            address=client_address(request),
            as_staff=words.get("as_staff", False),
            as_expert=words.get("as_expert", False),
        )
        if words["follow"]:
            following.follow(article.discussion, by=request.user)
    if refusal:
        form.renew_token()
        to = visible_comment(request, article, request.POST.get("parent"))
        return compose(request, article, form, to, refusal.status)
    return _posted(request, comment)


def _preview(
    request: HttpRequest, article: Article, form: CommentForm, to: Comment | None
) -> HttpResponse:
    html = ""
    with told_in(form, "body") as refusal:
        words = words_of(form)
        body, ordinal = words["body"], words["restore"]
        limits.spend(limits.PREVIEWS, request)
        if ordinal is not None:
            body = previewing.with_original_wording(
                body, ordinal, discussion=article.discussion, to=to
            )
            form.data = {**request.POST.dict(), "body": body}
        html = previewing.preview(body, discussion=article.discussion, to=to)
    return compose(request, article, form, to, refusal.status or 200, preview_html=html)


def _posted(request: HttpRequest, comment: Comment) -> HttpResponse:
    if not wants_fragment(request):
        return see_comment(request, comment)
    [row] = paging.some(comment.discussion, [comment.pk], request.user)
    context = {"comment": row, "article": comment.discussion.article}
    response = render(request, "comments/_alone.html", context, status=201)
    response["Location"] = comment.get_absolute_url()
    return response


class SeeOther(HttpResponseRedirect):
    """To a page that shows what a form did."""

    status_code = 303


def see_comment(request: HttpRequest, comment: Comment) -> HttpResponse:
    return SeeOther(place_of(comment, request))


def place_of(comment: Comment, request: HttpRequest) -> str:
    """The address of a comment in its discussion, as the person asking sees that."""
    start, is_far = paging.place(comment, request.user)
    query: dict[str, Any] = {"at": comment.pk} if is_far else {"start": start} if start else {}
    if sorting.remembered(request) != OLDEST:
        query["order"] = OLDEST.name
    asked = f"?{urlencode(query)}" if query else ""
    return f"{comment.discussion.article.get_absolute_url()}{asked}#{comment.anchor}"


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
