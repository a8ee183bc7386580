"""Comments as HTML, kept in the process as long as they say the same.

A fragment is known by everything that it shows, so it is never out of date, and there is nothing
to be emptied: a reply makes one new fragment, and all readers share it. What a reader can do with
the comment stands in a gap of it, which is filled for each; another gap is where it says to those
who have muted its author that they have.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from forum.models import Comment, Discussion, Quote, Status

MOST = 20_000  # fragments of 1 to 2 KB
GAP = re.compile("\0(-?[0-9]+)\0")  # characters that no text of ours has

_kept: OrderedDict[Hashable, str] = OrderedDict()


class Acts(NamedTuple):
    """What one can do with a comment depends on this, and on who one is."""

    pk: int
    status: str
    byline: str
    author_id: int | None
    recommendation_count: int
    quoting_comments: int
    is_recommended: bool
    is_followed: bool
    open_flags: int
    pinned_by: int | None
    picked_by: int | None
    may_highlight: bool
    is_new: bool = False

    @classmethod
    def of(cls, comment: Any) -> "Acts":
        """Of a comment from `forum.reading`."""
        stored = (name for name in cls._fields if name not in cls._field_defaults)
        return cls(*(getattr(comment, name) for name in stored))

    @property
    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING

    def key_for(self, viewer: Any, doors: "Doors") -> Hashable:
        """All that the HTML of the gap depends on."""
        if not viewer.is_authenticated:
            return self, doors
        is_own = self.author_id is not None and self.author_id == viewer.pk
        return self, doors, is_own, viewer.is_moderator, self.may_highlight and viewer.pk


class Doors(NamedTuple):
    """What may be done in a discussion now."""

    is_closed: bool
    is_read_only: bool

    @classmethod
    def of(cls, discussion: Discussion) -> "Doors":
        return cls(discussion.is_closed, discussion.is_read_only)

    @property
    def shut(self) -> "Doors":
        """As they are for those who may not write there."""
        return self._replace(is_closed=True)


def gap(pk: int) -> str:
    """Where it stands what one can do."""
    return f"\0{pk}\0"


def mute_gap(pk: int) -> str:
    """Where it stands that one has muted the author."""
    return f"\0-{pk}\0"


def fragment(key: Hashable, render: Callable[[], str]) -> str:
    """The HTML kept for this key, else what `render` makes, kept from now on."""
    try:
        html = _kept[key]
        _kept.move_to_end(key)
    except KeyError:  # also if another thread has just pushed it out
        with timezone.override(None):  # all readers share it; our script knows their clocks
            html = _kept[key] = render()
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return html


def key_of(comment: Any, viewer: Any, *, base: str, moment: str) -> Hashable:
    """Everything that the HTML of a comment depends on, its gap aside; of a comment from
    `forum.reading`."""
    author = comment.author
    answered = comment.answered
    return (
        comment.pk, comment.version, comment.html, comment.edited_at, comment.posted_at, moment,
        comment.parent_id, comment.earlier_version,
        comment.asks and comment.asks.kind, comment.answer and comment.answer.pk,
        author.name if author else comment.author_name,
        comment.role, comment.expertise, comment.is_by_articles_author,
        comment.pinned_by, comment.picked_by,
        answered.byline if answered else None,
        tuple(_key_of_quote(quote) for quote in comment.quotes.all()),
        None if comment.is_published else _key_of_status(comment, viewer), base,
    )  # fmt: skip


def _key_of_quote(quote: Quote) -> Hashable:
    change, quoted = quote.change, quote.quoted_comment
    return (
        quote.ordinal, quote.fidelity, quote.is_hidden, quote.exact, quote.prefix, quote.href,
        quote.label, quote.version, quote.source_version, repr(quote.segments),
        (quoted.pk, quoted.byline, quoted.edited_at) if quoted else None,
        tuple(quote.passages), change and (change.at, change.exact, tuple(change.passages)),
    )  # fmt: skip


def _key_of_status(comment: Comment, viewer: Any) -> Hashable:
    decision = comment.decision and (comment.decision.reason, comment.decision.created_at)
    return (
        comment.status, comment.is_by(viewer), viewer.is_authenticated, decision,
        comment.purged_at, comment.usual_wait,
    )  # fmt: skip
