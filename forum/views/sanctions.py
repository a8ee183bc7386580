"""What moderators do at the queue about the author of a comment."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from forum import sanctioning
from forum.desk_forms import LiftForm, NoteForm, SanctionForm
from forum.models import Sanction
from forum.views.answering import comment_of, do
from forum.views.finding import MemberRequest
from forum.views.moderators_only import moderators_only


@require_POST
@moderators_only
def sanctions(request: MemberRequest) -> HttpResponse:
    """Warns, silences or bans the author of a comment."""
    form = SanctionForm(request.POST)
    comment = comment_of(request)

    def impose() -> str:
        if comment.author is None:
            raise PermissionDenied("Nobody has this account.")
        words = form.cleaned_data
        given: dict[str, Any] = {"by": request.user, "comment": comment}
        given["reason"] = form.words_for(comment.author)
        if words["kind"] == "warning":
            sanction = sanctioning.warn(comment.author, **given)
        elif words["kind"] == "silence":
            sanction = sanctioning.silence(comment.author, until=words["until"], **given)
        else:
            sanction = sanctioning.ban(
                comment.author, until=words.get("until"), removing=words["removing"], **given
            )
        return f"{sanction}."

    return do(request, form, comment, impose)


@require_POST
@moderators_only
def liftings(request: MemberRequest) -> HttpResponse:
    """Ends a sanction of the author of a comment before its time."""
    form = LiftForm(request.POST)
    comment = comment_of(request)

    def lift() -> str:
        imposed = Sanction.objects.filter(member=comment.author)
        sanctioning.lift(
            get_object_or_404(imposed, pk=form.cleaned_data["sanction"]), by=request.user
        )
        return "Lifted."

    return do(request, form, comment, lift)


@require_POST
@moderators_only
def notes(request: MemberRequest) -> HttpResponse:
    """Notes something about the author of a comment, for moderators."""
    form = NoteForm(request.POST)
    comment = comment_of(request)

    def note() -> str:
        if comment.author is None:
            raise PermissionDenied("Nobody has this account.")
        sanctioning.note(comment.author, by=request.user, text=form.cleaned_data["text"])
        return f"Noted about {comment.author}."

    return do(request, form, comment, note)
