"""Words as HTML, for where they are read without the site."""

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from articles.models import ArticleVersion
from forum import markup
from forum.models import Comment
from forum.templatetags.discussion import figures


def article_html(version: ArticleVersion, *, with_pictures: bool) -> SafeString:
    """Its words; with pictures from where they were first, or with the ways to them."""
    context = {"version": version, "are_pictures_shown": with_pictures}
    body = get_template("articles/_body.html").render(context)
    return mark_safe(body)  # noqa: S308 - a template's


def comment_html(comment: Comment, *, template: str, base: str = "") -> SafeString:
    """The words of a comment that was read with its quotes (`quotes_shown_to`)."""
    html = figures(comment.html, list(comment.quotes.all()), base=base, template=template)
    return mark_safe(markup.absolute(html, site=settings.SITE_URL, page=""))  # noqa: S308 - cleaned
