"""What a page says of itself in its head, and in microdata: names with their values."""

from collections import defaultdict
from collections.abc import Sequence

from lxml.html import HtmlElement

LONGEST = 1_000
MOST = 100  # of one name
NAMES = ("property", "name", "itemprop", "http-equiv")


class Meta:
    """The values by name; names in small letters."""

    def __init__(self, root: HtmlElement) -> None:
        self._values: defaultdict[str, list[str]] = defaultdict(list)
        for element in root.iter("meta"):
            value = " ".join(element.get("content", "")[:LONGEST].split())
            for attribute in NAMES:
                for name in element.get(attribute, "").lower().split()[:5]:
                    if value and len(self._values[name]) < MOST:
                        self._values[name].append(value)

    def first(self, *names: str) -> str:
        """The first value of the first of these names that has one."""
        return next(iter(self.all(names)), "")

    def all(self, names: Sequence[str]) -> list[str]:
        return [value for name in names for value in self._values.get(name, [])]


def items(root: HtmlElement, *properties: str) -> list[HtmlElement]:
    """The elements that say one of these properties in microdata or RDFa, but no `meta`."""
    found = root.xpath("//*[@itemprop or @property][not(self::meta)]")
    wanted = frozenset(properties)
    return [
        element
        for element in found
        if wanted.intersection(
            name.rpartition(":")[2]
            for name in f"{element.get('itemprop', '')} {element.get('property', '')}".split()
        )
    ]
