"""Which comments a page of a discussion holds: about fifty, however many there are."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from forum.models import Comment, Discussion, Status
from forum.models.comment import CommentQuerySet
from forum.ordering import OLDEST, Order
from forum.reading import Row, read
from forum.steps import DEEPEST_SHOWN, Page, in_order, in_steps, name_answered, read_in
from forum.threads import BEHIND, PAGE, REPLIES, WIDTH, Step, fit, paths_above, walk, with_answers

MOST_THREADS = 50
MANY = 20  # comments make a page a long one
ABOVE = 8  # comments above one that is deep
BELOW = 20  # and after it
LINES_ABOVE = 5


@dataclass(frozen=True)
class Roots:
    """Which threads a page holds, by their roots, and the first `most` replies of each."""

    ids: list[int]
    most: int
    size: int  # how many comments the page holds, about
    previous: int | None
    next: int | None

    @property
    def is_long(self) -> bool:
        return self.size >= MANY


def roots(discussion: Discussion, viewer: Any, *, order: Order, start: int) -> Roots:
    """The threads of a page, beginning with the root `start` (0: the first of all)."""
    placed = discussion.comments.placed_for(viewer).filter(root=None)
    first = discussion.comments.filter(pk=start, root=None).first() if start else None
    sizes = _sizes(order.sorted(order.since(placed, first) if first else placed))
    number, replies = _fit(sizes)
    return Roots(
        ids=[pk for pk, _ in sizes[:number]],
        most=replies,
        size=sum(1 + min(size, replies) for _, size in sizes[:number]),
        previous=_previous(order, placed, first) if first else None,
        next=sizes[number][0] if number < len(sizes) else None,
    )


def threads(
    discussion: Discussion,
    viewer: Any,
    roots: Roots,
    *,
    at: Comment | None = None,
    only: Sequence[int] | None = None,
) -> dict[int, list[Step]]:
    """The threads of a page by their roots (`only` these), with their first replies and the
    comment `at`, if it is in one of them, with those around it."""
    ids = roots.ids if only is None else only
    keys = [*_first_replies(ids, roots.most), *_around(at)]
    of_root: dict[int, list[Row]] = {pk: [] for pk in ids}
    for row in in_order(read_in(discussion, keys, viewer), ids):
        of_root[row.root_id or row.pk].append(row)
    return {pk: in_steps(found, at=at) for pk, found in of_root.items()}


def thread(root: Comment, viewer: Any, *, replies: int) -> Page:
    """A thread with its first so many replies."""
    keys = _first_replies([root.pk], min(replies, PAGE))
    rows = read_in(root.discussion, keys, viewer)
    return Page(in_steps(in_order(rows, [root.pk])), previous=None, next=None)


def branch(top: Comment, viewer: Any, *, start: Comment | None = None) -> Page:
    """A comment with the answers to it and to those, in reading order, from `start` on."""
    thread = Comment.objects.placed_for(viewer).filter(root=top.root_id or top.pk)
    below = thread.filter(path__gt=top.path, path__lt=f"{top.path}{BEHIND}").order_by("path")
    earlier: list[int] = []
    if start and start != top:
        before = below.filter(path__lt=start.path).reverse()
        earlier = [*before.values_list("pk", flat=True)[:PAGE], top.pk][: PAGE + 1]
        ids = _pks(below.filter(path__gte=start.path))
    else:
        ids = [top.pk, *_pks(below)][: PAGE + 1]
    rows = sorted(read(Comment.objects.filter(pk__in=ids[:PAGE]), viewer), key=lambda row: row.path)
    name_answered(rows)
    return Page(
        steps=walk(rows),
        previous=(earlier[PAGE - 1] if len(earlier) > PAGE else 0) if earlier else None,
        next=ids[PAGE] if len(ids) > PAGE else None,
    )


def _pks(rows: CommentQuerySet) -> list[int]:
    return list(rows.values_list("pk", flat=True)[: PAGE + 1])


def branches(discussion: Discussion, tops: Iterable[int], viewer: Any, *, start: int = 0) -> Page:
    """The comments with the ids `tops` and the first answers to them, from the thread on whose
    root is `start` or comes after it."""
    placed = discussion.comments.placed_for(viewer).filter(pk__in=tops)
    root_of = {pk: root or pk for pk, root in placed.values_list("pk", "root")}
    roots = sorted(set(root_of.values()))
    first = bisect_left(roots, start)
    number, _ = _fit(_sizes(discussion.comments.filter(pk__in=roots[first:]).order_by("pk")))
    ids = roots[first : first + number]
    here = [pk for pk, root in root_of.items() if root in ids][:PAGE]
    rows = read_in(discussion, [*_first_replies(ids, REPLIES), *here], viewer)
    shown = with_answers(in_order(rows, ids), here)
    return Page(
        steps=in_steps(shown),
        previous=roots[max(first - MOST_THREADS, 0)] if first else None,
        next=roots[first + number] if first + number < len(roots) else None,
    )


def above(comment: Comment, viewer: Any) -> list[Comment]:
    """The comment that began a thread and the last ones above this one, as far as the viewer may
    read them."""
    if not comment.root_id:
        return []
    paths = paths_above(comment.path)[-LINES_ABOVE:]
    near = Q(pk=comment.root_id) | Q(root=comment.root_id, path__in=paths)
    readable = comment.discussion.comments.visible_to(viewer).filter(near)
    return list(readable.select_related("author").order_by("path"))


def some(discussion: Discussion, pks: Collection[int], viewer: Any) -> list[Row]:
    """These comments of the discussion, in the order in which they came. Each knows which one it
    answers."""
    found = dict(discussion.comments.filter(pk__in=pks).values_list("pk", "parent"))
    rows = read_in(discussion, {*found, *filter(None, found.values())}, viewer)
    name_answered(rows)
    return sorted((row for row in rows if row.pk in found), key=lambda row: row.pk)


def place(comment: Comment, viewer: Any) -> tuple[int, bool]:
    """With which root the page begins that shows `comment`, oldest threads first (0: the first
    page), and whether the page has to be told of it."""
    root = comment.root_id or comment.pk
    is_far = comment.ordinal > REPLIES or len(comment.path) > DEEPEST_SHOWN * WIDTH
    leaves_nothing = not comment.is_published
    return root if _is_further(comment, root, viewer) else 0, is_far or leaves_nothing


def _is_further(comment: Comment, root: int, viewer: Any) -> bool:
    """Whether this root of the comment's discussion comes after the first page."""
    roots = comment.discussion.comments.filter(root=None)
    published = roots.filter(status=Status.PUBLISHED).order_by("pk")
    beyond = published.values_list("pk", flat=True)[MOST_THREADS : MOST_THREADS + 1]
    if any(root >= pk for pk in beyond):  # which doesn't take counting
        return True
    sizes = _sizes(OLDEST.sorted(roots.placed_for(viewer)))
    number, _ = _fit(sizes)
    return root not in {pk for pk, _ in sizes[:number]}


def _sizes(roots: CommentQuerySet) -> list[tuple[int, int]]:
    """The next roots, one more than a page may hold, with how many replies each ever got."""
    replies = Comment.objects.filter(root=OuterRef("pk")).order_by("-ordinal")
    last = Coalesce(Subquery(replies.values("ordinal")[:1], IntegerField()), 0)
    return list(roots.annotate(size=last).values_list("pk", "size")[: MOST_THREADS + 1])


def _fit(sizes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """How many of these threads go on a page, and the first how many replies of each."""
    is_last = len(sizes) <= MOST_THREADS
    return fit([size for _, size in sizes[:MOST_THREADS]], is_last=is_last)


def _previous(order: Order, roots: CommentQuerySet, first: Comment) -> int | None:
    sizes = _sizes(order.sorted_back(order.before(roots, first)))
    if not sizes:
        return None
    number, _ = _fit(sizes)
    return sizes[number - 1][0] if number < len(sizes) else 0


def _first_replies(roots: Sequence[int], replies: int) -> list[int]:
    """The roots and their first replies. Keys are asked for first, here and below, by what an index
    is in order of: together with who may read what, databases begin at the wrong end."""
    found = Comment.objects.filter(root__in=roots, ordinal__lte=replies)
    return [*roots, *found.values_list("pk", flat=True)]


def _around(comment: Comment | None) -> list[int]:
    """A comment with those above it and those that follow it in reading order."""
    if comment is None or not comment.root_id:
        return []
    thread = Comment.objects.filter(root=comment.root_id).order_by("path")
    above = thread.filter(path__in=paths_above(comment.path)[-ABOVE:])
    after = thread.filter(path__gt=comment.path)[:BELOW]
    pks = (rows.values_list("pk", flat=True) for rows in (above, after))
    return [comment.pk, *chain.from_iterable(pks)]
