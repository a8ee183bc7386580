"""Markdown written for people: plain text and quotes put into a composer."""

import re

from articles.readers import markdown

BLANK_LINES = re.compile(r"\n\s*\n")
ESCAPED_OR_BRACKET = re.compile(r"(?P<escaped>\\.)|[\[\]]")

escape = markdown.escape


def as_quote(text: str, label: str = "", href: str = "") -> str:
    """A blockquote of this plain text; with an href, its last line names the source."""
    quote = markdown.quote(BLANK_LINES.split(text.strip()))
    if not href:
        return quote
    return f"{quote}\n>\n> {attribution(label or href, href)}"


def attribution(label: str, href: str) -> str:
    """The last line of a quote, which names its source."""
    return f"— [{_link_words(label)}]({_target(href)})"


def _link_words(label: str) -> str:
    """A text within the brackets of a link, where a lone bracket would end it."""
    escaped = escape(" ".join(label.split()))
    return ESCAPED_OR_BRACKET.sub(lambda found: found["escaped"] or f"\\{found[0]}", escaped)


def _target(href: str) -> str:
    bare = re.sub(r"[<>\\\s]", "", href)
    return f"<{bare}>" if re.search(r"[()]", bare) else bare
