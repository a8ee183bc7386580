"""The composer, and what stands in it when it opens."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article
from articles.passages import sentences
from forum import following, markup, screening
from forum.forms import CommentForm
from forum.models import Comment, Discussion, Member, quotes_shown_to
from forum.models.comment import CommentQuerySet
from forum.reading import add_versions
from forum.views.finding import wants_fragment, whole_number


def compose(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    parent: Comment | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The composer, alone on its page or as the fragment that goes into the discussion's. Those who
    may not write there get the reason in its place; the page shows what they have typed."""
    why_not = why_no_form(request, article.discussion, parent)
    template = "comments/compose.html"
    if wants_fragment(request):
        template = "comments/_no_composer.html" if why_not else "comments/_composer.html"
    context = {
        "article": article,
        "form": form,
        "parent": parent,
        "is_closed": article.discussion.is_closed,
        "why_not": why_not,
        "is_followed": following.is_followed(article.discussion, by=form.writer),
        **more,
    }
    return render(request, template, context, status=403 if why_not else status)


def why_no_form(request: HttpRequest, discussion: Discussion, to: Comment | None) -> str:
    """Why a form to answer with would only be refused; empty for guests, and if it wouldn't. What
    was sent keeps its form, with the refusal at it."""
    why_not = why_not_for(request, discussion)
    if why_not or request.method == "POST" or not isinstance(request.user, Member):
        return why_not
    return screening.why_not(request.user, to)


def why_not_for(request: HttpRequest, discussion: Discussion) -> str:
    """Why a member may not write there, although others may; empty for guests, and if they may."""
    if not isinstance(request.user, Member) or discussion.is_closed:
        return ""
    return discussion.why_not(request.user)


def picked_words(request: HttpRequest, article: Article) -> str:
    """The sentences of a passage that were picked on its page, as quotes of it."""
    number = whole_number(request, "passage")
    passage = next((p for p in article.current.body.passages if p.number == number), None)
    if passage is None:
        return ""
    return _quotes(request, sentences(passage.text), article.title, f"#{passage.id}")


def picked_words_of(request: HttpRequest, comment: Comment) -> str:
    """The sentences of a comment that were picked on its page, as quotes of it."""
    return _quotes(request, sentences_of(comment), comment.byline, comment.get_absolute_url())


def sentences_of(comment: Comment) -> list[str]:
    """The sentences of a comment's own words, each with the blanks and line breaks after it."""
    paragraphs = re.split(r"(?<=\n\n)", comment.text)
    return [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]


def _quotes(request: HttpRequest, said: Sequence[str], label: str, href: str) -> str:
    """Each run of sentences that were picked as a quote; if none was, all of them as one."""
    picked = set(request.GET.getlist("sentence"))
    by_choice = groupby(enumerate(said), key=lambda pair: not picked or str(pair[0]) in picked)
    runs = ["".join(words for _, words in run).strip() for is_picked, run in by_choice if is_picked]
    return "".join(f"{markup.as_quote(words, label, href)}\n\n" for words in runs)


def visible_comment(request: HttpRequest, article: Article, pk: Any) -> Comment | None:
    """The comment to answer, with its quotes, if it is there for whoever asks."""
    found = _answered(request, article, pk)
    shown = found.with_badges().prefetch_related(quotes_shown_to(request.user)).first()
    if shown:
        add_versions([shown])
    return shown


def answered_comment(request: HttpRequest, article: Article, pk: Any) -> Comment | None:
    """The same, if it need not be shown."""
    return _answered(request, article, pk).first()


def _answered(request: HttpRequest, article: Article, pk: Any) -> CommentQuerySet:
    if not str(pk or "").isdecimal() or len(str(pk)) > 15:
        return Comment.objects.none()
    visible = Comment.objects.visible_to(request.user)
    return visible.filter(discussion=article.discussion, pk=pk)
