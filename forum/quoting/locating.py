"""Which source a quote is from, and how true to it."""

from collections.abc import Callable, Iterable, Sequence

from forum.quoting.altered import find_altered
from forum.quoting.exact import find_verbatim, places
from forum.quoting.findings import UNFOUND, Finding, Source
from forum.quoting.shortened import find_shortened
from forum.quoting.sought import FEW, Sought

MUCH_CLOSER = 0.1  # a later source's passage is taken only if it is closer by more than this


def locate(words: str, sources: Sequence[Source], *, named: Source | None = None) -> Finding:
    """Finds a quote's plain words in the sources, the likeliest first; `named` is the one that
    the quote itself names.

    Sources that have it word for word win over those that have it shortened, and these over those
    that come close; among equals the earlier wins. A quote of fewer than four words must stand word
    for word, and only once in its source, unless that is the one named.
    """
    sought = Sought(words)
    if not sought.whole.words:
        return UNFOUND
    ordered = _in_order(sources, named)
    possible = [source for source in ordered if sought.may_stand_in(source)]
    if sought.whole.words < FEW:
        return _find_few_words(sought, possible, named)
    return (
        _first(find_verbatim, sought, possible)
        or _first(find_shortened, sought, possible)
        or _find_closest(sought, ordered)
        or UNFOUND
    )


def _in_order(sources: Sequence[Source], named: Source | None) -> list[Source]:
    """Each source once, the one named first."""
    by_key = {source.key: source for source in ([named] if named else [])}
    for source in sources:
        by_key.setdefault(source.key, source)
    return list(by_key.values())


def _find_few_words(sought: Sought, sources: Iterable[Source], named: Source | None) -> Finding:
    for source in sources:
        if next(places(sought, sought.whole, source), None):
            return find_verbatim(sought, source, unique=source is not named) or UNFOUND
    return UNFOUND


def _first(
    find: Callable[[Sought, Source], Finding | None], sought: Sought, sources: Iterable[Source]
) -> Finding | None:
    return next((found for source in sources if (found := find(sought, source))), None)


def _find_closest(sought: Sought, sources: Iterable[Source]) -> Finding | None:
    found = [
        close
        for source in sources
        if sought.may_be_altered_in(source) and (close := find_altered(sought, source))
    ]
    if not found:
        return None
    closest = max(closeness for closeness, _ in found)
    return next(finding for closeness, finding in found if closeness >= closest - MUCH_CLOSER)
