import random
from collections import Counter

from forum.seeding.growth import DEEPEST, Growth, Place


def grown(number: int, *, waiting: frozenset[int] = frozenset()) -> dict[int, Place]:
    growth = Growth(random.Random(1))
    return {pk: growth.place(pk, is_answerable=pk not in waiting) for pk in range(1, number + 1)}


def test_every_answer_is_younger_than_what_it_answers_and_in_the_same_thread() -> None:
    places = grown(5_000)
    for pk, (parent, root, *_) in places.items():
        if parent is None:
            assert root is None
        else:
            assert parent < pk
            assert root == (places[parent].root or parent)


def test_the_replies_of_a_root_are_numbered_without_gaps() -> None:
    numbers: Counter[int | None] = Counter()
    for place in grown(5_000).values():
        if place.root:
            numbers[place.root] += 1
            assert place.ordinal == numbers[place.root]
        else:
            assert place.ordinal == 0


def test_most_remarks_stay_unanswered_while_some_threads_grow_long_and_deep() -> None:
    places = grown(20_000)
    depths: dict[int, int] = {}
    for pk, place in places.items():
        depths[pk] = depths[place.parent] + 1 if place.parent else 0
    sizes = Counter(place.root for place in places.values() if place.root)
    roots = [pk for pk, place in places.items() if place.root is None]
    assert len(sizes) < len(roots) / 2
    assert max(sizes.values()) > 300
    assert 12 < max(depths.values()) <= DEEPEST


def test_what_waits_is_answered_by_nobody() -> None:
    waiting = frozenset(range(1, 2_000, 3))
    answered = {place.parent for place in grown(2_000, waiting=waiting).values()}
    assert len(answered) > 200
    assert not answered & waiting
