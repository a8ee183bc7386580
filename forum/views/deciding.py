"""What moderators do at the queue. Every door is a form. It leads back to the list, to the next
card; our own script gets the card as it is now, with the lists and their counts."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from forum import moderating, queueing, sanctioning
from forum.desk_forms import (
    ClaimForm,
    DecideForm,
    LiftForm,
    NoteForm,
    SanctionForm,
    TogetherForm,
    UndoForm,
)
from forum.models import Claim, Comment, Decision, Sanction
from forum.moderating import Batch
from forum.queueing import Filter
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, wants_fragment
from forum.views.moderators_only import moderators_only
from forum.views.queue import address_of, card_context, list_of, lists

VERBS: dict[str, Callable[..., Decision | Batch]] = {
    "approve": moderating.approve,
    "reject": moderating.reject,
    "remove": moderating.remove,
    "restore": moderating.restore,
    "branch": moderating.remove_branch,
}
MOST_TOGETHER = 1000  # at one press


@require_POST
@moderators_only
def decisions(request: MemberRequest) -> HttpResponse:
    form = DecideForm(request.POST)
    comment = _comment(request)

    def decide() -> str:
        words = form.cleaned_data
        VERBS[words["verb"]](
            comment,
            by=request.user,
            reason=form.words,
            version=words["version"],
            seen=words["seen"],
        )
        return ""

    return _do(request, form, comment, decide, is_decided=True)


@require_POST
@moderators_only
def sanctions(request: MemberRequest) -> HttpResponse:
    """Warns, silences or bans the author of a comment."""
    form = SanctionForm(request.POST)
    comment = _comment(request)

    def impose() -> str:
        if comment.author is None:
            raise PermissionDenied("Nobody has this account.")
        words = form.cleaned_data
        given: dict[str, Any] = {"by": request.user, "reason": form.words, "comment": comment}
        if words["kind"] == "warning":
            sanction = sanctioning.warn(comment.author, **given)
        elif words["kind"] == "silence":
            sanction = sanctioning.silence(comment.author, until=words["until"], **given)
        else:
            sanction = sanctioning.ban(
                comment.author, until=words.get("until"), removing=words["removing"], **given
            )
        return f"{sanction}."

    return _do(request, form, comment, impose)


@require_POST
@moderators_only
def liftings(request: MemberRequest) -> HttpResponse:
    """Ends a sanction of the author of a comment before its time."""
    form = LiftForm(request.POST)
    comment = _comment(request)

    def lift() -> str:
        imposed = Sanction.objects.filter(member=comment.author)
        sanctioning.lift(
            get_object_or_404(imposed, pk=form.cleaned_data["sanction"]), by=request.user
        )
        return "Lifted."

    return _do(request, form, comment, lift)


@require_POST
@moderators_only
def notes(request: MemberRequest) -> HttpResponse:
    """Notes something about the author of a comment, for moderators."""
    form = NoteForm(request.POST)
    comment = _comment(request)

    def note() -> str:
        if comment.author is None:
            raise PermissionDenied("Nobody has this account.")
        sanctioning.note(comment.author, by=request.user, text=form.cleaned_data["text"])
        return f"Noted about {comment.author}."

    return _do(request, form, comment, note)


@require_POST
@moderators_only
def claims(request: MemberRequest) -> HttpResponse:
    """Says that the moderator looks at a comment now; answers who does."""
    comment = _comment(request)
    claim = Claim.objects.take(comment, by=request.user)
    context = {"claim": claim if claim.member_id != request.user.pk else None, "pk": comment.pk}
    return render(request, "queue/_claim.html", context)


@require_POST
@moderators_only
def undoings(request: MemberRequest) -> HttpResponse:
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _answer(request, None, _sentences(form), status=422)
    batch, pk = form.cleaned_data["batch"], form.cleaned_data["decision"]
    if batch:
        undone = moderating.undo_batch(batch, by=request.user)
        said = [f"Undone: {_counted(undone)}.", *undone.refusals[:5]]
        return _answer(request, None, said, level=messages.SUCCESS)
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=decision.comment_id)
    try:
        moderating.undo(decision, by=request.user)
    except (ValidationError, PermissionDenied) as error:
        return _answer(request, comment, _sentences(error), status=409)
    return _answer(request, comment, ["Undone."], level=messages.SUCCESS, target=comment.pk)


@require_POST
@moderators_only
def batches(request: MemberRequest) -> HttpResponse:
    """Decides the same on all that are ticked, or that the list's filter lets through."""
    form = TogetherForm(request.POST)
    if not form.is_valid():
        return _answer(request, None, _sentences(form), status=422)
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
        fitting = partial(_fitting, words["verb"])
        batch = moderating.decide_together(fitting, chosen, by=request.user, reason=form.words)
    said = [f"{deed} {_counted(batch)}.", *batch.refusals[:5]]
    return _answer(request, None, said, level=messages.SUCCESS)


def _fitting(verb: str, comment: Comment, **told: Any) -> Decision:
    """Who removes what is only waiting rejects it, and the other way round."""
    if verb != "approve":
        verb = "reject" if comment.is_waiting else "remove"
    decide: Callable[..., Decision] = getattr(moderating, verb)
    return decide(comment, **told)


def _do(
    request: MemberRequest,
    form: forms.Form,
    comment: Comment,
    act: Callable[[], str],
    is_decided: bool = False,
) -> HttpResponse:
    if not form.is_valid():
        return _answer(request, comment, _sentences(form), status=422, target=comment.pk)
    try:
        said = act()
    except (ValidationError, PermissionDenied) as error:
        return _answer(request, comment, _sentences(error), status=409, target=comment.pk)
    target = None if is_decided else comment.pk
    said_well = [said] if said else []
    return _answer(request, comment, said_well, level=messages.SUCCESS, target=target)


def _answer(
    request: MemberRequest,
    comment: Comment | None,
    said: list[str],
    *,
    status: int = 200,
    level: int = messages.WARNING,
    target: int | None = None,
) -> HttpResponse:
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


def _comment(request: HttpRequest) -> Comment:
    form = ClaimForm(request.POST)
    pk = form.cleaned_data["comment"] if form.is_valid() else None
    visible = Comment.objects.visible_to(request.user).select_related("author")
    return get_object_or_404(visible, pk=pk)


def _sentences(problem: Any) -> list[str]:
    if isinstance(problem, forms.Form):
        return [str(error) for errors in problem.errors.values() for error in errors]
    return getattr(problem, "messages", None) or [str(problem)]


def _counted(batch: Batch) -> str:
    number = len(batch.decisions)
    return "1 comment" if number == 1 else f"{number} comments"
