"""In which order threads are read. Replies are always oldest first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from forum.models import Comment
from forum.models.comment import CommentQuerySet


@dataclass(frozen=True)
class Order:
    """Threads by a field of their roots, and by id where that is the same."""

    name: str
    label: str
    field: str = ""
    is_descending: bool = True

    def sorted(self, roots: CommentQuerySet) -> CommentQuerySet:
        return roots.order_by(*self._keys(self.is_descending))

    def sorted_back(self, roots: CommentQuerySet) -> CommentQuerySet:
        return roots.order_by(*self._keys(not self.is_descending))

    def since(self, roots: CommentQuerySet, start: Comment) -> CommentQuerySet:
        """Those from this one on."""
        return roots.filter(self._beyond(start, "lte" if self.is_descending else "gte"))

    def before(self, roots: CommentQuerySet, start: Comment) -> CommentQuerySet:
        return roots.filter(self._beyond(start, "gt" if self.is_descending else "lt"))

    def key(self, root: Comment) -> tuple[Any, ...]:
        """What sorts roots as they are read."""
        sign = -1 if self.is_descending else 1
        return tuple(sign * getattr(root, name) for name in (self.field, "pk") if name)

    def _keys(self, is_descending: bool) -> list[str]:
        sign = "-" if is_descending else ""
        return [f"{sign}{key}" for key in (self.field, "pk") if key]

    def _beyond(self, start: Comment, beyond: str) -> Q:
        by_id = Q(**{f"pk__{beyond}": start.pk})
        if not self.field:
            return by_id
        value = getattr(start, self.field)
        # The first condition alone says no more than the second, but it is what an index is for.
        reached, passed = f"{self.field}__{beyond[:2]}e", f"{self.field}__{beyond[:2]}"
        return Q(**{reached: value}) & (Q(**{passed: value}) | by_id)


OLDEST = Order("oldest", "Oldest", is_descending=False)
NEWEST = Order("newest", "Newest")
RECOMMENDED = Order("recommended", "Most recommended", "rank")
DISCUSSED = Order("discussed", "Most discussed", "reply_count")
ORDERS = {order.name: order for order in (OLDEST, NEWEST, RECOMMENDED, DISCUSSED)}
