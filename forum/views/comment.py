"""The doors of one comment."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from forum import flagging, highlighting, limits, posting, reading, recommending
from forum.addresses import client_address
from forum.forms import CommentForm, EditForm, FlagForm
from forum.limits import TooMany
from forum.models import Comment, Flag, Highlight, Notification, Question
from forum.views.comments import place_of, see_comment
from forum.views.composing import compose, picked_words_of, sentences_of, why_no_form
from forum.views.finding import MemberRequest, find_comment, wants_fragment
from forum.views.members_only import members_only, typed_before
from forum.views.refusing import told_in, words_of

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink: leads to the comment in its discussion, or to what is left of it there.

    Whoever was told of the comment has now read it.
    """
    placed = Comment.objects.placed_for(request.user).of_articles_visible_to(request.user)
    found = get_object_or_404(placed.select_related("discussion__article"), pk=pk)
    if request.user.is_authenticated and found.is_published:
        Notification.objects.filter(member=request.user, comment=found).mark_read()
    return redirect(place_of(found, request))


@require_safe
@members_only
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    parent = find_comment(request, pk)
    is_quoted = request.GET.get("quote") and parent.text
    body = picked_words_of(request, parent) if is_quoted else ""
    form = CommentForm(initial={"parent": parent.pk, "body": body}, writer=request.user)
    return compose(request, parent.discussion.article, form, parent, quotes_whole=is_quoted)


@require_safe
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's sentences, to be picked as quotes of it without script or mouse."""
    found = find_comment(request, pk)
    if not found.is_published:
        raise PermissionDenied
    context = {
        "comment": found,
        "article": found.discussion.article,
        "why_not": why_no_form(request, found.discussion, found),
        "sentences": list(enumerate(sentences_of(found))),
    }
    return render(request, "comments/quote.html", context)


@read_or_post
@members_only
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    if not found.may_be_changed_by(request.user):
        raise PermissionDenied
    context: dict[str, Any] = {"comment": found, "article": found.discussion.article}
    if request.method != "POST":
        question = Question.objects.filter(comment=found).first()
        asks = question.kind if question else ""
        now = {"body": found.body, "version": found.version, "asks": asks}
        form = EditForm(initial=now | typed_before(request))
        return render(request, "comments/edit.html", {**context, "form": form})
    form = EditForm(request.POST)
    with told_in(form, "body") as refusal:
        words = words_of(form)
        limits.spend(limits.COMMENTS, request)
        posting.edit(found, by=request.user, address=client_address(request), **words)
    if not refusal:
        return see_comment(request, found)
    if refusal.status == 409:
        found.refresh_from_db()
        # With the version now stored, so that saving once more says "I have seen both".
        form.data = {**request.POST.dict(), "version": str(found.version)}
        context["theirs"] = found.body
    return render(request, "comments/edit.html", {**context, "form": form}, status=refusal.status)


@read_or_post
@members_only
def withdrawal(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_comment(request, pk)
    if not found.may_be_changed_by(request.user):
        raise PermissionDenied
    if request.method == "POST":
        try:
            posting.withdraw(found, by=request.user)
            messages.success(request, "Your comment is withdrawn.")
        except ValidationError as error:  # a moderator was faster
            messages.error(request, " ".join(error.messages))
        return see_comment(request, found)
    return render(
        request,
        "comments/withdrawal.html",
        {"comment": found, "article": found.discussion.article},
    )


@read_or_post
@members_only
def flag(request: MemberRequest, pk: int) -> HttpResponse:
    """Reports the comment to the moderators, or takes that back with `withdraw`."""
    found = find_comment(request, pk)
    if found.is_by(request.user) or not found.is_published:
        raise PermissionDenied
    if "withdraw" in request.POST:
        flagging.take_back(found, by=request.user)
        messages.success(request, "Your report is taken back.")
        return see_comment(request, found)
    form = FlagForm(request.POST or None, initial=typed_before(request))
    status = 200
    if request.method == "POST":
        with told_in(form) as refusal:
            words = words_of(form)
            limits.spend(limits.REPORTS, request)
            flagging.flag(found, by=request.user, **words)
        if not refusal:
            messages.success(request, "Thank you. A moderator will look at this comment.")
            return see_comment(request, found)
        status = refusal.status
    context = {
        "comment": found,
        "article": found.discussion.article,
        "form": form,
        "already": Flag.objects.filter(comment=found, member=request.user).first(),
    }
    return render(request, "comments/flag.html", context, status=status)


@read_or_post
@members_only
def recommendation(request: MemberRequest, pk: int) -> HttpResponse:
    """Recommends the comment, or takes that back with `withdraw`.

    Whoever comes here by a link, perhaps from the log-in page, is led to the comment.
    """
    found = find_comment(request, pk)
    if request.method != "POST":
        return redirect(place_of(found, request))
    try:
        limits.spend(limits.RECOMMENDATIONS, request)
    except TooMany as error:
        return render(request, "429.html", {"sentence": str(error)}, status=429)
    if "withdraw" in request.POST:
        recommending.take_back(found, by=request.user)
    else:
        recommending.recommend(found, by=request.user)
    if not wants_fragment(request):
        return see_comment(request, found)
    rows = reading.read(Comment.objects.filter(pk=pk), request.user)
    return render(request, "comments/_recommend.html", {"comment": rows[0]})


@read_or_post
@members_only
def pin(request: MemberRequest, pk: int) -> HttpResponse:
    """Pins the comment above its discussion, or takes that back with `withdraw`."""
    return _highlight(request, pk, Highlight.Kind.PIN)


@read_or_post
@members_only
def pick(request: MemberRequest, pk: int) -> HttpResponse:
    """Makes the comment an editors' pick, or takes that back with `withdraw`."""
    return _highlight(request, pk, Highlight.Kind.PICK)


def _highlight(request: MemberRequest, pk: int, kind: Highlight.Kind) -> HttpResponse:
    found = find_comment(request, pk)
    if not found.discussion.may_be_highlighted_by(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return redirect(place_of(found, request))
    try:
        limits.spend(limits.HIGHLIGHTS, request)
        if "withdraw" in request.POST:
            highlighting.take_back(found, kind, by=request.user)
        else:
            highlighting.highlight(found, kind, by=request.user)
    except TooMany as error:
        return render(request, "429.html", {"sentence": str(error)}, status=429)
    except ValidationError as error:  # enough are pinned
        messages.error(request, " ".join(error.messages))
    return see_comment(request, found)
