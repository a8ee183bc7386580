"""A saved page, or one that was just fetched, as an article with the comments that stand on it."""

from articles.readers import ParsedArticle, Unreadable
from articles.readers.html.blocks import places
from articles.readers.html.decoding import decode
from articles.readers.html.discussion import discussion
from articles.readers.html.extracting import body
from articles.readers.html.facts import base_of, facts
from articles.readers.html.tree import tree


def read(data: bytes, *, address: str = "", charset: str = "") -> ParsedArticle:
    """Reads a page that was found at `address`; `charset` is what its server said of it.

    Raises Unreadable, and nothing else, for what is no article.
    """
    root = tree(decode(data, charset))
    base = base_of(root, address)
    found = places(root, base)
    about = facts(root, found, address)
    if not about.title:
        raise Unreadable("The page has no title.")
    words = body(root, found, about)
    if not words:
        raise Unreadable("No article was found on the page.")
    return ParsedArticle(
        title=about.title,
        section=about.section,
        published_on=about.published_on,
        authors=about.authors,
        blocks=words,
        note="",
        comments=discussion(root),
        warnings=(),
        address=about.address,
        language=about.language,
        tags=about.tags,
    )
