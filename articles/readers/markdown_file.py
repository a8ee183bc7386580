"""An article in Markdown, with its facts above it and its comments, as plain text, below it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from markdown_it import MarkdownIt

from articles.passages import HEADING, Block
from articles.readers import ParsedArticle, Unreadable
from articles.readers.comments import Discussion, read_comments
from articles.readers.decoding import decode
from articles.readers.discussion import find_heading
from articles.readers.front_matter import front_matter
from articles.readers.head import LONGEST_SECTION, LONGEST_TITLE
from articles.readers.html import addresses
from articles.readers.html.blocks import blocks
from articles.readers.html.bylines import split
from articles.readers.html.facts import LANGUAGE, LONGEST_TAG, MOST_TAGS
from articles.readers.html.moments import moment
from articles.readers.lines import lines_of

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TITLE = re.compile(r"\s*#[ \t]+(?P<title>\S.*?)(?:[ \t]+#+)?[ \t]*(?:\n|$)")
SECTIONS = ("section", "category", "categories")
AUTHORS = ("authors", "author", "by", "byline")
DATES = ("date", "published", "published_at", "publishdate", "pubdate")
SOURCES = ("source", "canonical", "canonical_url", "url", "link", "address")
TAGS = ("tags", "keywords")
LANGUAGES = ("language", "lang", "locale")


@dataclass
class _Facts:
    title: str = ""
    section: str = ""
    authors: tuple[str, ...] = ()
    published_on: date | None = None
    address: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    warnings: list[str] = field(default_factory=list)


def read(data: bytes, *, address: str = "") -> ParsedArticle:
    """Reads a Markdown file; raises Unreadable, and nothing else, for what is no article."""
    text = decode(data)
    above = front_matter(text)
    facts = _facts(above.facts) if above else _Facts()
    body, discussion = _parted(above.text if above else text)
    title, body = _titled(facts.title, body)
    found = blocks(
        MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(body), address
    )
    if not title and found and found[0].kind == HEADING:
        title, found = found[0].text, found[1:]
    if not title:
        raise Unreadable("There is no title, neither in the facts nor as a heading.", 1)
    if len(title) > LONGEST_TITLE:
        raise Unreadable(f"A title has at most {LONGEST_TITLE} characters.", 1)
    if not found:
        raise Unreadable("There is no body.", above.lines + 1 if above else 1)
    return ParsedArticle(
        title=title,
        section=facts.section,
        published_on=facts.published_on,
        authors=facts.authors,
        blocks=found,
        note="",
        comments=discussion.comments,
        warnings=(*facts.warnings, *discussion.warnings),
        address=facts.address or addresses.link(address),
        language=facts.language,
        tags=facts.tags,
    )


def _facts(said: Mapping[str, Sequence[str]]) -> _Facts:
    facts = _Facts(
        title=" ".join(_first(said, ["title"]).split()),
        section=_first(said, SECTIONS)[:LONGEST_SECTION],
        authors=tuple(dict.fromkeys(name for text in _all(said, AUTHORS) for name in split(text))),
        address=addresses.link(_first(said, SOURCES)),
        tags=_tags(said),
    )
    day, language = _first(said, DATES), _first(said, LANGUAGES).replace("_", "-")
    facts.published_on = moment(day)
    if day and facts.published_on is None:
        facts.warnings.append(f"Which day “{day[:60]}” means is unclear, so the date was left out.")
    if LANGUAGE.fullmatch(language) and len(language) <= 20:
        facts.language = language
    return facts


def _all(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> Sequence[str]:
    return next((said[name] for name in names if said.get(name)), ())


def _first(said: Mapping[str, Sequence[str]], names: Sequence[str]) -> str:
    return next(iter(_all(said, names)), "")


def _tags(said: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    given = _all(said, TAGS)
    each = given[0].split(",") if len(given) == 1 else given
    tags = {tag.casefold(): tag for text in each if 0 < len(tag := text.strip()) <= LONGEST_TAG}
    return tuple(tags.values())[:MOST_TAGS]


def _parted(text: str) -> tuple[str, Discussion]:
    """The Markdown of the body, and the comments that follow their heading."""
    lines = lines_of(text)
    heading = find_heading(lines) if lines else None
    if heading is None or heading.place == 0:
        return text, Discussion((), ())
    first = lines[heading.place].number
    body = "\n".join(text.split("\n")[: first - 1])
    below = lines[heading.place + heading.length :]
    return body, read_comments(below, heading.announced)


def _titled(title: str, body: str) -> tuple[str, str]:
    """The title, and the body without a heading that repeats it, or is it."""
    found = TITLE.match(body)
    if found is None or (title and found["title"] != title):
        return title, body
    if title:
        return title, body[found.end() :]
    (heading,) = blocks(MARKDOWN.renderInline(found["title"])) or (Block("", ""),)
    return heading.text, body[found.end() :]
