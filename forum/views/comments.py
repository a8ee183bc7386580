"""Writing a new comment: the composer's own page, posting, the preview."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from articles.passages import sentences
from forum import limits, markup, posting, previewing, reading
from forum.forms import CommentForm
from forum.limits import TooMany
from forum.models import Comment, quotes_shown_to
from forum.views.finding import MemberRequest, find_article, wants_fragment, whole_number
from forum.views.refusing import refusal, status_of

GONE = ValidationError(
    "The comment that you are answering is no longer there. "
    "You can post your text as a comment on the article instead.",
    code="gone",
)
KEPT = "kept-draft"  # in the session of somebody who has to log in first


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    article = find_article(request, slug)
    if not request.user.is_authenticated:
        return _log_in_first(request, article)
    if request.method == "POST":
        return _post(cast(MemberRequest, request), article)
    initial = request.session.pop(KEPT, None) or {
        "body": _picked_words(request, article),
        "parent": whole_number(request, "parent"),
    }
    parent = _visible(request, article, initial["parent"])
    initial["parent"] = parent.pk if parent else None
    return compose(request, article, CommentForm(initial=initial), parent)


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The HTML that a text would become, its quotes checked. Nothing is stored."""
    article = find_article(request, request.POST.get("article", ""))
    try:
        limits.spend(limits.PREVIEWS, request)
        html = previewing.preview(
            request.POST.get("body", ""),
            discussion=article.discussion,
            to=_visible(request, article, request.POST.get("parent")),
        )
    except ValidationError as error:
        return _sentence(" ".join(error.messages), status_of(error))
    except TooMany as error:
        return _sentence(str(error), 429)
    return HttpResponse(html)


def compose(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    parent: Comment | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The composer, alone on its page or as the fragment that goes into the discussion's."""
    template = "comments/_composer.html" if wants_fragment(request) else "comments/compose.html"
    context = {
        "article": article,
        "form": form,
        "parent": parent,
        "is_closed": article.discussion.is_closed,
        **more,
    }
    return render(request, template, context, status=status)


def _post(request: MemberRequest, article: Article) -> HttpResponse:
    form = CommentForm(request.POST)
    form.is_valid()
    to = _visible(request, article, form.cleaned_data.get("parent"))
    if "preview" in request.POST:
        return _preview(request, article, form, to)
    posted: list[Comment] = []

    def post() -> None:
        words = form.cleaned_data
        if words["parent"] and not to:
            raise GONE
        limits.spend(limits.COMMENTS, request)
        posted.append(
            posting.post(
                article.discussion,
                author=request.user,
                body=words["body"],
                to=to,
                token=words["token"] or None,
            )
        )

    if status := refusal(form, post, field="body"):
        return compose(request, article, form, to, status)
    return _posted(request, posted[0])


def _preview(
    request: HttpRequest, article: Article, form: CommentForm, to: Comment | None
) -> HttpResponse:
    shown: dict[str, str] = {}

    def preview() -> None:
        limits.spend(limits.PREVIEWS, request)
        body = form.cleaned_data["body"]
        shown["preview_html"] = previewing.preview(body, discussion=article.discussion, to=to)

    status = refusal(form, preview, field="body")
    return compose(request, article, form, to, status or 200, **shown)


def _posted(request: HttpRequest, comment: Comment) -> HttpResponse:
    if not wants_fragment(request):
        return see_comment(request, comment)
    rows = reading.read(Comment.objects.filter(pk=comment.pk), request.user)
    context = {"comment": rows[0], "article": comment.discussion.article}
    response = render(request, "comments/_comment.html", context, status=201)
    response["Location"] = comment.get_absolute_url()
    return response


class SeeOther(HttpResponseRedirect):
    """To a page that shows what a form did."""

    status_code = 303


def see_comment(request: HttpRequest, comment: Comment) -> HttpResponse:
    return SeeOther(place_of(comment, request))


def place_of(comment: Comment, request: HttpRequest) -> str:
    """The address of a comment in its discussion, as the person asking sees that."""
    start = reading.page_start(comment, request.user)
    query = f"?{urlencode({'start': start})}" if start else ""
    return f"{comment.discussion.article.get_absolute_url()}{query}#{comment.anchor}"


def _log_in_first(request: HttpRequest, article: Article) -> HttpResponse:
    """To the log-in page and back here, keeping what was typed."""
    here = reverse("comments", args=[article.slug])
    if request.method == "POST":
        form = CommentForm(request.POST)
        form.is_valid()
        kept = {name: form.cleaned_data.get(name) for name in ("body", "parent")}
        if wants_fragment(request):
            form.add_error("body", "You are no longer logged in. Log in in another tab, then post.")
            return compose(request, article, form, None, 403)
        request.session[KEPT] = kept
        return redirect_to_login(here)
    return redirect_to_login(request.get_full_path())


def _visible(request: HttpRequest, article: Article, pk: Any) -> Comment | None:
    """The comment to answer, if it is there for whoever asks."""
    if not str(pk or "").isdecimal() or len(str(pk)) > 15:
        return None
    visible = Comment.objects.visible_to(request.user).select_related("author")
    visible = visible.prefetch_related(quotes_shown_to(request.user))
    return visible.filter(discussion=article.discussion, pk=pk).first()


def _picked_words(request: HttpRequest, article: Article) -> str:
    """The sentences of a passage that were picked on its page, as quotes of it."""
    number = whole_number(request, "passage")
    passage = next((p for p in article.current.body.passages if p.number == number), None)
    if passage is None:
        return ""
    all_sentences = sentences(passage.text)
    picked = {int(text) for text in request.GET.getlist("sentence") if text.isdecimal()}
    runs, run = [], ""
    for index, sentence in enumerate(all_sentences):
        if not picked or index in picked:
            run += sentence
        elif run:
            runs.append(run)
            run = ""
    quotes = [
        markup.as_quote(words.strip(), article.title, f"#{passage.id}")
        for words in [*runs, run]
        if words.strip()
    ]
    return "".join(f"{quote}\n\n" for quote in quotes)


def _sentence(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
