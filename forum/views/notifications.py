"""What members are told: who answered and quoted them."""

from django.core.exceptions import BadRequest
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from forum.forms import MarkReadForm
from forum.models import Member, Notification, Quote
from forum.models.notification import NotificationQuerySet
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, whole_number
from forum.views.members_only import members_only

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def notifications(request: MemberRequest) -> HttpResponse:
    """The newest first. A POST marks them as read, up to the `newest` that its page showed."""
    told = Notification.objects.shown_to(request.user)
    if request.method == "POST":
        return _mark_read(request, told)
    before = whole_number(request, "before")
    if before:
        told = told.filter(pk__lt=before)
    rows = list(_with_particulars(told, request.user).order_by("-pk")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return render(
        request,
        "notifications/notifications.html",
        {
            "notifications": shown,
            "newest": shown[0].pk if shown and not before else None,
            "older_url": f"?before={shown[-1].pk}" if len(rows) > PER_PAGE else "",
        },
    )


def _mark_read(request: MemberRequest, told: NotificationQuerySet) -> HttpResponse:
    form = MarkReadForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    told.filter(pk__lte=form.cleaned_data["newest"]).mark_read()
    return SeeOther(request.path)


def _with_particulars(told: NotificationQuerySet, member: Member) -> NotificationQuerySet:
    """With their comments, and the `quotes_of_member` in each of these."""
    quotes = Quote.objects.filter(revision=None, quoted_comment__author=member).shown_to(member)
    return told.select_related(
        *(
            "comment__author",
            "comment__discussion__article",
            "decision__appeal",
            "decision__undoes",
        ),
        *("editors_answer__version__article", "editors_answer__corrected_in"),
    ).prefetch_related(Prefetch("comment__quotes", quotes, to_attr="quotes_of_member"))
