"""WordPress's export format, WXR 1.2, which WordPress and Disqus read.

A thread keeps its sense there too: WordPress shows no answer whose parent is away, so what was
taken away stays, if it was answered, as a line that says so.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.utils import timezone

from articles.models import Article, Author, Section
from articles.models.article import ArticleQuerySet
from forum.exporting.bodies import article_html, comment_html
from forum.exporting.public import EVERYBODY
from forum.models import Comment, Status, quotes_shown_to

CHUNK = 500
# Characters that XML 1.0 forbids.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNREAD = {Status.WAITING, Status.HIDDEN}  # by moderators
GONE = {
    Status.WITHDRAWN: "Withdrawn by its author.",
    Status.REMOVED: "Removed by a moderator.",
    Status.REJECTED: "Removed by a moderator.",
    Status.HIDDEN: "Hidden until a moderator has looked at it.",
}
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dsq="http://www.disqus.com/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""


def parts(articles: ArticleQuerySet, *, is_public: bool, with_addresses: bool) -> Iterator[str]:
    """The public articles given with what everybody may read; unless it `is_public`, all articles,
    and what waits for a moderator too."""
    if not is_public:
        articles = Article.objects.all()
    yield HEAD
    yield from _channel()
    for author in Author.objects.filter(articles__in=articles).distinct().order_by("pk"):
        yield "<wp:author>\n"
        yield _element("wp:author_id", author.pk)
        yield _text("wp:author_login", author.slug)
        yield _text("wp:author_display_name", author.name)
        yield "</wp:author>\n"
    for section in Section.objects.filter(articles__in=articles).distinct().order_by("pk"):
        yield "<wp:category>\n"
        yield _element("wp:term_id", section.pk)
        yield _text("wp:category_nicename", section.slug)
        yield _text("wp:cat_name", section.name)
        yield "</wp:category>\n"
    rows = articles.select_related("section", "current", "discussion__article__section__terms")
    for article in rows.order_by("pk").iterator(chunk_size=10):
        page = f"{settings.SITE_URL}{article.get_absolute_url()}"
        yield from _item(article, page)
        for comment in _comments(article, is_public, with_addresses).iterator(chunk_size=CHUNK):
            yield _comment(comment, page, is_public=is_public)
        yield "</item>\n"
    yield "</channel>\n</rss>\n"


def _channel() -> Iterator[str]:
    yield _element("title", "Rejoinder")
    yield _element("link", settings.SITE_URL)
    yield _element("description", "")
    yield _element("wp:wxr_version", "1.2")
    yield _element("wp:base_site_url", settings.SITE_URL)
    yield _element("wp:base_blog_url", settings.SITE_URL)


def _item(article: Article, address: str) -> Iterator[str]:
    at = _appeared(article)
    yield "<item>\n"
    yield _element("title", article.title)
    yield _element("link", address)
    yield _element("pubDate", f"{at:%a, %d %b %Y %H:%M:%S} +0000")
    yield _text("dc:creator", article.bylines[0].slug if article.bylines else "")
    yield f'<guid isPermaLink="true">{_plain(address)}</guid>\n'
    yield _text("content:encoded", article_html(article.current, with_pictures=True))
    yield _text("excerpt:encoded", article.current.opening)
    yield _element("dsq:thread_identifier", article.slug)
    yield _element("wp:post_id", article.pk)
    yield from _dates("wp:post_date", at)
    yield _element("wp:comment_status", "closed" if article.discussion.is_closed else "open")
    yield _element("wp:ping_status", "closed")
    yield _text("wp:post_name", article.slug)
    yield _element("wp:status", "publish" if article.status == "published" else "draft")
    yield _element("wp:post_parent", 0)
    yield _element("wp:menu_order", 0)
    yield _element("wp:post_type", "post")
    yield _element("wp:is_sticky", 0)
    if section := article.section:
        name = _plain(section.slug, {'"': "&quot;"})
        yield f'<category domain="category" nicename="{name}">{_cdata(section.name)}</category>\n'
    if len(article.bylines) > 1:  # WordPress itself knows one author to a post
        yield "<wp:postmeta>\n"
        yield _text("wp:meta_key", "byline")
        yield _text("wp:meta_value", ", ".join(author.name for author in article.bylines))
        yield "</wp:postmeta>\n"


def _comments(article: Article, is_public: bool, with_addresses: bool) -> Any:
    answers = Comment.objects.filter(parent=OuterRef("pk"))
    rows = Comment.objects.no_secrets() if is_public else Comment.objects.all()
    shown = [Status.PUBLISHED] if is_public else [Status.PUBLISHED, *UNREAD]
    address: Any = Value("")
    if with_addresses:
        confirmed = EmailAddress.objects.filter(user=OuterRef("author"), verified=True)
        address = Subquery(confirmed.order_by("-primary", "pk").values("email")[:1])
    return (
        rows.filter(Q(status__in=shown) | Exists(answers), discussion=article.pk)
        .annotate(address=address)
        .select_related("author")
        .prefetch_related(quotes_shown_to(EVERYBODY))
        .defer("body", "text")
        .order_by("pk")
    )


def _comment(comment: Any, page: str, *, is_public: bool) -> str:
    is_said = comment.is_published or (comment.status in UNREAD and not is_public)
    author = comment.author if is_said else None
    if is_said:
        words = comment_html(comment, template="exports/_quote.html", base=page)
    remote = ""
    if author and not is_public and not author.closed_at:
        remote = f"<dsq:remote>\n{_element('dsq:id', author.pk)}</dsq:remote>\n"
    return "".join(
        [
            f"<wp:comment>\n{remote}",
            _element("wp:comment_id", comment.pk),
            _text("wp:comment_author", comment.byline if is_said else ""),
            _text("wp:comment_author_email", (is_said and comment.address) or ""),
            _element("wp:comment_author_url", ""),
            _element("wp:comment_author_IP", ""),
            *_dates("wp:comment_date", comment.shown_at),
            _text("wp:comment_content", words if is_said else GONE[Status(comment.status)]),
            _text("wp:comment_approved", "0" if is_said and not comment.is_published else "1"),
            _text("wp:comment_type", "comment"),
            _element("wp:comment_parent", comment.parent_id or 0),
            _element("wp:comment_user_id", 0),
            "</wp:comment>\n",
        ]
    )


def _appeared(article: Article) -> datetime:
    day = article.published_on
    return datetime.combine(day, time(), UTC) if day else article.current.created_at


def _dates(name: str, at: datetime) -> Iterator[str]:
    yield _text(name, f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}")
    yield _text(f"{name}_gmt", f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}")


def _element(name: str, value: object) -> str:
    return f"<{name}>{_plain(str(value))}</{name}>\n"


def _text(name: str, value: str) -> str:
    return f"<{name}>{_cdata(value)}</{name}>\n"


def _plain(text: str, more: dict[str, str] | None = None) -> str:
    return escape(FORBIDDEN.sub("", text), more or {})


def _cdata(text: str) -> str:
    inside = FORBIDDEN.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{inside}]]>"
