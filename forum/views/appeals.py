"""Appeals: the author's form, and the moderators' list with their answers."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from forum import appealing
from forum.cards import cards
from forum.desk_forms import AnswerForm
from forum.forms import AppealForm
from forum.models import Appeal, Comment, Notification
from forum.notifying import look_at_desk
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, find_comment
from forum.views.members_only import members_only, typed_before
from forum.views.moderators_only import moderators_only, render_desk
from forum.views.refusing import told_in, words_of

PER_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def appeal(request: MemberRequest, pk: int) -> HttpResponse:
    """What was decided on one's own comment, and one appeal against it."""
    comment = find_comment(request, pk)
    if not comment.is_by(request.user):
        raise PermissionDenied
    decision = appealing.appealable(comment)
    made = Appeal.objects.filter(decision__comment=comment).select_related("decision").last()
    if not decision and not made:
        raise Http404
    form, status = AppealForm(request.POST or None, initial=typed_before(request)), 200
    if request.method == "POST":
        with told_in(form) as refusal:
            appealing.appeal(comment, by=request.user, text=words_of(form)["text"])
        if not refusal:
            return SeeOther(request.path)
        status = refusal.status
    context = {
        "comment": comment,
        "article": comment.discussion.article,
        "decision": decision or (made and made.decision),
        "appeal": None if decision else made,
        "form": form,
    }
    return render(request, "comments/appeal.html", context, status=status)


@require_safe
@moderators_only
def appeals(request: MemberRequest) -> HttpResponse:
    """Those that wait for this moderator, the oldest first."""
    look_at_desk(request.user, Notification.Kind.APPEALED)
    return _page(request)


@require_http_methods(["POST"])
@moderators_only
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    visible = Comment.objects.visible_to(request.user)
    rows = Appeal.objects.filter(decision__comment__in=visible)
    found = get_object_or_404(rows.select_related("decision__comment", "decision__by"), pk=pk)
    form = AnswerForm(request.POST)
    with told_in(form) as refusal:
        words = words_of(form)
        is_granted = words["verdict"] == "grant"
        appealing.answer(found, by=request.user, is_granted=is_granted, words=words["words"])
    if not refusal:
        return SeeOther(request.path.removesuffix(f"{pk}/"))
    return _page(request, {"pk": pk, "form": form}, refusal.status)


def _page(
    request: HttpRequest, refused: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    visible = Comment.objects.visible_to(request.user)
    waiting = Appeal.objects.open().filter(decision__comment__in=visible)
    mine = waiting.for_moderator(request.user).select_related("decision__by")
    shown = list(mine[:PER_PAGE])
    by_comment = {
        card.comment.pk: card
        for card in cards([row.decision.comment_id for row in shown], request.user)
    }
    context = {
        "appeals": [(row, by_comment[row.decision.comment_id]) for row in shown],
        "of_others": waiting.count() - mine.count(),
        "refused": refused,
    }
    return render_desk(request, "queue/appeals.html", "Appeals", context, status)
