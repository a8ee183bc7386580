"""The comments that stand in a page: WordPress's lists and what is like them, schema.org's."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from articles.readers import ParsedComment
from articles.readers.comments import MAX_COMMENTS
from articles.readers.html import json_ld
from articles.readers.html.comments import markdown
from articles.readers.html.json_ld import Thing
from articles.readers.html.moments import moment, seen
from articles.readers.html.words import words_of
from articles.readers.names import LONGEST_NAME

ITEM = re.compile(r"(?:li-|div-)?comment-\d{1,12}")
PINGBACK = re.compile(r"(?:^|\s)(?:pingback|trackback)(?:\s|$)")
DEPTH = re.compile(r"(?:^|\s)depth-(\d{1,2})(?:\s|$)")
BELOW = frozenset({"children", "replies", "comment-replies", "comment__replies", "comments-nested"})
WORDS = (
    *("comment-content", "comment-text", "comment__content", "comment__body", "comment-message"),
    *("comment-entry", "comment_text", "comment-copy"),
)
AUTHOR = ("fn", "comment-author-name", "comment__author", "comment-author", "commenter", "author")
WHEN = ("comment-date", "comment-time", "comment__date", "comment-metadata", "comment-meta", "date")
# What a comment's element holds besides its words, where these have no element of their own.
AROUND = frozenset(
    """
    comment-author comment-meta comment-metadata commentmetadata vcard reply comment-actions
    comment-awaiting-moderation comment-footer avatar says
    """.split()  # noqa: SIM905
)
SAYS = re.compile(r"\s*(?:says|said|schreibt|sagt|a dit|dit|dice|يقول)?\s*:?\s*$", re.IGNORECASE)
LONGEST_DATE = 200


@dataclass
class _Said:
    """A comment as it was found, and the one that it answers, by their places."""

    html: str
    author: str
    posted_at: date | None
    parent: int | None


def discussion(root: HtmlElement) -> tuple[ParsedComment, ...]:
    """The comments in the order of the page, each after the one that it answers."""
    said = _listed(root) or _in_json_ld(root)
    kept: list[ParsedComment] = []
    places: list[int | None] = []
    for each in said[:MAX_COMMENTS]:
        above = None if each.parent is None else places[each.parent]
        body = markdown(each.html)
        places.append(len(kept) if body else above)
        if body:
            kept.append(ParsedComment(body, each.author, each.posted_at, above))
    return tuple(kept)


def _listed(root: HtmlElement) -> list[_Said]:
    said: list[_Said] = []
    places: dict[HtmlElement, int | None] = {}
    depths: dict[int, int] = {}  # the last comment of each depth
    for element in root.iter("li", "article", "div", "section"):
        if not _is_comment(element):
            continue
        above, is_same = _above(element, places)
        if above is not None and is_same:
            places[element] = places[above]
            continue
        found = _read(element, places)
        if found is None:
            places[element] = places[above] if above is not None else None
            continue
        depth = DEPTH.search(element.get("class", ""))
        level = int(depth[1]) if depth else 1
        found.parent = places[above] if above is not None else depths.get(level - 1)
        places[element] = depths[level] = len(said)
        said.append(found)
    return said


def _is_comment(element: HtmlElement) -> bool:
    classes = element.get("class", "")[:1_000]
    named = "comment" in classes.split() or ITEM.fullmatch(element.get("id", "")[:30])
    typed = element.get("itemtype", "").endswith(("schema.org/Comment", "schema.org/UserComments"))
    return bool(named or typed)


def _above(
    element: HtmlElement, places: dict[HtmlElement, int | None]
) -> tuple[HtmlElement | None, bool]:
    """The comment around an element; whether they are one, as where no list is between them."""
    is_same = element.get("itemprop") not in ("comment", "replies")
    for around in element.iterancestors():
        if around in places:
            return around, is_same
        if around.tag in ("ol", "ul") or BELOW.intersection(around.get("class", "").split()):
            is_same = False
    return None, False


def _read(element: HtmlElement, places: dict[HtmlElement, int | None]) -> _Said | None:
    if PINGBACK.search(element.get("class", "")):
        return None
    own = _alone(element)
    author, posted_at = _author(own), _posted_at(own)
    if not author and not posted_at:
        return None
    words = _first(own, WORDS, "text", "commentText", "description")
    if words is None:
        words = _without(own, AROUND)
    words.tag = "div"  # an item of a list is no list of one item
    html = etree.tostring(words, encoding="unicode", method="html", with_tail=False)
    return _Said(html, author, posted_at, None)


def _alone(element: HtmlElement) -> HtmlElement:
    """A copy without the comments that answer it and without the box for answering."""
    copy = deepcopy(element)
    copy.tail = None
    for inner in list(copy.iter("li", "article", "div", "section", "ol", "ul", "form")):
        is_list = BELOW.intersection(inner.get("class", "").split())
        answers = inner.tag in ("li", "article", "div", "section") and _is_comment(inner)
        is_wrapped = answers and not any(
            around.tag in ("ol", "ul") for around in inner.iterancestors() if around is not copy
        )
        is_other = is_list or inner.tag == "form" or (answers and not is_wrapped)
        if is_other and inner is not copy and inner.getparent() is not None:
            inner.drop_tree()
    return copy


def _first(element: HtmlElement, classes: Sequence[str], *properties: str) -> HtmlElement | None:
    for name in properties:
        if (found := element.find(f".//*[@itemprop='{name}']")) is not None:
            return found
    for name in classes:
        for found in element.iter():
            if found is not element and name in found.get("class", "").split():
                return found
    return None


def _author(element: HtmlElement) -> str:
    found = _first(element, AUTHOR, "author", "creator")
    if found is None:
        return ""
    named = found.find(".//*[@itemprop='name']")
    best = found if named is None else named
    name = best.get("content") or words_of(best).text.partition("\n")[0]
    return SAYS.sub("", " ".join(name.split())).strip()[:LONGEST_NAME]


def _posted_at(element: HtmlElement) -> date | None:
    times = list(element.iter("time"))
    marked = _first(element, WHEN, "dateCreated", "datePublished", "commentTime")
    for found in [*times[:1], *([] if marked is None else [marked])]:
        given = found.get("datetime") or found.get("content") or ""
        shown = " ".join(found.text_content().split())[:LONGEST_DATE]
        if when := moment(given) or seen(shown):
            return when
    return None


def _without(element: HtmlElement, names: frozenset[str]) -> HtmlElement:
    for inner in list(element.iter()):
        is_named = names.intersection(inner.get("class", "").split())
        if is_named and inner is not element and inner.getparent() is not None:
            inner.drop_tree()
    return element


def _in_json_ld(root: HtmlElement) -> list[_Said]:
    things = json_ld.things(root)
    return list(_told(json_ld.articles(things)[:1], {}))


def _told(articles: list[Thing], ids: dict[str, int]) -> Iterator[_Said]:
    """Those of an article, and the answers below each, without recursion."""
    waiting = [(each, None) for each in _comments_of(articles[0])][::-1] if articles else []
    stack: list[tuple[Any, int | None]] = list(waiting)
    count = 0
    while stack and count < MAX_COMMENTS:
        comment, parent = stack.pop()
        named = comment.get("parentItem")
        answered = (
            ids.get(json_ld.text(named.get("@id")), parent) if isinstance(named, dict) else parent
        )
        text = comment.get("text") or comment.get("description") or ""
        when = json_ld.text(comment.get("dateCreated") or comment.get("datePublished"))
        author = json_ld.text(comment.get("author"))[:LONGEST_NAME]
        yield _Said(str(text), author, moment(when), answered)
        if isinstance(comment.get("@id"), str):
            ids[comment["@id"]] = count
        stack += [(each, count) for each in _comments_of(comment)][::-1]
        count += 1


def _comments_of(thing: Thing) -> list[Thing]:
    return [each for each in json_ld.each(thing.get("comment")) if isinstance(each, dict)]
