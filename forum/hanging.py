"""On what the replies hang that come to a page, which may not hold what they answer."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from forum.models import Comment
from forum.reading import Row
from forum.threads import paths_above

Place = tuple[int, str]  # a thread, by its root, and the path in it


class Hook(NamedTuple):
    """The ids of the comments above one, as far as they have a place for the viewer, the nearest
    first; and how many published replies its thread has."""

    above: list[int]
    replies: int


def hooks(rows: Sequence[Row], viewer: Any) -> dict[int, Hook]:
    """Those of the replies among these comments, by the replies' ids."""
    replies = [row for row in rows if row.root_id]
    if not replies:
        return {}
    roots = {row.root_id for row in rows if row.root_id}
    paths = {path for row in replies for path in paths_above(row.path) if path}
    placed = Comment.objects.placed_for(viewer)
    found = [*placed.filter(pk__in=roots).only("path", "root", "reply_count")]
    if paths:
        found += placed.filter(root__in=roots, path__in=paths).only("path", "root")
    known: Mapping[Place, Comment] = {(row.root_id or row.pk, row.path): row for row in found}
    return {row.pk: _hook(row.root_id or 0, row.path, known) for row in replies}


def _hook(root: int, path: str, known: Mapping[Place, Comment]) -> Hook:
    above = (known.get((root, each)) for each in reversed(paths_above(path)))
    begun = known.get((root, ""))
    return Hook([row.pk for row in above if row], begun.reply_count if begun else 0)
