"""What moderators decide at the queue, on one comment or on several, and take back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from forum import moderating, queueing, sanctioning
from forum.desk_forms import DecideForm, TogetherForm, UndoForm
from forum.models import Claim, Comment, Decision, Sanction
from forum.moderating import Batch
from forum.queueing import Filter
from forum.views.answering import answer, comment_of, do, sentences
from forum.views.finding import MemberRequest
from forum.views.moderators_only import moderators_only
from forum.views.queue import list_of

VERBS: dict[str, Callable[..., Decision]] = {
    "approve": moderating.approve,
    "reject": moderating.reject,
    "remove": moderating.remove,
    "restore": moderating.restore,
}
MOST_TOGETHER = 1000  # at one press


@require_POST
@moderators_only
def decisions(request: MemberRequest) -> HttpResponse:
    form = DecideForm(request.POST)
    comment = comment_of(request)

    def decide() -> str:
        words = form.cleaned_data
        told = {"by": request.user, "version": words["version"], "seen": words["seen"]}
        if words["verb"] == "branch":
            moderating.remove_branch(comment, words_for=form.words_for, **told)
        else:
            VERBS[words["verb"]](comment, reason=form.words_for(comment.author), **told)
        return ""

    return do(request, form, comment, decide, is_decided=True)


@require_POST
@moderators_only
def claims(request: MemberRequest) -> HttpResponse:
    """Says that the moderator looks at a comment now; answers who else does, or what was decided
    on it since the moderator's page was made."""
    comment = comment_of(request)
    last = comment.decisions.select_related("by").first()
    if last and request.POST.get("seen", str(last.pk)) != str(last.pk):
        decided = {"decided": moderating.said(last), "pk": comment.pk}
        return render(request, "queue/_claim.html", decided)
    claim = Claim.objects.take(comment, by=request.user)
    context = {"claim": claim if claim.member_id != request.user.pk else None, "pk": comment.pk}
    return render(request, "queue/_claim.html", context)


@require_POST
@moderators_only
def undoings(request: MemberRequest) -> HttpResponse:
    form = UndoForm(request.POST)
    if not form.is_valid():
        return answer(request, None, sentences(form), status=422)
    batch, pk = form.cleaned_data["batch"], form.cleaned_data["decision"]
    if form.cleaned_data["sanction"]:
        return _lift(request, form.cleaned_data["sanction"])
    if batch:
        undone = moderating.undo_batch(batch, by=request.user)
        said = [f"Undone: {_counted(undone)}.", *undone.refusals[:5]]
        return answer(request, None, said, level=messages.SUCCESS)
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=decision.comment_id)
    try:
        moderating.undo(decision, by=request.user)
    except (ValidationError, PermissionDenied) as error:
        return answer(request, comment, sentences(error), status=409)
    return answer(request, comment, ["Undone."], level=messages.SUCCESS, target=comment.pk)


def _lift(request: MemberRequest, pk: int) -> HttpResponse:
    sanction = get_object_or_404(Sanction.objects.select_related("comment"), pk=pk)
    visible = Comment.objects.visible_to(request.user).filter(pk=sanction.comment_id)
    comment = visible.first()  # its occasion, if it had one
    try:
        sanctioning.lift(sanction, by=request.user)
    except ValidationError as error:
        return answer(request, comment, sentences(error), status=409)
    target = comment.pk if comment else None
    return answer(request, comment, ["Undone."], level=messages.SUCCESS, target=target)


@require_POST
@moderators_only
def batches(request: MemberRequest) -> HttpResponse:
    """Decides the same on all that are ticked, or that the list's filter lets through."""
    form = TogetherForm(request.POST)
    if not form.is_valid():
        return answer(request, None, sentences(form), status=422)
    words = form.cleaned_data
    query = QueryDict(request.POST.get("back", "")[:4000])
    chosen = Comment.objects.visible_to(request.user)
    if words["everything"]:
        chosen = Filter.of(query).narrow(queueing.rows(list_of(query), request.user))
    else:
        chosen = chosen.filter(pk__in=words["comment"])
    chosen = chosen.select_related("author").order_by("pk")[:MOST_TOGETHER]
    deed = "Decided on"
    if words["verb"] == "undo":
        deed = "Undone:"
        batch = moderating.decide_together(moderating.undo_last, chosen, by=request.user)
    else:
        fitting = partial(_fitting, words["verb"], form)
        batch = moderating.decide_together(fitting, chosen, by=request.user)
    said = [f"{deed} {_counted(batch)}.", *batch.refusals[:5]]
    return answer(request, None, said, level=messages.SUCCESS)


def _fitting(verb: str, form: TogetherForm, comment: Comment, **told: Any) -> Decision:
    """Who removes what is only waiting rejects it, and the other way round."""
    if verb != "approve":
        verb = "reject" if comment.is_waiting else "remove"
    decide: Callable[..., Decision] = getattr(moderating, verb)
    return decide(comment, reason=form.words_for(comment.author), **told)


def _counted(batch: Batch) -> str:
    number = len(batch.decisions)
    return "1 comment" if number == 1 else f"{number} comments"
