"""The part of a page that says most, where nothing better is known of it."""

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from articles.passages import CODE, PARAGRAPH, QUOTE
from articles.readers.html.alignment import key
from articles.readers.html.blocks import Place
from articles.readers.html.furniture import is_furniture, is_line_of_it, linked_share

FLOWING = (PARAGRAPH, QUOTE, CODE)
FEWEST_WORDS = 10  # that a paragraph has, to count
LEAST = 15  # words together, to be an article
MOSTLY_LINKS = 0.5
NEAR = 3  # elements up, whose words a paragraph's are too


def densest(found: Sequence[Place]) -> list[Place]:
    """Its blocks; none if no part says enough."""
    known: dict[HtmlElement, bool] = {}
    open_places = [place for place in found if not _is_in_furniture(place.element, known)]
    weights: Counter[HtmlElement] = Counter()
    for block, element in open_places:
        size = len(key(block.text))
        if block.kind not in FLOWING or size < FEWEST_WORDS or linked_share(block) > MOSTLY_LINKS:
            continue
        for up, each in zip(range(NEAR), element.iterancestors(), strict=False):
            weights[each] += size // (up + 1)
    if not weights:
        return []
    best, _ = weights.most_common(1)[0]
    chosen = [
        place
        for place in open_places
        if any(each is best for each in place.element.iterancestors())
        and not is_line_of_it(place.block)
    ]
    return chosen if sum(len(key(place.block.text)) for place in chosen) >= LEAST else []


def _is_in_furniture(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    path = []
    answer = False
    for each in (element, *element.iterancestors()):
        if each in known or each.tag in ("body", "html", "article", "main"):
            answer = known.get(each, False)
            break
        path.append(each)
        if is_furniture(each):
            answer = True
            break
    known.update(dict.fromkeys(path, answer))
    return answer
