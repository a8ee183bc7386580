"""What a text would look like as a comment, its quotes checked, before it is one."""

from django.utils.safestring import SafeString

from forum import markup, mentioning, screening
from forum.checking import check
from forum.models import Comment, Discussion
from forum.templatetags.discussion import figures


def preview(body: str, *, discussion: Discussion, to: Comment | None) -> SafeString:
    """The HTML of the comment. Raises ValidationError as posting it would for its size."""
    body = screening.in_force().reword(markup.clean(body))
    rendered = markup.render(body, mentioning.people)
    quotes = check(rendered.quotes, discussion=discussion, to=to)
    return figures(rendered.html, quotes)


def with_original_wording(
    body: str, ordinal: int, *, discussion: Discussion, to: Comment | None
) -> str:
    """The text with the words of its source in the quote of that ordinal, if they differ."""
    quotes = check(markup.render(body).quotes, discussion=discussion, to=to)
    for quote in quotes[ordinal : ordinal + 1]:
        if quote.offers_original:
            return markup.reword(body, ordinal, quote.exact)
    return body
