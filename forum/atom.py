"""Atom feeds (RFC 4287) with threads (RFC 4685). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

TYPE = "application/atom+xml"
HTML = "text/html"
NAMESPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}
# What may stand in no XML document, not even as a reference.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Person:
    name: str
    url: str = ""


@dataclass(frozen=True)
class Answered:
    """What an entry answers: by the id that feeds have for it, and where it can be read."""

    id: str
    url: str


@dataclass(frozen=True)
class Replies:
    """Where the answers to an entry are, how many, and when the last one came or was changed."""

    url: str
    type: str
    count: int
    updated: datetime | None


@dataclass(frozen=True)
class Entry:
    """Has all its words as HTML in `content`, or says in plain text what it is about."""

    id: str
    title: str
    url: str
    updated: datetime
    published: datetime | None
    authors: Sequence[Person]
    replies: Replies
    content: str = ""
    summary: str = ""
    language: str = ""
    answered: Answered | None = None


@dataclass(frozen=True)
class Feed:
    """`self_url` is its own address, `url` that of the page which it follows. `began` is when it
    changed last if it has no entries."""

    title: str
    url: str
    self_url: str
    author: Person
    began: datetime
    entries: Sequence[Entry]


def write(feed: Feed) -> bytes:
    root = Element("feed", NAMESPACES)
    _text(root, "title", feed.title)
    _text(root, "id", feed.self_url)
    _link(root, "self", feed.self_url, TYPE)
    _link(root, "alternate", feed.url, HTML)
    _text(root, "updated", _moment(max([entry.updated for entry in feed.entries] or [feed.began])))
    _person(root, feed.author)
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(element: Element, entry: Entry) -> None:
    if entry.language:
        element.set("xml:lang", entry.language)
    _text(element, "title", entry.title)
    _text(element, "id", entry.id)
    _link(element, "alternate", entry.url, HTML)
    if entry.published:
        _text(element, "published", _moment(entry.published))
    _text(element, "updated", _moment(entry.updated))
    for author in entry.authors:
        _person(element, author)
    if entry.answered:
        ref, href = entry.answered.id, entry.answered.url
        SubElement(element, "thr:in-reply-to", ref=ref, href=href, type=HTML)
    _replies(element, entry.replies)
    if entry.content:
        _text(element, "content", entry.content, type="html")
    if entry.summary:
        _text(element, "summary", entry.summary)


def _replies(element: Element, replies: Replies) -> None:
    link = _link(element, "replies", replies.url, replies.type)
    link.set("thr:count", str(replies.count))
    if replies.updated:
        link.set("thr:updated", _moment(replies.updated))
    _text(element, "thr:total", str(replies.count))


def _person(element: Element, person: Person) -> None:
    author = SubElement(element, "author")
    _text(author, "name", person.name)
    if person.url:
        _text(author, "uri", person.url)


def _link(element: Element, rel: str, href: str, kind: str) -> Element:
    return SubElement(element, "link", rel=rel, href=href, type=kind)


def _text(element: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(element, name, attributes).text = FORBIDDEN.sub("", text)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
