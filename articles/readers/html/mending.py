"""What belongs to the chosen blocks of a page by where it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, takewhile

from lxml.html import HtmlElement

from articles.passages import CAPTION, CODE, FIGURE, HEADING, ITEM, NUMBERED, PARAGRAPH, QUOTE, ROW
from articles.readers.html import titles
from articles.readers.html.alignment import key
from articles.readers.html.blocks import Place
from articles.readers.html.elements import LISTS
from articles.readers.html.furniture import (
    around,
    is_box,
    is_furniture,
    is_line_of_it,
    is_standfirst,
    linked_share,
    may_be_of_it,
)

MOST_OF_IT = 0.8  # of the chosen words lie in the element that is taken for the article's
ALL_LINKS = 0.9
MOSTLY_LINKS = 0.5
RATHER_LINKS = 0.3
MOSTLY_BOXES = 0.3
LONGEST_FOOT = 14  # words
ASIDE = frozenset({"aside", "nav", "footer", "form"})
FEWEST_WORDS = 5  # of a last paragraph that was left out
FLOWING = (PARAGRAPH, QUOTE, CODE)


def mended(found: Sequence[Place], chosen: set[int], title: str) -> set[int]:
    """The chosen blocks with what was left out between and next to them, without notices."""
    kept = {number for number in chosen if not is_line_of_it(found[number].block)}
    kept -= set(_announced(found))
    if not kept:
        return kept
    article = _container(found, kept)
    kept -= _boxes(found, kept, article)
    kept -= _foot(found, kept)
    inside = {
        number
        for number, place in enumerate(found)
        if number in kept or _is_of(article, place.element)
    }
    first, last = min(kept), max(kept)
    parents = {_parent(found[number]) for number in kept}
    between = {number for number in inside if first < number < last}
    kept |= {n for n in between if _belongs(found[n], parents)}
    kept |= {n for n in inside if found[n].block.kind == FIGURE and n < last + 2}
    kept |= set(_rest_of(found, kept, inside))
    kept |= set(_next_to(found, inside, last, step=1))
    kept |= set(_next_to(found, inside, first, step=-1))
    kept |= set(_leading(found, min(kept), title, article))
    return kept


def _announced(found: Sequence[Place]) -> Iterator[int]:
    """What follows a line such as "Read also", as long as it leads elsewhere."""
    is_announced = False
    for number, place in enumerate(found):
        is_link = linked_share(place.block) > ALL_LINKS
        if is_announced and is_link:
            yield number
        is_announced = is_line_of_it(place.block) or (is_announced and is_link)


def _boxes(found: Sequence[Place], kept: set[int], article: HtmlElement) -> set[int]:
    """What was chosen although it stands in a box, unless the article does."""
    shared = {article, *article.iterancestors()}
    boxed = set()
    for number in kept:
        element = found[number].element
        path = takewhile(lambda each: each not in shared, [element, *element.iterancestors()])
        if any(map(is_box, path)):
            boxed.add(number)
    size = sum(len(found[number].block.text) for number in kept)
    is_small = sum(len(found[number].block.text) for number in boxed) < MOSTLY_BOXES * size
    return boxed if is_small else set()


def _foot(found: Sequence[Place], kept: set[int]) -> set[int]:
    """Lines at the end that say where else to go, or whose all this is."""
    foot: set[int] = set()
    for number in sorted(kept, reverse=True):
        block = found[number].block
        if not (may_be_of_it(block) and len(key(block.text)) <= LONGEST_FOOT):
            break
        foot.add(number)
    return foot if len(foot) < len(kept) else set()


def _leading(found: Sequence[Place], first: int, title: str, article: HtmlElement) -> Iterator[int]:
    """Pictures and standfirst between the title and the first block."""
    heads = (n for n in range(first) if titles.same(found[n].block.text, title))
    head = max(heads, default=first)
    whole = next(article.iterancestors("article", "main", "body"), article)
    for number in range(head + 1, first):
        block, element = found[number]
        path = list(around(element, whole) or ())
        if not path or any(each.tag in ASIDE or is_box(each) for each in path):
            continue
        if block.kind == FIGURE or (
            block.kind in (PARAGRAPH, HEADING) and any(map(is_standfirst, path))
        ):
            yield number


def _container(found: Sequence[Place], kept: Iterable[int]) -> HtmlElement:
    """The innermost element that has most of the words."""
    weights: Counter[HtmlElement] = Counter()
    depths: dict[HtmlElement, int] = {}
    whole = 0
    for number in kept:
        block, element = found[number]
        size = len(block.text)
        whole += size
        path = [*element.iterancestors()]
        for depth, each in enumerate(reversed(path)):
            weights[each] += size
            depths[each] = depth
    enough = [each for each, weight in weights.items() if weight >= MOST_OF_IT * whole]
    return max(enough, key=depths.__getitem__)


def _is_of(article: HtmlElement, element: HtmlElement) -> bool:
    path = around(element, article)
    return path is not None and not any(map(is_furniture, path))


def _parent(place: Place) -> HtmlElement | None:
    return place.element.getparent()


def _belongs(place: Place, parents: set[HtmlElement | None]) -> bool:
    """Whether a block between chosen ones is one of theirs."""
    block = place.block
    if block.kind in (ROW, CAPTION, CODE):
        return True
    is_beside = _parent(place) in parents or block.kind in (ITEM, NUMBERED)
    return is_beside and linked_share(block) < MOSTLY_LINKS and not may_be_of_it(block)


def _rest_of(found: Sequence[Place], kept: set[int], inside: set[int]) -> Iterator[int]:
    """The rest of lists and tables of which most, or a row, is there."""
    for kinds, share in (((ITEM, NUMBERED), 0.5), ((ROW, CAPTION), 0.0)):
        members = [n for n in inside if found[n].block.kind in kinds]
        wholes: dict[HtmlElement | None, list[int]] = {}
        for number in members:
            wholes.setdefault(_whole(found[number].element), []).append(number)
        for numbers in wholes.values():
            if len(kept.intersection(numbers)) > share * len(numbers):
                yield from numbers


def _whole(element: HtmlElement) -> HtmlElement | None:
    """The list of an item, the table of a row."""
    if element.tag == "table":
        return element
    return next(element.iterancestors("table" if element.tag == "tr" else tuple(LISTS)), None)


def _next_to(found: Sequence[Place], inside: set[int], edge: int, *, step: int) -> Iterator[int]:
    """What follows the last block in the same element, or leads to the first, up to what isn't
    a paragraph of the article."""
    parent = _parent(found[edge])
    for number in count(edge + step, step):
        if number not in inside or _parent(found[number]) is not parent:
            return
        block = found[number].block
        if block.kind == FIGURE:
            continue
        is_said = len(key(block.text)) >= FEWEST_WORDS and linked_share(block) < RATHER_LINKS
        if block.kind not in FLOWING or not is_said or may_be_of_it(block):
            return
        yield number
