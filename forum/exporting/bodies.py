"""Words as HTML, for where they are read without the site."""

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from articles.models import ArticleVersion
from forum import markup
from forum.models import Comment
from forum.templatetags.discussion import figures


def article_html(version: ArticleVersion) -> SafeString:
    body = get_template("articles/_body.html").render({"version": version})
    return mark_safe(body)  # noqa: S308 - a template's


def comment_html(comment: Comment, *, template: str, base: str = "") -> SafeString:
    """The words of a comment that was read with its quotes (`quotes_shown_to`)."""
    html = figures(comment.html, list(comment.quotes.all()), base=base, template=template)
    return mark_safe(markup.absolute(html, site=settings.SITE_URL, page=""))  # noqa: S308 - cleaned
