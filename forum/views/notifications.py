"""What members are told: who answered, mentioned and quoted them, and what is new where they
follow."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import bundling
from forum.forms import MarkReadForm
from forum.models import Member, Notification, Quote
from forum.models.notification import NotificationQuerySet
from forum.views.comments import SeeOther
from forum.views.finding import MemberRequest, whole_number, whole_numbers
from forum.views.members_only import members_only

PER_PAGE = 30
MOST_SEEN = 100  # comments that a page can say at once


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def notifications(request: MemberRequest) -> HttpResponse:
    """Bundled by subject, the newest first; or, `of` the subject of one, each by itself. However
    many there are, a page looks at a part of them, `from` one on. A POST marks them as read, up to
    the `newest` that its page showed."""
    told = Notification.objects.shown_to(request.user)
    if request.method == "POST":
        return _mark_read(request, told)
    before, of = whole_number(request, "before"), whole_number(request, "of")
    reach = bundling.reach(request.user, whole_number(request, "from"))
    told = _with_particulars(reach.of(told), request.user)
    most = PER_PAGE + 1
    found = _each(told, of, before) if of else bundling.bundles(told, before=before, most=most)
    shown = found[:PER_PAGE]
    for row in (row for bundle in shown for row in bundle.rows):
        row.member = request.user  # whose permissions are known
    if len(found) > PER_PAGE:
        older = {"of": of, "from": reach.top, "before": shown[-1].newest.pk}
    else:
        older = {"from": 0 if of else reach.floor}
    return render(
        request,
        "notifications/notifications.html",
        {
            "bundles": shown,
            "of": of,
            "top": reach.top,
            "newest": shown[0].newest.pk if shown and not (before or of or reach.top) else None,
            "older_url": _query(**older),
        },
    )


@require_safe
@members_only
def unread(request: MemberRequest) -> HttpResponse:
    """The bell, which our script asks for now and then."""
    return _bell(request)


@require_POST
@members_only
def seen(request: MemberRequest) -> HttpResponse:
    """Marks as read what tells of comments that the member has had before their eyes."""
    keys = whole_numbers(request.POST.getlist("comment"), most=MOST_SEEN)
    told = Notification.objects.shown_to(request.user).of_comments()
    told.filter(comment__in=keys).mark_read()
    return _bell(request)


def _bell(request: MemberRequest) -> HttpResponse:
    return render(request, "notifications/_bell.html")


def _query(**asked: int) -> str:
    """Empty if nothing is asked."""
    named = urlencode({name: number for name, number in asked.items() if number})
    return f"?{named}" if named else ""


def _mark_read(request: MemberRequest, told: NotificationQuerySet) -> HttpResponse:
    form = MarkReadForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    told.filter(pk__lte=form.cleaned_data["newest"]).mark_read()
    return SeeOther(request.path)


def _each(told: NotificationQuerySet, of: int, before: int) -> list[bundling.Bundle]:
    rows: Any = bundling.of_subject(told, of)
    if before:
        rows = rows.filter(pk__lt=before)
    return [
        bundling.Bundle([row], 1, int(row.read_at is None))
        for row in rows.order_by("-pk")[: PER_PAGE + 1]
    ]


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
        *("editors_answer__version__article", "editors_answer__corrected_in", "follow__writer"),
    ).prefetch_related(Prefetch("comment__quotes", quotes, to_attr="quotes_of_member"))
