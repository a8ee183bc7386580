"""What a source doesn't say of its articles: on which site they stand, the words behind a summary,
section, language."""

from dataclasses import replace
from urllib.parse import urljoin

from articles.fetching import Unfetched
from articles.pages import Robots, fetch_page
from articles.readers import Found, FoundArticle, ParsedArticle, Problem, Unreadable
from articles.readers.recognising import read
from forum.models import Feed


def at_site(site: str, found: Found) -> Found:
    """What was found, with a whole address where it has only a path."""
    if not isinstance(found, FoundArticle):
        return found
    parsed = found.parsed
    if parsed and parsed.address:
        parsed = replace(parsed, address=urljoin(site, parsed.address))
    address = urljoin(site, found.address) if found.address else ""
    return replace(found, address=address, parsed=parsed)


def with_page(robots: Robots, found: Found) -> Found:
    """What was found, with the words of its page if it is a summary. If they can't be had it is a
    problem: a summary must not become the next version of an article that came in whole."""
    if not isinstance(found, FoundArticle) or not found.is_summary:
        return found
    try:
        parsed = _read_page(robots, found.address)
    except (Unfetched, Unreadable) as error:
        reason = f"The feed has only a summary, and its page can’t be read: {error}"
        return Problem(found.address or found.key, reason)
    if found.parsed:
        parsed = _as_the_feed_says(found.parsed, parsed)
    return replace(found, parsed=replace(parsed, comments=()), is_summary=False)


def with_defaults(feed: Feed, found: Found) -> Found:
    """What was found, in the section of the feed, and in its language if it doesn't say one."""
    if not isinstance(found, FoundArticle) or not found.parsed:
        return found
    section = feed.section.name if feed.section else found.parsed.section
    language = found.parsed.language or feed.language
    return replace(found, parsed=replace(found.parsed, section=section, language=language))


def _read_page(robots: Robots, address: str) -> ParsedArticle:
    if not robots.allow(address):
        raise Unfetched("The site’s robots.txt doesn’t let us, or can’t be read now.")
    page = fetch_page(address)
    return read(page.body, address, address=page.address, charset=page.charset)


def _as_the_feed_says(feed: ParsedArticle, page: ParsedArticle) -> ParsedArticle:
    return replace(
        page,
        title=feed.title or page.title,
        section=feed.section or page.section,
        published_on=feed.published_on or page.published_on,
        authors=feed.authors or page.authors,
        address=feed.address or page.address,
        language=feed.language or page.language,
        tags=feed.tags or page.tags,
    )
