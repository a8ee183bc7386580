"""What a text would look like as a comment, its quotes checked, before it is one."""

from django.utils.safestring import SafeString

from forum import markup
from forum.checking import check
from forum.models import Comment, Discussion
from forum.templatetags.discussion import figures


def preview(body: str, *, discussion: Discussion, to: Comment | None) -> SafeString:
    """The HTML of the comment. Raises ValidationError as posting it would for its size."""
    rendered = markup.render(markup.clean(body))
    quotes = check(rendered.quotes, discussion=discussion, to=to)
    return figures(rendered.html, quotes)
