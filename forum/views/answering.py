"""How the queue's forms answer. They lead back to the list, to the next card; our own script gets
the card as it is now, with the lists and their counts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render

from forum.desk_forms import ClaimForm
from forum.models import Claim, Comment
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, wants_fragment
from forum.views.queue import address_of, card_context, list_of, lists


def comment_of(request: HttpRequest) -> Comment:
    """The one that the form is about; 404 if it isn't there for the moderator."""
    form = ClaimForm(request.POST)
    pk = form.cleaned_data["comment"] if form.is_valid() else None
    visible = Comment.objects.visible_to(request.user).select_related("author")
    return get_object_or_404(visible, pk=pk)


def do(
    request: MemberRequest,
    form: forms.Form,
    comment: Comment,
    act: Callable[[], str],
    is_decided: bool = False,
) -> HttpResponse:
    """Acts, if the form makes sense, and says what came of it or why nothing did."""
    if not form.is_valid():
        return answer(request, comment, sentences(form), status=422, target=comment.pk)
    try:
        said = act()
    except (ValidationError, PermissionDenied) as error:
        return answer(request, comment, sentences(error), status=409, target=comment.pk)
    target = None if is_decided else comment.pk
    said_well = [said] if said else []
    return answer(request, comment, said_well, level=messages.SUCCESS, target=target)


def answer(
    request: MemberRequest,
    comment: Comment | None,
    said: list[str],
    *,
    status: int = 200,
    level: int = messages.WARNING,
    target: int | None = None,
) -> HttpResponse:
    """`target` is a card that stays as it is, undecided."""
    back = request.POST.get("back", "")
    if wants_fragment(request):
        context = {"said": said, "is_refused": status != 200, "is_decided": target is None}
        if comment:
            context |= card_context(request, comment, back)
        else:
            context |= lists(request, list_of(QueryDict(back[:4000])))
        return render(request, "queue/_answer.html", context, status=status)
    for sentence in said:
        messages.add_message(request, level, sentence)
    card = target or _claimed_next(request)
    return SeeOther(f"{address_of(back)}{f'#card-{card}' if card else ''}")


def _claimed_next(request: MemberRequest) -> int | None:
    """The card below the one that was decided on; from now it is this moderator's."""
    following = request.POST.get("next", "")[:15]
    if not following.isdecimal():
        return None
    comment = Comment.objects.visible_to(request.user).filter(pk=following).first()
    if comment is None:
        return None
    Claim.objects.take(comment, by=request.user)
    return comment.pk


def sentences(problem: Any) -> list[str]:
    if isinstance(problem, forms.Form):
        return [str(error) for errors in problem.errors.values() for error in errors]
    return getattr(problem, "messages", None) or [str(problem)]
