"""Commento's export, and Comentario's, which went on from it."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from articles.readers import Found, FoundArticle, FoundComment, Problem, Skipped, State
from articles.readers.archives import unpacking
from articles.readers.archives.json import Entry, entries
from articles.readers.archives.moments import moment
from articles.readers.archives.values import is_true, text
from articles.readers.html.comments import markdown
from articles.readers.quotations import as_quotes

SOURCE = "commento"
NAME = "Commento or Comentario export"

NOBODY = frozenset({"", "anonymous", "0" * 64, "00000000-0000-0000-0000-000000000000"})
NO_PARENT = frozenset({"root", "00000000-0000-0000-0000-000000000000"})
STATES = {"approved": State.PUBLISHED, "flagged": State.PUBLISHED, "": State.PUBLISHED}


def recognises(head: bytes) -> bool:
    is_object = head.lstrip().startswith(b"{") and b'"version"' in head
    return is_object and (b'"commentHex"' in head or b'"domainId"' in head or _is_empty(head))


def read(file: BinaryIO, site: str = "") -> Iterator[Found]:
    """Twice: those who wrote the comments stand behind them."""
    known = _Site()
    for entry in _entries(file):
        if isinstance(entry, Entry):
            known.note(entry)
    for entry in _entries(file):
        if not isinstance(entry, Entry):
            yield entry
        elif entry.key == "comments" and isinstance(entry.value, Mapping):
            yield from known.comment(entry.value)


def _is_empty(head: bytes) -> bool:
    return b'"comments"' in head and b'"commenters"' in head


def _entries(file: BinaryIO) -> Iterator[Entry | Problem | Skipped]:
    for pieces in unpacking.files(file, recognises):
        if isinstance(pieces, Skipped):
            yield pieces
        else:
            yield from entries(pieces)


class _Site:
    def __init__(self) -> None:
        self.people: dict[str, tuple[str, str]] = {}
        """The name and the e-mail address of each."""
        self.pages: dict[str, tuple[str, str]] = {}
        """The address and the title of each."""
        self.told: set[str] = set()

    def note(self, entry: Entry) -> None:
        record = entry.value
        if entry.key == "commenters":
            key = text(record, "commenterHex", "id")
            self.people[key] = text(record, "name"), text(record, "email")
        elif entry.key == "pages":
            self.pages[text(record, "id")] = text(record, "path"), text(record, "title")

    def comment(self, record: Mapping[str, object]) -> Iterator[Found]:
        key, page = text(record, "commentHex", "id"), self._page(record)
        if not key or not page[0]:
            yield Problem(f"comment {key or 'without a number'}", "It doesn’t say where it stands.")
            return
        address, title = page
        if address not in self.told:
            self.told.add(address)
            yield FoundArticle(key=address, address=address, title=title)
        source, html = text(record, "markdown"), text(record, "html")
        person = text(record, "commenterHex", "userCreated")
        name, mail = self.people.get(person, ("", ""))
        parent = text(record, "parentHex", "parentId")
        yield FoundComment(
            key=key,
            article=address,
            body=as_quotes(source) or markdown(html),
            original="" if source else html,
            parent="" if parent in NO_PARENT else parent,
            author=name or text(record, "authorName"),
            author_key="" if person in NOBODY else person,
            author_email=mail,
            posted_at=moment(text(record, "creationDate", "createdTime")),
            edited_at=moment(text(record, "editedTime")),
            state=_state(record, source or html),
        )

    def _page(self, record: Mapping[str, object]) -> tuple[str, str]:
        """Commento calls the path of a page its "url", Comentario at first its "path" beside the
        host; since its version 3 pages have a list of their own."""
        if page := text(record, "pageId"):
            return self.pages.get(page, ("", ""))
        host = text(record, "host", "domain")
        path = text(record, "path", "url")
        if "://" in path or not (host or path):
            return path, ""
        path = f"/{path.removeprefix('/')}"
        return (f"https://{host}{path}" if host else path), ""


def _state(record: Mapping[str, object], words: str) -> State:
    if is_true(record, "deleted") or is_true(record, "isDeleted") or words in {"", "[deleted]"}:
        return State.REMOVED
    if "isPending" in record or "isApproved" in record:
        if is_true(record, "isPending"):
            return State.WAITING
        return State.PUBLISHED if is_true(record, "isApproved") else State.REMOVED
    return STATES.get(text(record, "state"), State.WAITING)
