"""What a comment says and said."""

from itertools import zip_longest

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum import markup
from forum.models import Comment, Quote, Revision
from forum.templatetags.discussion import figures
from forum.views.finding import find_comment, whole_number
from forum.wording import changes

PER_PAGE = 20


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a comment said before the edits that left a mark, and what changed each time."""
    found = find_comment(request, pk)
    before = whole_number(request, "before") or found.version + 1
    older = found.revisions.filter(version__lt=before).order_by("-version")
    now = [found] if before > found.version else []
    texts: list[Comment | Revision] = [*now, *older[: PER_PAGE + 1]]
    quotes = list(Quote.objects.filter(comment=found).shown_to(request.user))
    versions = []
    for text, previous in zip_longest(texts, texts[1:]):
        revision = text if isinstance(text, Revision) else None
        versions.append(
            {
                "number": text.version,
                "replaced_at": revision and revision.replaced_at,
                "body_html": figures(
                    text.html,
                    [quote for quote in quotes if quote.revision == revision],
                    base=found.discussion.article.get_absolute_url(),
                ),
                "differences": previous and changes(previous.text, text.text),
            }
        )
    return render(
        request,
        "comments/history.html",
        {
            "comment": found,
            "article": found.discussion.article,
            "versions": versions[:PER_PAGE],
            "older_url": f"?before={texts[PER_PAGE - 1].version}" if len(texts) > PER_PAGE else "",
        },
    )


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment's Markdown, without the words of comments that the viewer may not read."""
    found = find_comment(request, pk)
    quotes = Quote.objects.filter(comment=found, revision=None).shown_to(request.user)
    hidden = {quote.ordinal for quote in quotes if quote.is_hidden}
    return HttpResponse(
        markup.without_quotes(found.body, hidden), content_type="text/plain; charset=utf-8"
    )
