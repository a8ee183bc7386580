"""Who wrote a page: from what it says to machines, and from the line that its readers see."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.html import HtmlElement

from articles.readers.html import json_ld
from articles.readers.html.json_ld import Thing
from articles.readers.html.meta import Meta, items
from articles.readers.html.moments import seen
from articles.readers.html.words import words_of
from articles.readers.names import ENDS_IN_A_DOT, LONGEST_NAME, WITH_A_DEGREE, is_handle, is_name

MOST = 20
LONGEST_LINE = 200
METAS = (
    *(
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
    ),
    *(
        "dc.contributor.author",
        "authors",
        "byl",
        "article.author",
        "article:author_name",
        "cxenseparse:author",
    ),
)
CITED = ("citation_author", "bepress_citation_author", "eprints.creators_name")
BY = re.compile(
    r"(?:(?:written|words|text|story|posted|submitted|reported|publicado|escrito|posté|publié"
    r"|veröffentlicht)\s+)?"
    r"(?:by|von|par|por|door|av|af|di|autor(?:in)?|auteure?|autore|authors?|автор|от|текст|text|texte|testo"
    r"|بقلم|كتب|كتبت|文|著者|執筆|取材・文|取材|作者|記者|글|기자|interview)(?:\s*[:：/／・]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\s*(?:[,;&|·•/／、，؛،]|\band\b|\bund\b|\bet\b|\bwith\b|\ben\b(?=\s+[A-Z])|\by\b(?=\s+[A-Z])"
    r"|\be\b(?=\s+[A-Z])|\bi\b(?=\s+[A-Z])|\boch\b|\bog\b|\s(?:и|و)\s|\s[-–—]\s|\n)\s*",
    re.IGNORECASE,
)
# It is one letter, and the first of many names: two words are to be on either side.
AND_IN_ARABIC = re.compile(r"(?<=[\u0600-\u06ff])\sو(?=\w{2,}\s\w{2,})")
AFTER = re.compile(
    r"\s*(?:\(.*|\[.*|\b(?:in|on|for|at|from|reporting|aus|à|en)\s+[A-Z].*|記者$|さん$|氏$|기자$)"
)
ROLE = re.compile(
    r"\b(?:writer|correspondent|reporter|editor|columnist|contributor|staff|bureau|chief|professor"
    r"|analyst|fellow|producer|critic|redakteur(?:in)?|korrespondent(?:in)?|journaliste?|rédact\w+"
    r"|correspondant\w*|redacción|redactora?|periodista|updated|published|posted|publié|publicado|pubblicato|veröffentlicht"
    r"|author|guest|opinion"
    r"|senior|min(?:ute)?s?\sread)\b",
    re.IGNORECASE,
)
NOBODY = frozenset(
    """
    admin administrator author authors editor editorial staff guest anonymous unknown user webmaster
    root wordpress redaktion rédaction redacción redazione redactie redaktor none null n/a by team
    newsroom contributor contributors website site online news
    """.split()  # noqa: SIM905
)
ADDRESS = re.compile(r"(?:https?:)?//\S+", re.IGNORECASE)
AGENCY = re.compile(r"[A-Z]{2,5}|dpa|epd|kna|ots")
NOT_IN_A_NAME = re.compile(
    r"https?:|www\.|[@<>{}\[\]#=_|\\]|\.(?:com|org|net|html?)\b|\d{3}|[?!…]$"
)
DATED = re.compile(r"[^\n]*?\d[^\n]{0,40}?\s(by\s[^\n\d]+)", re.IGNORECASE)
CARD = (
    "//*[contains(concat(' ', @class, ' '), ' p-author ')]"
    "//*[contains(concat(' ', @class, ' '), ' p-name ')]"
    " | //*[contains(concat(' ', @class, ' '), ' vcard ')]"
    "//*[contains(concat(' ', @class, ' '), ' fn ')]"
)
LABELS = frozenset({"written by", "verfasst von", "écrit par", "escrito por", "scritto da"})
MARKED = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|autor|auteur|writer|contributor)s?(?:$|[\s_-])", re.I
)
BESIDE = re.compile(
    r"bio|about|avatar|image|photo|box|related|follow|social|comment|more|desc|card", re.I
)


def authors(
    root: HtmlElement, things: list[Thing], articles: list[Thing], meta: Meta, site: Iterable[str]
) -> tuple[str, ...]:
    """The names, each once, from the most reliable place that has any. `site` are names of the
    publication, which is nobody's author if a person is."""
    sites = {_key(name) for name in site if name}
    told = _distinct(_told(meta))
    for names in _places(root, things, articles, meta):
        people = _without_agencies(_distinct(name for name in names if _key(name) not in sites))
        if people:
            return told if set(people) < set(told) else people
    return told


def signed(lines: Iterable[str]) -> tuple[str, ...]:
    """The names in the first line that says "by", with or without a date before it."""
    for line in lines:
        whole = dated.group(1) if (dated := DATED.fullmatch(line)) and seen(line) else line
        is_named = is_handle if dated else is_name
        if BY.match(whole) and all(map(is_named, names := split(whole))) and names:
            return _without_agencies(_distinct(names))
    return ()


def split(text: str) -> list[str]:
    """The names in "By A, B and C"; what somebody is, and where, is left out."""
    said = ADDRESS.sub(" ", " ".join(text.split())[: 2 * LONGEST_LINE]).strip()
    line = BY.sub("", said, count=1).strip(" :-–—|·,")
    names: list[str] = []
    for part in BETWEEN.split(AND_IN_ARABIC.sub("\n", line)):
        name = AFTER.sub("", BY.sub("", part or "", count=1)).strip(" .:-–—*\"'“”")
        if names and WITH_A_DEGREE.fullmatch((part or "").strip()):
            names[-1] += f", {(part or '').strip()}"
        elif _is_name(name):
            names.append(_in_usual_letters(_whole(name, part or "")))
    return names


def _places(
    root: HtmlElement, things: list[Thing], articles: list[Thing], meta: Meta
) -> Iterator[list[str]]:
    known = json_ld.by_id(things)
    for article in articles:
        people, others = _signed(article, known)
        yield people or others
    for thing in things:
        if "WebPage" in json_ld.kinds(thing):
            yield _signed(thing, known)[0]
    yield [name for value in meta.all(CITED) for name in split(_in_order(value))]
    for name in METAS:
        yield [name for value in meta.all((name,)) for name in split(_in_order(value))]
    yield _seen(root)


def _told(meta: Meta) -> Iterator[str]:
    """Those that are named for previews of the page, where all of them are."""
    for number in "12":
        if meta.first(f"twitter:label{number}").casefold() in LABELS:
            yield from split(meta.first(f"twitter:data{number}"))


def _without_agencies(names: tuple[str, ...]) -> tuple[str, ...]:
    """The people among them, or else the agencies."""
    return tuple(name for name in names if not AGENCY.fullmatch(name)) or names


def _signed(article: Thing, known: dict[str, Thing]) -> tuple[list[str], list[str]]:
    """The people and the organisations that an object in JSON-LD names."""
    people: list[str] = []
    others: list[str] = []
    for given in json_ld.each(article.get("author") or article.get("creator")):
        author = known.get(given.get("@id", ""), given) if isinstance(given, dict) else given
        names = _named(author)
        is_person = not isinstance(author, dict) or "Organization" not in " ".join(
            json_ld.kinds(author)
        )
        (people if is_person else others).extend(names)
    return people, others


def _named(author: Any) -> list[str]:
    if isinstance(author, str):
        return split(json_ld.text(author))
    if not isinstance(author, dict):
        return []
    names = json_ld.each(author.get("name"))
    if not names and author.get("givenName"):
        names = [f"{json_ld.text(author['givenName'])} {json_ld.text(author.get('familyName'))}"]
    return [name for given in names for name in split(json_ld.text(given))]


def _seen(root: HtmlElement) -> list[str]:
    """Those that the page shows: by microdata, by `rel=author`, by what its parts are called."""
    for elements in (
        items(root, "author", "creator"),
        _linked(root),
        _carded(root),
        _outside(root.xpath("//article//address")),
        _marked(root),
    ):
        names = [name for element in elements[:MOST] for name in _shown(element)]
        if names:
            return names
    return []


def _shown(element: HtmlElement) -> list[str]:
    inner = element.xpath(".//*[@itemprop='name']")
    said = [element.get("content")] if element.get("content") else []
    lines = said or [
        line for each in inner or [element] for line in words_of(each).text.split("\n")
    ]
    return [name for line in lines[:5] if len(line) <= LONGEST_LINE for name in split(line)]


def _linked(root: HtmlElement) -> list[HtmlElement]:
    return _outside(root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]"))


def _carded(root: HtmlElement) -> list[HtmlElement]:
    """By microformats: the name on the author's card."""
    return _outside(root.xpath(CARD))[:1]


def _marked(root: HtmlElement) -> list[HtmlElement]:
    found = root.xpath(
        "//*[self::p or self::div or self::span or self::a or self::address or "
        "self::li or self::strong or self::em or self::section or self::cite]"
        "[@class or @id]"
    )
    named = [
        element
        for element in found
        if MARKED.search(name := f"{element.get('class', '')[:300]} {element.get('id', '')[:100]}")
        and not BESIDE.search(name)
        and 0 < len(element.text_content().strip()) <= LONGEST_LINE
    ]
    lines = [element for element in _outside(named) if _shown(element)]
    with_by = [element for element in lines if BY.match(element.text_content().strip())]
    return (with_by or lines)[:1]


def _outside(elements: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Those that don't stand among comments or beside the article."""
    return [
        element
        for element in elements
        if not any(
            around.tag in ("aside", "footer", "nav")
            or "comment" in f"{around.get('class', '')} {around.get('id', '')}".lower()
            for around in element.iterancestors()
            if around.tag not in ("body", "html")
        )
    ]


def _is_name(name: str) -> bool:
    words = name.split()
    return (
        0 < len(name) <= LONGEST_NAME
        and len(words) <= 7
        and any(letter.isalpha() for letter in name)
        and not NOT_IN_A_NAME.search(name)
        and name.casefold() not in NOBODY
        and not (ROLE.search(name) and len(words) < 4)
        and not (len(words) > 1 and (name.islower() or any(map(str.isdecimal, words))))
        and len(name) > 1
    )


def _in_usual_letters(name: str) -> str:
    """INES FALK is Ines Falk; what has short words may be an agency: "BBC NEWS"."""
    words = name.split()
    is_loud = name.isupper() and len(words) > 1 and all(len(word) > 3 for word in words)
    return name.title() if is_loud else name


def _whole(name: str, part: str) -> str:
    """With the dot that belongs to it: "Ada Byron Jr."."""
    last = name.split()[-1] + "."
    return f"{name}." if f"{name}." in part and ENDS_IN_A_DOT.fullmatch(last) else name


def _in_order(name: str) -> str:
    """ "Byron, Ada" as she is called. Of "Ada Byron, Nora Ray" both are."""
    last, _, first = name.partition(",")
    is_one = 0 < len(first.split()) <= 2 and "," not in first and len(last.split()) == 1
    return f"{first.strip()} {last.strip()}" if is_one else name


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    distinct = {_key(name): name for name in reversed(list(names))}
    return tuple(reversed(distinct.values()))[:MOST]


def _key(name: str) -> str:
    return " ".join(name.casefold().replace(".", "").split())
