"""What the templates of a discussion need to say."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.template import Context
from django.template.loader import get_template
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.passages import Passage
from forum import markup, passage_html, spans
from forum.fragments import Acts, Doors, fragment, gap, key_of, mute_gap
from forum.margins import Margin, Run
from forum.markup import QuotePiece
from forum.models import Comment, Quote
from forum.wording import changes

register = template.Library()
HUES = 12
WEEKDAYS = 7  # days in which their names tell one from another
register.filter(spans.span)


@register.simple_tag(takes_context=True)
def comment_body(context: Context, comment: Comment) -> SafeString:
    """The words of a comment; each blockquote as a figure that says what its quote is worth.

    Its quotes are to be prefetched for the viewer (`quotes_shown_to`).
    """
    return figures(comment.html, list(comment.quotes.all()), base=_base(context, comment))


@register.simple_tag(takes_context=True)
def comment_fragment(context: Context, comment: Any) -> SafeString:
    """A comment of a thread, or what stands in the place of some.

    With `has_gaps` in the context, what a reader can do with it is left out, to be put in later;
    with the ids of what is `new_to` the reader, that is marked.
    """
    base = _base(context, comment) if isinstance(comment, Comment) else ""
    html = comment_html(comment, context["article"], context["user"], base=base)
    if not isinstance(comment, Comment) or context.get("has_gaps"):
        return html
    doors = Doors.of(context["article"].discussion)
    if context.get("why_not"):
        doors = doors.shut
    is_new = comment.pk in (context.get("new_to") or ())
    acts = actions(Acts.of(comment)._replace(is_new=is_new), context["user"], doors)
    line = mute_line(comment.author_id, context["user"])
    filled = html.replace(gap(comment.pk), acts).replace(mute_gap(comment.pk), line)
    return mark_safe(filled)  # noqa: S308 - templates'


def _base(context: Context, comment: Comment) -> str:
    """The article's address, where its passages are not on the page."""
    if "base" in context:
        return str(context["base"])
    article = comment.discussion.article.get_absolute_url()
    request = context["request"]
    is_there = request.path == article or "X-Fragment" in request.headers
    return "" if is_there else article


def comment_html(comment: Any, article: Article, viewer: Any, *, base: str) -> SafeString:
    """A comment of a thread as HTML, with gaps for what the viewer can do with it, and for that
    they muted its author."""
    template = get_template("comments/_comment.html")
    values: dict[str, Any] = {"comment": comment, "article": article, "user": viewer, "base": base}
    if not isinstance(comment, Comment):
        return mark_safe(template.render(values))  # noqa: S308 - a template's
    values["actions"] = mark_safe(gap(comment.pk))  # noqa: S308 - a number
    values["mute_line"] = mark_safe(mute_gap(comment.pk))  # noqa: S308 - a number
    key = key_of(comment, viewer, base=base, moment=since(comment.shown_at))
    return mark_safe(fragment(key, lambda: template.render(values)))  # noqa: S308 - a template's


def actions(acts: Acts, viewer: Any, doors: Doors) -> str:
    """What the viewer can do with a comment, as HTML."""
    template = get_template("comments/_actions.html")
    return fragment(
        acts.key_for(viewer, doors),
        lambda: template.render({"comment": acts, "user": viewer, **doors._asdict()}),
    )


def mute_line(author: int | None, viewer: Any) -> str:
    """What stands over the comments of those whom the viewer has muted, as HTML."""
    if not viewer.is_authenticated or author not in viewer.muted:
        return ""
    return get_template("comments/_muted.html").render()


@register.simple_tag
def avatar(name: str) -> SafeString:
    """A disc in a colour of the name, with its initials. Decoration: the name stands beside it."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return format_html(
        '<b class="avatar" data-hue="{}" aria-hidden="true">{}</b>',
        zlib.crc32(name.encode()) % HUES,
        initials,
    )


@register.filter
def of(margins: Mapping[int, Margin], passage: Passage) -> Margin:
    """A passage's margin; on pages without margins an empty one."""
    return margins[passage.number] if margins else Margin(0, (Run(passage.text, 0),))


@register.simple_tag(takes_context=True)
def words(context: Context, passage: Passage, margin: Margin) -> SafeString:
    """A passage's words as HTML, with marks where the page `is_marked`."""
    return passage_html.words(passage, _runs(context, passage, margin))


@register.simple_tag(takes_context=True)
def cells(context: Context, passage: Passage, margin: Margin) -> list[passage_html.Cell]:
    """The same of a table's row, cell by cell."""
    return passage_html.cells(passage, _runs(context, passage, margin))


def _runs(context: Context, passage: Passage, margin: Margin) -> Sequence[Run]:
    return margin.runs if context.get("is_marked") else (Run(passage.text, 0),)


@register.inclusion_tag("articles/_picture.html", takes_context=True)
def picture(context: Context, passage: Passage) -> dict[str, Any]:
    """The picture of a figure: the page's own, or the one elsewhere, or the way to that.
    IMPORT_IMAGES says which, if the page doesn't."""
    return {
        "layout": passage.layout,
        "stored": (context.get("pictures") or {}).get(passage.layout.source),
        "is_shown": context.get("are_pictures_shown", settings.IMPORT_IMAGES == "link"),
    }


@register.filter
def wording(before: str, after: str) -> list[dict[str, str]]:
    """The segments in which two wordings of a text differ, for comments/_wording.html."""
    return changes(before, after)


@register.filter(expects_localtime=True)
def moment(at: datetime) -> SafeString:
    """When something happened, to the minute; by the reader's clock, where our script knows it."""
    said = formats.date_format(at, "j F Y, H:i e")
    return format_html(
        '<local-time><time datetime="{}">{}</time></local-time>', at.isoformat(), said
    )


@register.filter(expects_localtime=True)
def lately(at: datetime) -> str:
    """A moment of the last days as people name it: "Tuesday 14:05"; an earlier one in full."""
    days = (timezone.localdate() - at.date()).days
    names = ["today", "yesterday"]
    name = names[days] if 0 <= days < len(names) else formats.date_format(at, "l")
    return f"{name} {at:%H:%M}" if 0 <= days < WEEKDAYS else formats.date_format(at, "j F Y, H:i")


@register.filter
def stamp(moment: datetime) -> str:
    """For the attribute `datetime`, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@register.filter
def since(moment: datetime) -> str:
    """How long ago, in the largest unit: "3 hours ago"; within a minute "just now"."""
    if timezone.now() - moment < timedelta(minutes=1):
        return "just now"
    first, comma, _ = naturaltime(moment).partition(",")
    return f"{first} ago" if comma else first


@register.filter
def until(moment: datetime) -> str:
    return spans.until(moment - timezone.now())


def figures(
    html: str, quotes: Sequence[Quote], *, base: str = "", template: str = "comments/_quote.html"
) -> SafeString:
    """HTML made by `forum.markup`, its blockquotes replaced by figures of their quotes.

    `base` is the article's address, for pages on which its passages aren't.
    """
    found = {quote.ordinal: quote for quote in quotes}
    return _join(markup.pieces(html), found, base, template)


def _join(
    pieces: Sequence[str | QuotePiece], quotes: dict[int, Quote], base: str, template: str
) -> SafeString:
    parts = [
        _figure(quotes[piece.ordinal], _join(piece.pieces, quotes, base, template), base, template)
        if isinstance(piece, QuotePiece)
        else piece
        for piece in pieces
    ]
    return mark_safe("".join(parts))  # noqa: S308 - markup.render cleaned it


def _figure(quote: Quote, words: SafeString, base: str, template: str) -> Any:
    # A stored quote that was not read through its gate is taken for hidden.
    if getattr(quote, "is_hidden", quote.pk and quote.quoted_comment_id):
        return get_template(template).render({"quote": {"is_hidden": True}})
    context = {
        "quote": quote,
        "words": words,
        "source_url": quote.source_url and urljoin(base, quote.source_url),
        "version_url": "" if quote.stands else urljoin(base, quote.version_url),
    }
    return get_template(template).render(context)
