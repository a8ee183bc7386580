"""Markdown as comments have it: CommonMark, strikethrough and bare web addresses as links.

No raw HTML, no images (they would call home), no tables (two kilobytes of them make a megabyte of
page), and no smart typography: a renderer that changes quotation marks would alter quotes.
"""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from forum.markup.characters import clean
from forum.markup.mentions import People, link_mentions

# Blocks nested deeper than maxNesting are dropped without a word, so it stands well above what
# `limits` lets through (a list inside a list counts twice here).
OPTIONS = {"html": False, "linkify": True, "typographer": False, "maxNesting": 40}


def parse(source: str, people: People | None = None) -> list[Token]:
    tokens = MARKDOWN.parse(source, {"people": people})
    if "&" in source:
        _clean_entities(tokens)
    return tokens


def write(tokens: list[Token]) -> str:
    html: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return html


def _clean_entities(tokens: list[Token]) -> None:
    """What `clean` takes out of a source could come back as an entity like "&#x202e;"."""
    for child in (child for token in tokens for child in token.children or ()):
        child.content = clean(child.content)
        if title := child.attrGet("title"):
            child.attrSet("title", clean(str(title)))


class CommentMarkdown(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:
        """An address reads as it was typed: decoded, it could look like another one."""
        return link


def _markdown() -> MarkdownIt:
    markdown = CommentMarkdown("commonmark", OPTIONS)
    markdown.enable(["linkify", "strikethrough"]).disable(["image"])
    linkify = markdown.linkify
    assert linkify is not None  # noqa: S101 -- the extra `linkify` is among the requirements
    linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # else every foo.py became a link
    for scheme in ("ftp:", "//"):
        linkify.add(scheme, None)
    # Before escaped characters are joined to the text: "\\@" mentions nobody.
    markdown.core.ruler.before("text_join", "mentions", link_mentions)
    return markdown


MARKDOWN = _markdown()  # holds no state of a text: threads may share it
