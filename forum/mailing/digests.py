"""A mail that tells of all that came in an hour, a day or a week."""

from collections import defaultdict
from collections.abc import Mapping
from textwrap import indent
from typing import Any
from urllib.parse import urljoin

from django.urls import reverse

from forum.mailing import links
from forum.mailing.choosing import SPANS, in_words
from forum.mailing.texts import answered_by, excerpt, quoted, when, worth
from forum.models import Comment, Mail, Member, Notification
from forum.spans import counted

LINE = 140  # characters of what is answered
MOST = 50  # notifications that it shows; of the others it says how many


def digest(mail: Mail, told: list[Notification]) -> dict[str, Any]:
    """What its templates need, its subject and its headers; grouped by article, in the order in
    which things happened."""
    by_article: dict[Any, list[Notification]] = defaultdict(list)
    shown = told[:MOST]
    for notification in shown:
        if notification.is_of_queue:
            continue
        article = notification.article or notification.comment.discussion.article
        by_article[article].append(notification)
    comments = [row.comment for row in shown if row.comment and not row.is_of_desk]
    answered = answered_by(comments, mail.member)
    span = SPANS[mail.delivery]
    return {
        "at_desk": [(row.deed, links.full(row.desk_url)) for row in shown if row.is_of_queue],
        "groups": [
            {
                "article": article,
                "article_url": links.full(article.get_absolute_url()),
                "entries": [_entry(notification, mail, answered) for notification in group],
            }
            for article, group in by_article.items()
        ],
        "more": len(told) - MOST if len(told) > MOST else 0,
        "notifications_url": links.full(reverse("notifications")),
        "count": counted(len(told), "notification"),
        "span": span,
        "stop_url": links.stop_url(mail.member, mail.delivery),
        "stops": in_words(mail.delivery),
        "subject": f"Your {span} at Rejoinder: {counted(len(told), 'notification')}",
        "headers": {
            "Message-ID": links.digest_id(mail.pk),
            "List-Id": f"<{mail.delivery}.{links.host()}>",
        },
    }


def _entry(
    notification: Notification, mail: Mail, answered: Mapping[int, Comment]
) -> dict[str, Any]:
    if notification.article:
        return {"notification": notification, "when": when(notification.created_at, mail.member)}
    comment = notification.comment
    above = None if notification.is_of_desk else answered.get(comment.parent_id or 0)
    page = links.full(comment.discussion.article.get_absolute_url())
    quotes = [quote for quote in comment.quotes_of_member if not quote.is_hidden]  # type: ignore[attr-defined]
    return {
        "notification": notification,
        "when": when(notification.created_at, mail.member),
        "comment": comment,
        "comment_url": links.full(comment.get_absolute_url()),
        "answered": _line(above, mail.member) if above else "",
        "words": indent(excerpt(comment, 400), "  "),
        "quotes": [
            (quote, quote.source_url and urljoin(page, quote.source_url)) for quote in quotes
        ],
        "worths": [
            indent(f"{quoted(quote.words)}\n{worth(quote, page)}", "  ") for quote in quotes
        ],
    }


def _line(comment: Comment, member: Member) -> str:
    """A comment folded to a line."""
    name = "You" if comment.author_id == member.pk else comment.byline
    return f"{name}: {' '.join(excerpt(comment, LINE).split())}"
