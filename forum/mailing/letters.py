"""A mail that tells of one thing."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.models import Article
from forum import markup
from forum.mailing import links
from forum.mailing.choosing import in_words
from forum.mailing.texts import answered_by, excerpt, quoted, text_of, when
from forum.models import Comment, Mail, Notification
from forum.templatetags.discussion import figures


def letter(mail: Mail, notification: Notification) -> dict[str, Any]:
    """What its templates need, its subject and its headers."""
    comment = notification.comment
    article = comment.discussion.article
    above = links.references(notification)
    found = {} if notification.is_of_desk else answered_by([comment], mail.member)
    answered = found.get(comment.parent_id or 0)
    return {
        "notification": notification,
        "comment": comment,
        "article": article,
        "when": when(notification.created_at, mail.member),
        "answered": answered,
        "answered_text": quoted(excerpt(answered, 600)) if answered else "",
        **_words(comment),
        "article_url": links.full(article.get_absolute_url()),
        "comment_url": links.full(comment.get_absolute_url()),
        "appeal_url": links.full(reverse("appeal", args=[comment.pk])),
        "stop_url": links.stop_url(mail.member, notification.kind),
        "stops": in_words(notification.kind),
        "subject": article.title,
        "headers": {
            "Message-ID": links.message_id(notification),
            "In-Reply-To": above[-1],
            "References": " ".join(above),
            "List-Id": f"<discussion-{article.pk}.{links.host()}>",
        },
    }


def letter_of_article(mail: Mail, notification: Notification, article: Article) -> dict[str, Any]:
    """The same for a mail that tells of a new article."""
    return {
        "notification": notification,
        "article": article,
        "when": when(notification.created_at, mail.member),
        "article_url": links.full(article.get_absolute_url()),
        "stop_url": links.stop_url(mail.member, notification.kind),
        "stops": in_words(notification.kind),
        "subject": article.title,
        "headers": {
            "Message-ID": links.message_id(notification),
            "List-Id": f"<section-{article.section_id}.{links.host()}>",
        },
    }


def letter_of_desk(mail: Mail, notification: Notification) -> dict[str, Any]:
    """The same for a mail that tells a moderator that something waits."""
    return {
        "notification": notification,
        "desk_url": links.full(notification.desk_url),
        "stop_url": links.stop_url(mail.member, notification.kind),
        "stops": in_words(notification.kind),
        "subject": "What waits at Rejoinder’s desk",
        "headers": {
            "Message-ID": links.desk_id(mail.pk),
            "List-Id": f"<desk.{links.host()}>",
        },
    }


def _words(comment: Comment) -> dict[str, str]:
    """What the comment says, with its quotes and what they are worth, as HTML and as text."""
    page = links.full(comment.discussion.article.get_absolute_url())
    html = markup.absolute(comment.html, site=settings.SITE_URL, page=page)
    quotes = list(comment.quotes.all())
    return {
        "html": figures(html, quotes, base=page, template="mails/_quote.html"),
        "text": text_of(html, quotes, base=page),
    }
