"""What is new to a reader in a discussion: since when, how much, and what of it they have read."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article
from forum import catching_up, visiting
from forum.catching_up import MOST, Place
from forum.forms import VisitForm
from forum.models import Comment, Discussion
from forum.views.comments import SeeOther
from forum.views.finding import (
    MemberRequest,
    find_article,
    wants_fragment,
    whole_number,
    whole_numbers,
)
from forum.views.members_only import members_only

YESTERDAY, WEEK = "yesterday", "week"
MOST_SHOWN = 100  # comments that a page can say at once
EARLIEST = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class New:
    """What is new to a reader in a discussion, as a page tells it."""

    since: datetime
    asked: str  # for this moment, by the address; else it is that of their last visit
    read: Sequence[int]  # comments that a guest's browser showed live, before
    problem: str
    is_first_visit: bool
    found: Sequence[Place]
    moment: datetime  # of the page, which doesn't mark as read what comes later

    @property
    def places(self) -> Sequence[Place]:
        return self.found[-MOST:]

    @cached_property
    def ids(self) -> Set[int]:
        return {place.pk for place in self.places}

    @property
    def listed(self) -> str:
        """The ids for our script, in reading order."""
        return " ".join(str(place.pk) for place in self.places)

    @property
    def number(self) -> str:
        return f"{MOST}+" if len(self.found) > MOST else str(len(self.found))

    @property
    def query(self) -> str:
        return f"?{urlencode(self.terms)}" if self.asked else ""

    @property
    def terms(self) -> dict[str, str]:
        """What is asked for, for addresses."""
        read = {"read": ",".join(map(str, self.read))} if self.read else {}
        return {"since": self.asked, **read} if self.asked else {}


def look(request: HttpRequest, article: Article, *, latest: datetime | None = None) -> New:
    """What is new to whoever asks, who has now been here. `latest` is the moment at which people
    could first read what is newest there, if that is known."""
    viewer: Any = request.user
    moment = timezone.now()
    text = request.GET.get("since", "") or ("" if viewer.is_authenticated else WEEK)
    since, problem = _asked(text, moment)
    visit, read = None, list[int]()
    if viewer.is_authenticated:
        visit = visiting.look(article.discussion, by=viewer)
    elif problem:
        text = WEEK
        since, _ = _asked(WEEK, moment)
    if not visit:
        read = whole_numbers(request.GET.get("read", "").split(","), most=MOST_SHOWN)
    begin = since or (visit.since if visit else moment)
    found: Sequence[Place] = ()
    if not latest or begin < latest:
        if visit and not since:
            unread = visiting.new([visit], to=viewer)
        else:
            unread = Comment.objects.new_to(viewer, {article.pk: begin}).exclude(pk__in=read)
        found = catching_up.places(unread)
    return New(
        since=begin,
        asked=text if since else "",
        read=read,
        problem=problem,
        is_first_visit=visit is not None and visit.since == visit.seen and not since,
        found=found,
        moment=moment,
    )


def counts(viewer: Any, discussions: Iterable[Discussion]) -> dict[int, int]:
    """How much is new to a member in each, where something is."""
    if not viewer.is_authenticated:
        return {}
    visits = viewer.visits.filter(discussion__in=[discussion.pk for discussion in discussions])
    found = visiting.new(visits, to=viewer).order_by()
    return dict(found.values_list("discussion").annotate(Count("pk")))


def ids(viewer: Any, article: Article) -> Set[int]:
    """What is new to a member in the discussion, on a page that is only a part of it."""
    if not viewer.is_authenticated:
        return set()
    visits = viewer.visits.filter(discussion=article.discussion)
    return {place.pk for place in catching_up.places(visiting.new(visits, to=viewer))}


@require_safe
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The new comments alone, with what they answer in a line each.

    Our script asks only how many there are, for guests, whose browser knows since when.
    """
    article = find_article(request, slug)
    news = look(request, article)
    context: dict[str, Any] = {"article": article, "new": news}
    if wants_fragment(request):
        return render(request, "comments/_new.html", context)
    after = whole_number(request, "after")
    page = catching_up.page(article.discussion, news.places, request.user, after=after)
    context |= {
        "thread": page.steps,
        "first": page.first,
        "next_url": page.next and f"?{urlencode({**news.terms, 'after': page.next})}",
        "is_beginning": not after,
    }
    return render(request, "articles/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def visit(request: MemberRequest, slug: str) -> HttpResponse:
    """Marks as read what was there at the time of the page, all of it or one branch; or, for our
    script, the comments that it has just shown.

    Whoever comes here from the log-in page is led to the discussion.
    """
    article = find_article(request, slug)
    discussion = f"{article.get_absolute_url()}#discussion"
    if request.method != "POST":
        return redirect(discussion)
    if shown := whole_numbers(request.POST.getlist("comment"), most=MOST_SHOWN):
        visiting.read_some(article.discussion, shown, by=request.user)
        return HttpResponse(status=204)
    form = VisitForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    until = _possible(form.cleaned_data["until"], timezone.now())
    branch = form.cleaned_data["branch"]
    if not branch:
        visiting.read_all(article.discussion, by=request.user, until=until)
        return SeeOther(discussion)
    placed = article.discussion.comments.placed_for(request.user)
    top = get_object_or_404(placed.select_related("discussion"), pk=branch)
    visiting.read_branch(top, by=request.user, until=until)
    return SeeOther(reverse("new", args=[slug]))


def _asked(text: str, now: datetime) -> tuple[datetime | None, str]:
    """The moment that somebody asks for, if any, and what is wrong with it."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    named = {"": None, YESTERDAY: today - timedelta(days=1), WEEK: now - timedelta(days=7)}
    if text in named:
        return named[text], ""
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if not at:
        return None, f"“{text[:40]}” isn’t a date and a time. Write it like this: 2026-03-31T14:05"
    aware = at if timezone.is_aware(at) else timezone.make_aware(at)
    return _possible(aware, now), ""


def _possible(at: datetime, now: datetime) -> datetime:
    """A moment that databases can tell from others."""
    return min(max(at, EARLIEST), now)
