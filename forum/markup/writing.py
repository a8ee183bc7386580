"""Markdown written for people: plain text and quotes put into a composer."""

import re

from articles.readers import markdown

BLANK_LINES = re.compile(r"\n\s*\n")
escape = markdown.escape


def as_quote(text: str, label: str = "", href: str = "") -> str:
    """A blockquote of this plain text; with an href, its last line names the source."""
    quote = markdown.quote(BLANK_LINES.split(text.strip()))
    if not href:
        return quote
    return f"{quote}\n>\n> — [{escape(' '.join((label or href).split()))}]({_target(href)})"


def _target(href: str) -> str:
    bare = re.sub(r"[<>\\\s]", "", href)
    return f"<{bare}>" if re.search(r"[()]", bare) else bare
