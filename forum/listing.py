"""What is told of a discussion beside its threads: what one member says, and what its authors and
editors put forward."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from forum.models import MOST_PINS, Comment, Discussion, Highlight, Member
from forum.models.comment import CommentQuerySet
from forum.steps import Page, read_in
from forum.threads import listed

PER_LIST = 30


@dataclass(frozen=True)
class Pin:
    comment: Comment
    is_of_author: bool  # who pinned it, not who wrote it


@dataclass(frozen=True)
class Forward:
    """What authors and editors put forward: the pins, and whether there is more to be listed."""

    pins: list[Pin]
    authors: frozenset[int]  # members who wrote the article
    is_any: bool


def said_by(member: Member, discussion: Discussion, viewer: Any, *, before: int = 0) -> Page:
    """The published comments of a member one below the other, the newest first; only those older
    than the comment `before`. `next` is that of the following page."""
    said = _readable(discussion, before).filter(author=member).order_by("-pk")
    return _list(discussion, said.values_list("pk", flat=True)[: PER_LIST + 1], viewer)


def picked(discussion: Discussion, viewer: Any, *, before: int = 0) -> Page:
    """What the article's authors say, and what they and the editors picked or pinned; listed as
    what one member says."""
    readable = _readable(discussion, before)
    said = readable.filter(author__in=discussion.author_ids).order_by("-pk")
    standing = _standing(discussion, readable).order_by("-comment")
    # Each by its index; asked for together, databases read the whole discussion.
    keys = {
        *said.values_list("pk", flat=True)[: PER_LIST + 1],
        *standing.values_list("comment", flat=True).distinct()[: PER_LIST + 1],
    }
    return _list(discussion, sorted(keys, reverse=True), viewer)


def forward(discussion: Discussion) -> Forward:
    """What stands above the first page."""
    readable = _readable(discussion)
    authors = discussion.author_ids
    shown = (
        _standing(discussion, readable)
        .select_related("comment__author")
        .defer("comment__body", "comment__html")
    )
    # Pins before picks, by name: one row more than there may be pins tells of both.
    found = list(shown.order_by("-kind", "-pk")[: MOST_PINS + 1])
    pins = [row for row in found if row.kind == Highlight.Kind.PIN][:MOST_PINS]
    for row in pins:
        row.comment.is_by_articles_author = row.comment.author_id in authors
    return Forward(
        pins=[Pin(row.comment, row.by_id in authors) for row in pins],
        authors=authors,
        is_any=bool(found) or (bool(authors) and readable.filter(author__in=authors).exists()),
    )


def _standing(discussion: Discussion, readable: CommentQuerySet) -> QuerySet[Highlight]:
    """What is put forward there now. Each comment is looked at by its key: with the readable ones
    as a list, databases make that list first."""
    found = readable.filter(pk=OuterRef("comment"))
    return Highlight.objects.standing().filter(Exists(found), discussion=discussion)


def _readable(discussion: Discussion, before: int = 0) -> CommentQuerySet:
    """What everybody may read there; only what is older than the comment `before`."""
    published = discussion.comments.published()
    return published.filter(pk__lt=before) if before else published


def _list(discussion: Discussion, keys: Iterable[int], viewer: Any) -> Page:
    ids = list(keys)
    rows = read_in(discussion, ids[:PER_LIST], viewer)
    return Page(
        steps=listed(sorted(rows, key=lambda row: -row.pk)),
        previous=None,
        next=ids[PER_LIST - 1] if len(ids) > PER_LIST else None,
    )
