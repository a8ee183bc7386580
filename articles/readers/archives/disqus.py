"""Disqus' export: threads, which are pages, and then posts, which are comments."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from articles.addresses import canonical
from articles.readers import Found, FoundArticle, FoundComment, Problem, Skipped, State
from articles.readers.archives import unpacking
from articles.readers.archives.moments import in_utc
from articles.readers.archives.wordpress import with_paragraphs
from articles.readers.archives.xml import Element, local_name, records, text_of
from articles.readers.html.comments import markdown
from articles.readers.html.plain import plain

SOURCE = "disqus"
NAME = "Disqus export (XML)"

ID = "{http://disqus.com/disqus-internals}id"
HAS_LINES = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)


def recognises(head: bytes) -> bool:
    return b"<disqus" in head and b"disqus.com" in head


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    pages = _Pages()
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
            continue
        for record in records(pieces, outer=("thread", "post")):
            if isinstance(record, Problem):
                yield record
            elif local_name(record) == "thread":
                pages.note(record)
            else:
                yield from pages.comment(record)


class _Pages:
    """Disqus begins another thread for each form in which somebody asks for a page: the first of
    those with one address stands for all of them."""

    def __init__(self) -> None:
        self.articles: dict[str, FoundArticle] = {}
        self.by_address: dict[str, FoundArticle] = {}
        self.told: set[str] = set()

    def note(self, thread: Element) -> None:
        key, address = thread.get(ID, ""), text_of(thread, "link")
        article = FoundArticle(key, address, plain(text_of(thread, "title")))
        known = self.by_address.setdefault(canonical(address) or key, article)
        self.articles[key] = known

    def comment(self, post: Element) -> Iterator[Found]:
        key = post.get(ID, "")
        article = self.articles.get(_reference(post, "thread"))
        if not key:
            yield Problem("a comment", "It has no number, so nothing could know it again.")
        elif article is None:
            yield Problem(f"comment {key}", "The page that it stands on isn’t in the file.")
        else:
            if article.key not in self.told:
                self.told.add(article.key)
                yield article
            yield _found(post, key, article.key)


def _reference(post: Element, name: str) -> str:
    named = post.find(f"{{*}}{name}")
    return "" if named is None else named.get(ID, "")


def _found(post: Element, key: str, article: str) -> FoundComment:
    message = text_of(post, "message")
    author = post.find("{*}author")
    name, login, mail, is_guest = (
        ("", "", "", True)
        if author is None
        else (
            plain(text_of(author, "name")),
            text_of(author, "username"),
            text_of(author, "email"),
            _is_true(author, "isAnonymous"),
        )
    )
    return FoundComment(
        key=key,
        article=article,
        body=markdown(message if HAS_LINES.search(message) else with_paragraphs(message)),
        original=message,
        parent=_reference(post, "parent"),
        author=name or login,
        author_key="" if is_guest else login,
        author_email=mail,
        posted_at=in_utc(text_of(post, "createdAt")),
        state=_state(post),
    )


def _state(post: Element) -> State:
    if _is_true(post, "isSpam"):
        return State.SPAM
    if _is_true(post, "isDeleted"):
        return State.REMOVED
    is_waiting = text_of(post, "isApproved") == "false"
    return State.WAITING if is_waiting else State.PUBLISHED


def _is_true(element: Element, name: str) -> bool:
    return text_of(element, name) == "true"
