"""Comments as HTML, kept in the process as long as they say the same.

A fragment is known by everything that it shows, so it is never out of date, and there is nothing
to be emptied: a reply makes one new fragment, and all readers for whom a comment looks the same
share one.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from forum.models import Quote

MOST = 5000  # fragments of 2 to 3 KB
# In the place of a reader's own form token, which is put in afterwards.
TOKEN = "token-of-whoever-reads-this"  # noqa: S105

_kept: OrderedDict[Hashable, str] = OrderedDict()


def fragment(key: Hashable, render: Callable[[], str]) -> str:
    """The HTML kept for this key, else what `render` makes, kept from now on."""
    try:
        html = _kept[key]
        _kept.move_to_end(key)
    except KeyError:  # also if another thread has just pushed it out
        html = _kept[key] = render()
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return html


def key_of(comment: Any, viewer: Any, *, terms: Hashable, base: str, moment: str) -> Hashable:
    """Everything that the HTML of a comment depends on; of a comment from `forum.reading`.

    `terms`: what may be done in the discussion."""
    author = comment.author
    answered = comment.answered
    return (
        comment.pk, comment.version, comment.status, comment.html, comment.edited_at,
        comment.posted_at, moment, comment.parent_id, comment.recommendation_count,
        comment.quoting_comments, comment.earlier_version,
        (author.name, author.is_staff) if author else comment.author_name,
        (answered.byline, answered.text[:300]) if answered else None,
        tuple(_key_of_quote(quote) for quote in comment.quotes.all()),
        _key_of_viewer(comment, viewer), terms, base,
    )  # fmt: skip


def _key_of_quote(quote: Quote) -> Hashable:
    change, quoted = quote.change, quote.quoted_comment
    return (
        quote.ordinal, quote.fidelity, quote.is_hidden, quote.exact, quote.prefix, quote.href,
        quote.label, quote.version, quote.source_version, repr(quote.segments),
        (quoted.pk, quoted.byline, quoted.edited_at) if quoted else None,
        tuple(quote.passages), change and (change.at, change.exact, tuple(change.passages)),
    )  # fmt: skip


def _key_of_viewer(comment: Any, viewer: Any) -> Hashable:
    if not viewer.is_authenticated:
        return None
    decision = comment.decision and comment.decision.reason
    return (
        comment.is_by(viewer), comment.is_recommended, viewer.is_moderator, comment.open_flags,
        decision,
    )  # fmt: skip
