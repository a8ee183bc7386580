"""In which order comments are brought in: as they were written, but none before what it answers.
Over keys and moments only, without recursion. Pure."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

BEGINS = "begins a thread"


@dataclass(slots=True)
class Said:
    """A comment, as far as its place is concerned."""

    pk: int
    key: str
    parent: str
    at: float | None
    """Seconds; None where nobody knows."""
    broken: str = ""
    """Why it doesn't answer what the source says that it answers."""


def order(comments: Sequence[Said], *, known: Set[str]) -> list[Said]:
    """The comments of one article, in order. Those that answer what isn't there, neither here nor
    among the `known`, begin a thread, and so does one of each circle; `broken` says so.
    """
    by_key = {comment.key: comment for comment in comments}
    ranks: dict[str, tuple[float, int]] = {}  # when it can come, and how deep it is
    for comment in comments:
        _rank(comment, by_key, ranks, known)
    # Sorting is stable: what was written at the same moment stays as it stood in the source.
    return sorted(comments, key=lambda comment: ranks[comment.key])


def _rank(
    comment: Said,
    by_key: dict[str, Said],
    ranks: dict[str, tuple[float, int]],
    known: Set[str],
) -> None:
    path: list[Said] = []
    on_the_way: set[str] = set()
    here = comment
    while here.key not in ranks:
        path.append(here)
        on_the_way.add(here.key)
        if here.parent in on_the_way:
            here.broken = f"It answers itself, by way of {here.parent}: it {BEGINS}."
            here.parent = ""
        if here.parent and here.parent not in by_key and here.parent not in known:
            here.broken = f"It answers {here.parent}, which isn’t there: it {BEGINS}."
            here.parent = ""
        above = by_key.get(here.parent)
        if above is None:
            break
        here = above
    for said in reversed(path):
        after, depth = ranks.get(said.parent, (float("-inf"), -1))
        ranks[said.key] = max(after, after if said.at is None else said.at), depth + 1
