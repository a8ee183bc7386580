"""The moderators' queue: what waits, what is reported, what nobody has looked at."""

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Section
from forum import desk, queueing
from forum.cards import Card, cards
from forum.desk_forms import DAYS
from forum.models import Comment, Decision, Member, Notification, Reason, Sanction
from forum.notifying import look_at_desk
from forum.queueing import AGES, LISTS, Filter, Place
from forum.views.finding import articles_for
from forum.views.moderators_only import moderators_only, render_desk

Kind = Notification.Kind
ASKED = {"list", "after", *Filter.__dataclass_fields__}
ARTICLES = 50  # newest, to choose from


@require_safe
@moderators_only
def queue(request: HttpRequest) -> HttpResponse:
    look_at_desk(cast(Member, request.user), Kind.HELD, Kind.REPORTED)
    name, narrowed = list_of(request.GET), Filter.of(request.GET)
    after = Place.named(request.GET.get("after", ""))
    page = queueing.page(name, request.user, narrowed=narrowed, after=after)
    is_narrowed = narrowed != Filter()
    context = {
        **lists(request, name),
        **choices(request, name),
        "filter": narrowed,
        "is_narrowed": is_narrowed,
        "cards": with_fields(request, cards(page.keys, request.user), asked(request.GET)),
        "back": asked(request.GET),
        "next_url": page.next and f"?{asked(request.GET, after=str(page.next))}",
        "start_url": f"?{asked(request.GET, after='')}",
        "is_later": after is not None,
    }
    return render_desk(request, "queue/queue.html", "Queue", context)


@require_safe
@moderators_only
def counts(request: HttpRequest) -> HttpResponse:
    """What the header and the lists count, for pages that stay open."""
    context = {**desk.counts(request.user), "new": queueing.count("new", request.user)}
    return render(request, "queue/_counts.html", context)


def list_of(query: Any) -> str:
    name = query.get("list", "")
    return name if name in LISTS else "waiting"


def asked(query: Any, **other: str) -> str:
    """The list, its filter and the place in it, as an address says them; nothing else."""
    said = {key: query.get(key, "")[:500] for key in sorted(ASKED)} | other
    return urlencode({key: value for key, value in said.items() if value})


def address_of(back: str) -> str:
    """The list to which a form leads back."""
    return f"{reverse('queue')}?{asked(QueryDict(back[:4000]))}"


def lists(request: HttpRequest, name: str) -> dict[str, Any]:
    """The lists with what they hold, and what the moderator decided last."""
    return {
        "list": name,
        "counted": COUNTED,
        "lists": [
            (each, label, queueing.count(each, request.user) if each in COUNTED else "")
            for each, label in LISTS.items()
        ],
        "last": last_of(request),
    }


COUNTED = {"waiting", "reported", "new"}


def last_of(request: HttpRequest) -> dict[str, Any] | None:
    """What the moderator did last and still stands, a sanction or a decision: what `z` undoes."""
    mine = Decision.objects.standing().by_moderators().filter(by=request.user)
    decision = mine.select_related("comment__author").first()
    imposed = Sanction.objects.in_force().filter(by=request.user).select_related("member").first()
    if imposed and (decision is None or imposed.created_at > decision.created_at):
        return {"sanction": imposed}
    if decision is None:
        return None
    batch = decision.batch
    number = mine.filter(batch=batch).count() if batch else 1
    return {"decision": decision, "number": number}


def choices(request: HttpRequest, name: str) -> dict[str, Any]:
    """What the filters and the forms of the cards offer."""
    return {
        "articles": articles_for(request.user)
        .newest_first()[:ARTICLES]
        .values_list("slug", "title"),
        "sections": Section.objects.of_articles_for(request.user),
        "whys": queueing.reasons(name, request.user),
        "ages": AGES,
        **common(),
    }


def common() -> dict[str, Any]:
    """What all cards have in common, rendered once."""
    context = {"usual_reasons": Reason.objects.all(), "terms": DAYS.items()}
    parts = ("usual_titles", "term_options")
    return {part: render_to_string(f"queue/_{part}.html", context) for part in parts}


def with_fields(request: HttpRequest, shown: list[Card], back: str) -> list[Card]:
    """With what their forms hold, of which each card has several: the hidden fields, and the usual
    reasons in the language of the comment's author."""
    usual = Reason.objects.prefetch_related("translations")
    reasons = {card.language: _reasons_in(card.language, usual) for card in shown}
    for card in shown:
        card.usual_buttons, card.usual_options = reasons[card.language]
        card.fields = render_to_string("queue/_seen.html", {"card": card, "back": back}, request)
    return shown


def _reasons_in(language: str, usual: Iterable[Reason]) -> tuple[str, str]:
    context = {"usual_reasons": [(reason, reason.text_in(language)) for reason in usual]}
    buttons = render_to_string("queue/_usual_buttons.html", context)
    return buttons, render_to_string("queue/_usual_options.html", context)


def card_context(request: HttpRequest, comment: Comment, back: str) -> dict[str, Any]:
    """What a card needs that is shown by itself, and the lists beside it."""
    return {
        **lists(request, list_of(QueryDict(back[:4000]))),
        **common(),
        "back": back,
        "card": next(iter(with_fields(request, cards([comment.pk], request.user), back)), None),
    }
