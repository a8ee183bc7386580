"""Quotes that leave something out and say so."""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from forum.quoting.differences import Match, segments
from forum.quoting.exact import places
from forum.quoting.findings import Finding, Source
from forum.quoting.sought import FEW, Piece, Sought, weight

Place = tuple[int, int]

ENOUGH = 100  # places of one piece that are tried
NEAR = 300  # characters that may be left out beside a piece of few words
TELLING = 3.0


def find_shortened(sought: Sought, source: Source) -> Finding | None:
    """The quote's pieces in their order, as near together as they stand anywhere."""
    pieces = sought.pieces
    if not sought.omissions or not pieces or _tells_little(sought):
        return None
    chains = list(_chains(sought, source, pieces))
    if not chains or (len(chains) > 1 and max(piece.words for piece in pieces) < FEW):
        return None
    chain = min(chains, key=lambda chain: chain[-1][1] - chain[0][0])
    matches = [Match(p.start, p.end, *place) for p, place in zip(pieces, chain, strict=True)]
    start, end, parts = segments(sought, source, matches)
    if all(part.kind == "same" for part in parts):  # the omissions are the source's own
        return None
    return Finding("shortened", source, start, end, parts)


def _tells_little(sought: Sought) -> bool:
    return sum(map(weight, sought.words)) < TELLING


def _chains(sought: Sought, source: Source, pieces: Sequence[Piece]) -> Iterator[Sequence[Place]]:
    """Around each place of the longest piece, the nearest ones of the others."""
    anchor = max(range(len(pieces)), key=lambda number: pieces[number].words)
    for place in islice(places(sought, pieces[anchor], source), ENOUGH):
        before = _before(sought, source, pieces[: anchor + 1], place)
        after = _after(sought, source, pieces[anchor:], place)
        if before is not None and after is not None:
            yield [*before, place, *after]


def _before(
    sought: Sought, source: Source, pieces: Sequence[Piece], place: Place
) -> list[Place] | None:
    chain = [place]
    for piece, following in reversed(list(pairwise(pieces))):
        start = chain[0][0] - _reach(piece, following) - (piece.end - piece.start)
        found = list(islice(places(sought, piece, source, max(0, start), chain[0][0]), ENOUGH))
        if not found:
            return None
        chain.insert(0, found[-1])
    return chain[:-1]


def _after(
    sought: Sought, source: Source, pieces: Sequence[Piece], place: Place
) -> list[Place] | None:
    chain = [place]
    for piece, following in pairwise(pieces):
        start = chain[-1][1]
        end = start + _reach(piece, following) + (following.end - following.start)
        found = next(places(sought, following, source, start, end), None)
        if found is None:
            return None
        chain.append(found)
    return chain[1:]


def _reach(*neighbours: Piece) -> int:
    return NEAR if min(piece.words for piece in neighbours) < FEW else sys.maxsize
