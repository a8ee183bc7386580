"""What a page says about its article: title, authors, date, section, language, address, tags."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from trafilatura import extract_metadata
from trafilatura.settings import Document

from articles.readers.html import addresses, json_ld, titles
from articles.readers.html.blocks import Place
from articles.readers.html.bylines import authors, signed, split
from articles.readers.html.json_ld import Thing
from articles.readers.html.meta import Meta, items
from articles.readers.html.moments import moment, seen
from articles.readers.html.tree import is_usual
from articles.readers.html.words import words_of

logger = logging.getLogger(__name__)

PUBLISHED = (
    *("article:published_time", "og:published_time", "datepublished", "article.published"),
    *("parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date"),
    *("publish-date", "publish_date", "publication_date", "pubdate", "pub_date", "date.created"),
    *("dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date", "date"),
    *("cxenseparse:recs:publishtime", "article_date_original", "displaydate", "created", "lastmod"),
)
SECTIONS = (
    "article:section",
    "parsely-section",
    "cxenseparse:section",
    "section",
    "articlesection",
)
TITLES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "citation_title",
    "dc.title",
    "dcterms.title",
)
SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site")
NO_SECTION = re.compile(
    r"(?:uncategori[sz]ed|allgemein|home|start|news|articles?|blog|sans cat.*)", re.I
)
DATED = re.compile(
    r"(?:^|[\s_-])(?:date|dateline|pub(?:lished)?|posted|time(?:stamp)?|datum|fecha|meta)", re.I
)
UPDATED = re.compile(r"updat|modif|aktualis|mis à jour|actualiz|comment|related|latest", re.I)
IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)
LONGEST_SECTION = 100
LONGEST_TAG = 60
LONGEST_LANGUAGE = 20
MOST_TAGS = 20
LONGEST_DATE_LINE = 200
NEAR_TOP, LONGEST_LINE = 30, 200  # blocks, one of which is the title where nothing is a heading
NEAR = 6  # blocks below the title, in which by-line and date may stand
MOST_WORDS = 14  # in a line that is there for its date


@dataclass(frozen=True)
class Facts:
    title: str
    authors: tuple[str, ...]
    published_on: date | None
    section: str
    tags: tuple[str, ...]
    language: str
    address: str


def facts(root: HtmlElement, found: Sequence[Place], address: str = "") -> Facts:
    """The facts about a page with these blocks, which was found at `address`, if that is known."""
    things, meta = json_ld.things(root), Meta(root)
    base = base_of(root, address)
    own = _canonical(root, meta, base)
    articles = _ordered(json_ld.articles(things), root, own or address)
    publishers = [json_ld.text(article.get("publisher")) for article in articles]
    host = (urlsplit(own or address).hostname or "").removeprefix("www.")
    sites = [meta.first(name) for name in SITES] + publishers
    sites += [json_ld.text(each.get("name")) for each in things if "WebSite" in json_ld.kinds(each)]
    sites += [host, host.rpartition(".")[0]]
    said = [json_ld.text(article.get("headline") or article.get("name")) for article in articles]
    given = [meta.first("og:title"), *said[:1], *(meta.first(name) for name in TITLES)]
    lines = [
        line
        for block, element in found[:NEAR_TOP]
        for line in block.text.split("\n")
        if len(line) < LONGEST_LINE and not titles.leads_home(element)
    ]
    title = titles.title(root, [text for text in given if text], sites, lines)
    beside = _beside(found, title)
    names = authors(root, things, articles[:1], meta, sites) or signed(beside)
    dates = [*_dates(root, things, articles, meta, own or address), *_seen(beside)]
    published_on = _published(dates)
    guess = None if names and published_on else _guessed(root)
    return Facts(
        title=title,
        authors=names or (tuple(split(guess.author or "")) if guess else ()),
        published_on=published_on or (moment(guess.date or "") if guess else None),
        section=_section(root, articles, meta, things),
        tags=_tags(root, articles, meta),
        language=_language(root, articles, meta),
        address=own or addresses.link(address),
    )


def base_of(root: HtmlElement, address: str) -> str:
    """What links on the page are relative to; of a saved one, what it says is its address."""
    canonical = root.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    own = address or addresses.link(next(iter(canonical), ""))
    element = root.find(".//base[@href]")
    return (addresses.link(element.get("href"), own) if element is not None else "") or own


def _canonical(root: HtmlElement, meta: Meta, base: str) -> str:
    links = root.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    found = [addresses.link(each, base) for each in [*links[:1], meta.first("og:url")]]
    is_deep = urlsplit(base).path.strip("/") != ""
    for each in filter(None, found):
        if not (is_deep and urlsplit(each).path.strip("/") == "" and not urlsplit(each).query):
            return each
    return ""


def _ordered(found: list[Thing], root: HtmlElement, address: str) -> list[Thing]:
    """The page's own article first: others that it names are what else one may read."""
    heads = [words_of(head).text for head in root.iter("h1")]

    def strangeness(article: Thing) -> int:
        ids = (article.get("url"), article.get("@id"), article.get("mainEntityOfPage"))
        named = [each.get("@id", "") if isinstance(each, dict) else each for each in ids]
        headline = json_ld.text(article.get("headline") or article.get("name"))
        is_this = any(
            isinstance(each, str) and address and each.partition("#")[0] == address
            for each in named
        )
        has_title = any(titles.same(headline, head) for head in heads)
        return -2 * is_this - has_title - bool(article.get("datePublished"))

    return sorted((each for each in found if _has_facts(each)), key=strangeness)


def _has_facts(article: Thing) -> bool:
    return any(article.get(name) for name in ("headline", "datePublished", "author", "name"))


def _beside(found: Sequence[Place], title: str) -> list[str]:
    """The lines next to the title, those below it first."""
    lines = [line for place in found for line in place.block.text.split("\n")]
    at = next((n for n, line in enumerate(lines) if titles.same(line, title)), None)
    if at is None:
        return []
    near = [*lines[at + 1 : at + 1 + NEAR], *lines[max(at - 2, 0) : at]]
    return [line for line in near if len(line) <= LONGEST_DATE_LINE]


def _seen(lines: Iterable[str]) -> Iterator[str]:
    """Days in lines that say little else."""
    for line in lines:
        if len(line.split()) <= MOST_WORDS and (found := seen(line)):
            yield found.isoformat()


def _guessed(root: HtmlElement) -> Document | None:
    if not is_usual(root):
        return None
    copy = deepcopy(root)
    for comments in copy.xpath("//*[contains(@class, 'comment') or contains(@id, 'comment')]"):
        if comments.getparent() is not None and comments.tag != "body":
            comments.drop_tree()
    try:
        return extract_metadata(copy)
    except Exception:
        # As with the words: whatever goes wrong in it, the page is read without it.
        logger.exception("trafilatura failed on the head of a page")
        return None


def _published(dates: Iterable[str]) -> date | None:
    """The first of these dates, with the hour if one of the same day has it."""
    best: date | None = None
    for text in dates:
        found = moment(text)
        if found and best is None:
            best = found
        if best is None or isinstance(best, datetime):
            continue
        if isinstance(found, datetime) and found.date() == best:
            best = found
    return best


def _dates(
    root: HtmlElement, things: list[Thing], articles: list[Thing], meta: Meta, address: str
) -> Iterator[str]:
    """What may say when it was published, the most reliable first."""
    for article in articles[:1]:
        yield json_ld.text(article.get("datePublished"))
        yield json_ld.text(article.get("dateCreated"))
    yield meta.first(PUBLISHED[0])
    for element in items(root, "datePublished", "dateCreated"):
        yield element.get("content") or element.get("datetime") or element.get("title") or ""
        yield element.text_content()
    yield from (meta.first(name) for name in PUBLISHED[1:])
    for thing in things:
        if "WebPage" in json_ld.kinds(thing):
            yield json_ld.text(thing.get("datePublished"))
    yield from _shown(root)
    if found := IN_ADDRESS.search(urlsplit(address).path):
        yield "-".join(found.groups())


def _shown(root: HtmlElement) -> Iterator[str]:
    """Dates that readers see: marked as such, before those in lines that are called so."""
    times = [time for time in root.iter("time") if not _is_elsewhere(time)]
    times.sort(key=lambda time: time.get("pubdate") is None and "publ" not in time.get("class", ""))
    for time in times[:5]:
        yield time.get("datetime", "")
        yield " ".join(time.text_content().split())[:LONGEST_DATE_LINE]
    for element in root.iter("p", "div", "span", "li", "small", "td", "em", "b", "i", "font"):
        called = f"{element.get('class', '')[:200]} {element.get('id', '')[:100]}"
        if DATED.search(called) and not _is_elsewhere(element):
            line = " ".join(element.text_content().split())
            is_other = UPDATED.match(line) is not None
            if len(line) <= LONGEST_DATE_LINE and not is_other and (found := seen(line)):
                yield found.isoformat()


def _is_elsewhere(element: HtmlElement) -> bool:
    """Whether it stands in a comment, beside the article, or says when that was changed."""
    near = f"{element.get('class', '')} {element.get('itemprop', '')}"
    if UPDATED.search(near) or UPDATED.search((element.getparent().text or "")[-40:]):
        return True
    return any(
        around.tag in ("aside", "footer", "nav")
        or UPDATED.search(f"{around.get('class', '')[:300]} {around.get('id', '')[:100]}")
        for around in element.iterancestors()
        if around.tag not in ("body", "html")
    )


def _section(root: HtmlElement, articles: list[Thing], meta: Meta, things: list[Thing]) -> str:
    given = [json_ld.each(article.get("articleSection")) for article in articles[:1]]
    said = [json_ld.text(each) for sections in given for each in sections]
    shown = [words_of(element).text for element in items(root, "articleSection")]
    shown += [words_of(each).text for each in root.xpath("//a[contains(@rel, 'category')]")]
    for text in (*said, *(meta.first(name) for name in SECTIONS), *shown, *_crumbs(things)):
        section = " ".join(text.split(">")[-1].split())
        if section and len(section) <= LONGEST_SECTION and not NO_SECTION.fullmatch(section):
            return section
    return ""


def _crumbs(things: list[Thing]) -> Iterator[str]:
    """The last step on the way from the front page to the article."""
    for thing in things:
        if "BreadcrumbList" in json_ld.kinds(thing):
            steps = [
                each
                for each in json_ld.each(thing.get("itemListElement"))
                if isinstance(each, dict)
            ]
            names = [json_ld.text(step.get("name") or step.get("item")) for step in steps]
            yield from reversed(names[1:-1])


def _tags(root: HtmlElement, articles: list[Thing], meta: Meta) -> tuple[str, ...]:
    keywords = [json_ld.each(article.get("keywords")) for article in articles[:1]]
    linked = [
        link
        for link in root.iterfind(".//a[@rel]")
        if "tag" in link.get("rel", "").split() and "category" not in link.get("rel", "")
    ]
    for texts in (
        meta.all(("article:tag",)),
        [json_ld.text(each) for given in keywords for each in given],
        [words_of(element).text for element in linked],
        meta.all(("news_keywords", "parsely-tags", "keywords"))[:1],
    ):
        if tags := _distinct(texts):
            return tags
    return ()


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    parts = (part.strip(" #\t\n") for text in texts for part in re.split(r"[,;、،]", text))
    tags = {tag.casefold(): tag for tag in parts if tag and len(tag) <= LONGEST_TAG}
    return tuple(tags.values())[:MOST_TAGS]


def _language(root: HtmlElement, articles: list[Thing], meta: Meta) -> str:
    said = [json_ld.text(article.get("inLanguage")) for article in articles[:1]]
    on_page = [root.get("lang", ""), root.get("xml:lang", ""), *root.xpath("//article/@lang")[:1]]
    in_head = [meta.first(name) for name in ("content-language", "og:locale", "language")]
    for text in (*on_page, *said, *in_head):
        tag = text.replace("_", "-").split(",")[0].strip()
        if len(tag) <= LONGEST_LANGUAGE and LANGUAGE.fullmatch(tag):
            language, *more = tag.split("-")
            return "-".join(
                [language.lower(), *(each.upper() if len(each) == 2 else each for each in more)]
            )
    return ""
