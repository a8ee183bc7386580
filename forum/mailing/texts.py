"""A comment for the part of a mail that is plain text."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from textwrap import indent
from urllib.parse import urljoin

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from forum import markup
from forum.markup import QuotePiece
from forum.models import Comment, Fidelity, Member, Quote


def text_of(html: str, quotes: Sequence[Quote], *, base: str) -> str:
    """The words of a comment; below each quote, what it is worth.

    `quotes` are to be read through their gate (`shown_to`), `base` is the article's address.
    """
    return _join(markup.pieces(html), {quote.ordinal: quote for quote in quotes}, base)


def _join(pieces: Sequence[str | QuotePiece], quotes: dict[int, Quote], base: str) -> str:
    parts = [
        _quoted(quotes[piece.ordinal], _join(piece.pieces, quotes, base), base)
        if isinstance(piece, QuotePiece)
        else markup.as_text(piece)
        for piece in pieces
    ]
    return "\n\n".join(part for part in parts if part)


def _quoted(quote: Quote, words: str, base: str) -> str:
    if getattr(quote, "is_hidden", quote.quoted_comment_id):
        return quoted("(These words are no longer shown.)")
    return f"{quoted(words)}\n{worth(quote, base)}"


def when(at: datetime, member: Member) -> SafeString:
    """A moment as the member writes it, by their clock."""
    here = timezone.localtime(at, member.zone)
    is_ours = member.reads == settings.LANGUAGE_CODE
    with translation.override(member.reads):
        said = formats.date_format(here, "j F Y, H:i" if is_ours else "DATETIME_FORMAT")
    said += f" {_clock(here)}"
    stamp, language = at.isoformat(), member.reads
    return format_html('<time datetime="{}" lang="{}" dir="auto">{}</time>', stamp, language, said)


def _clock(here: datetime) -> str:
    """“CET”; where a zone has no letters of its own, “UTC-03”."""
    name = here.tzname() or ""
    return f"UTC{name}" if name.startswith(("+", "-")) else name


def answered_by(comments: Iterable[Comment], member: Member) -> dict[int, Comment]:
    """What these comments answer, by its id, as far as the member may read it and wants to."""
    pks = {comment.parent_id for comment in comments if comment.parent_id}
    readable = Comment.objects.visible_to(member).exclude(author__in=member.muted)
    return {row.pk: row for row in readable.filter(pk__in=pks).select_related("author")}


def excerpt(comment: Comment, length: int) -> str:
    return Truncator(comment.text or "(only quotes)").chars(length)


def quoted(text: str) -> str:
    return indent(text, "> ", lambda line: True)


def worth(quote: Quote, base: str) -> str:
    """“[Altered: 1 word changed. Ada: https://…. It says there: …]”"""
    source = " ".join(quote.source_label.split())
    said = f"{quote.summary}. {source}"
    if quote.source_url:
        said += f": {urljoin(base, quote.source_url)}"
    if quote.fidelity in {Fidelity.ALTERED, Fidelity.SHORTENED}:
        said += f"\n It says there: {' '.join(quote.exact.split())}"
    return f"[{said}]"
