"""Writes a mail from what it has to tell, as that is at this moment."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.urls import reverse

from forum.mailing import links
from forum.mailing.choosing import address_of, chosen_by
from forum.mailing.digests import digest
from forum.mailing.letters import letter, letter_of_article, letter_of_desk
from forum.models import Mail, Notification, Quote


def compose(mail: Mail) -> EmailMultiAlternatives | None:
    """The mail as it is to be sent; None if nothing is left to tell, or nobody to tell it to."""
    address = address_of(mail.member)
    told = _still_told(mail) if address else []
    if not told:
        return None
    context = {
        "member": mail.member,
        "site": settings.SITE_URL,
        "preferences_url": links.full(reverse("preferences")),
        **_particulars(mail, told),
    }
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{context['stop_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        **context["headers"],
    }
    is_of_desk = told[0].is_of_queue
    of_one = "desk" if is_of_desk else "article" if told[0].article else "letter"
    template = "digest" if mail.is_digest else of_one
    message = EmailMultiAlternatives(
        subject=" ".join(context["subject"].split()),
        body=render_to_string(f"mails/{template}.txt", context),
        to=[address],
        headers=headers,
    )
    message.attach_alternative(render_to_string(f"mails/{template}.html", context), "text/html")
    return message


def _particulars(mail: Mail, told: list[Notification]) -> dict[str, Any]:
    if mail.is_digest:
        return digest(mail, told)
    if told[0].article:
        return letter_of_article(mail, told[0], told[0].article)
    return letter_of_desk(mail, told[0]) if told[0].is_of_queue else letter(mail, told[0])


def _still_told(mail: Mail) -> list[Notification]:
    """What the member has not read meanwhile, may read, and wants to be mailed."""
    member = mail.member
    quotes = Quote.objects.filter(revision=None).shown_to(member)
    of_member = quotes.filter(quoted_comment__author=member)
    rows = (
        Notification.objects.filter(mail=mail)
        .shown_to(member)
        .unread()
        .select_related(
            "comment__author",
            "comment__discussion__article",
            "decision__appeal",
            "editors_answer",
            "article__section",
            "article__current",
            "follow",
        )
        .prefetch_related(
            Prefetch("comment__quotes", quotes),
            Prefetch("comment__quotes", of_member, to_attr="quotes_of_member"),
        )
        .order_by("pk")
    )
    chosen = chosen_by(member)
    for row in rows:
        row.member = member  # whose permissions are known
    return [row for row in rows if chosen[row.kind].is_by_mail and _still_holds(row)]


def _still_holds(notification: Notification) -> bool:
    """A quote may have been edited away."""
    is_quote = notification.kind == Notification.Kind.QUOTE
    return not is_quote or bool(notification.comment.quotes_of_member)  # type: ignore[attr-defined]
