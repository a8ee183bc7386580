"""The title of a page, without the name of the site that stands beside it."""

import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from articles.readers.html.words import words_of

LONGEST = 300
MOST_HEADS = 5
BETWEEN = re.compile(r"\s+[|·•–—»«:›-]+\s+|\s*[|｜：_]\s*")
LABEL = re.compile(r"^(?:title|titel|titre|título)\s*:\s*", re.IGNORECASE)
HOME = re.compile(r"(?:https?://[^/?#]+)?/?", re.IGNORECASE)
WORD = re.compile(r"\w+")


def title(
    root: HtmlElement, given: Sequence[str], sites: Iterable[str], lines: Sequence[str] = ()
) -> str:
    """The title that readers see, if it is one of those `given` to machines, the most trustworthy
    first; else the first of these. "" if there is none at all. On a page without headings it is one
    of its first `lines`."""
    named = {_key(site) for site in sites if site}
    headings = [head for head in _heads(root) if _key(head) not in named]
    heads = headings or [line for line in lines if _key(line) not in named]
    shown = words_of(element).text if (element := root.find(".//title")) is not None else ""
    candidates = [_without_site(text, named, heads) for text in (*given, " ".join(shown.split()))]
    candidates = [text for text in candidates if _key(text) and _key(text) not in named]
    keys = {_key(text) for text in candidates}
    same = next((head for head in headings if _key(head) in keys), "")
    # A kicker stands on a line of its own, and before a colon elsewhere.
    same = next((text for text in candidates if ": " in text and _key(text) == _key(same)), same)
    akin = next((head for head in headings if any(_akin(head, text) for text in candidates)), "")
    best = same or akin or next(iter(candidates), "") or next(iter(headings), "")
    return best[:LONGEST].strip()


def same(one: str, other: str) -> bool:
    """Whether two titles have the same words, whatever stands between them."""
    one, other = LABEL.sub("", one), LABEL.sub("", other)
    return bool(_key(one)) and _key(one) == _key(other)


def leads_home(head: HtmlElement) -> bool:
    """Whether it is the name of the site: all of it is a link to the front page."""
    link = head.find(".//a[@href]")
    if link is None or link.text_content().strip() != head.text_content().strip():
        return False
    return HOME.fullmatch(link.get("href", "").strip()) is not None


def _heads(root: HtmlElement) -> list[str]:
    """The main headings; those in an article before all others."""
    found = root.xpath("//article//h1 | //main//h1") + root.xpath("//h1")
    found = [head for head in found if not leads_home(head)]
    marked = root.xpath("//*[@itemprop='headline'][not(self::meta)]")
    found = found or root.xpath("//h2")[:MOST_HEADS]
    whole = (" ".join(words_of(element).text.split()) for element in [*found, *marked])
    return [text for text in dict.fromkeys(LABEL.sub("", each) for each in whole) if text]


def _without_site(text: str, sites: set[str], heads: Sequence[str]) -> str:
    keys = {_key(head): head for head in heads}
    if _key(text) in keys:
        return text
    parts = BETWEEN.split(text)
    site, _, rest = text.partition(":")
    if len(parts) == 1:
        return rest.strip() if _is_site(site, sites) or _key(rest) in keys else text
    if head := next((keys[_key(part)] for part in parts if _key(part) in keys), ""):
        return head
    start, end = 0, len(text)
    if _is_site(parts[-1], sites):
        end = text.rindex(parts[-1])
    elif _is_site(parts[0], sites):
        start = len(parts[0])
    return text[start:end].strip(" |｜_·•–—»«:：›-\t")


def _is_site(part: str, sites: set[str]) -> bool:
    key = _key(part)
    return any(key == site or key.replace(" ", "") == site.replace(" ", "") for site in sites)


def _akin(head: str, text: str) -> bool:
    """Whether one is a cut or longer form of the other, as titles for machines often are."""
    one, other = WORD.findall(head.casefold()), WORD.findall(text.casefold())
    shared = len(set(one) & set(other))
    return min(len(one), len(other)) > 2 and 2 * shared > max(len(set(one)), len(set(other)))


def _key(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))
