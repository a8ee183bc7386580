"""Ghost's newer form of a post, Lexical's tree as JSON, as the HTML that Ghost would make of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from articles.readers.archives.values import inner, items, text

DEEPEST = 100
# What is set on words, by the bits of `format`.
FORMATS = {1: "strong", 2: "em", 4: "s", 16: "code", 32: "sub", 64: "sup"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
WRAPPED = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}


def as_html(source: str) -> str:
    """The post as HTML, unclean; "" for what is no such tree."""
    try:
        root = json.loads(source)["root"]
        return "".join(_children(root, DEEPEST))
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _children(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    if depth:
        for child in items(node, "children"):
            if isinstance(child, Mapping):
                yield _node(child, depth - 1)


def _node(node: Mapping[str, Any], depth: int) -> str:
    kind = text(node, "type")
    inside = "".join(_children(node, depth))
    if kind in ("text", "extended-text"):
        return _words(node)
    if kind in WRAPPED:
        return f"<{WRAPPED[kind]}>{inside}</{WRAPPED[kind]}>"
    if kind in ("heading", "extended-heading"):
        tag = text(node, "tag") if node.get("tag") in HEADINGS else "h2"
        return f"<{tag}>{inside}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        return f"<{tag}>{inside}</{tag}>"
    if kind in ("link", "autolink"):
        return _link(text(node, "url"), inside)
    card = CARDS.get(kind)
    return card(node) if card else inside


def _words(node: Mapping[str, Any]) -> str:
    html = escape(_as_typed(node, "text"))
    bits = node.get("format")
    for bit, tag in FORMATS.items():
        if isinstance(bits, int) and bits & bit:
            html = f"<{tag}>{html}</{tag}>"
    return html


def _as_typed(node: Mapping[str, Any], name: str) -> str:
    """With the blanks around it."""
    value = node.get(name)
    return value if isinstance(value, str) else ""


def _link(address: str, inside: str) -> str:
    return f'<a href="{escape(address)}">{inside or escape(address)}</a>'


def _image(node: Mapping[str, Any]) -> str:
    source, alt = escape(text(node, "src")), escape(text(node, "alt"))
    size = "".join(
        f' {name}="{node[name]}"' for name in ("width", "height") if isinstance(node.get(name), int)
    )
    return _figure(f'<img src="{source}" alt="{alt}"{size}>', node)


def _gallery(node: Mapping[str, Any]) -> str:
    held = [image for image in items(node, "images") if isinstance(image, Mapping)]
    # All of them have one caption, which stands below the last.
    last = {"caption": text(node, "caption")}
    return "".join(
        _image({**each, "caption": ""} | (last if n == len(held) else {}))
        for n, each in enumerate(held, 1)
    )


def _figure(inside: str, node: Mapping[str, Any]) -> str:
    caption = text(node, "caption")
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{inside}{below}</figure>"


def _code(node: Mapping[str, Any]) -> str:
    return f"<pre><code>{escape(_as_typed(node, 'code'))}</code></pre>"


def _callout(node: Mapping[str, Any]) -> str:
    return f"<blockquote>{text(node, 'calloutText')}</blockquote>"


def _toggle(node: Mapping[str, Any]) -> str:
    return f"<h4>{text(node, 'heading')}</h4>{text(node, 'content')}"


def _bookmark(node: Mapping[str, Any]) -> str:
    title = text(inner(node, "metadata"), "title")
    return f"<p>{_link(text(node, 'url'), escape(title))}</p>"


def _file(node: Mapping[str, Any]) -> str:
    name = text(node, "fileTitle", "title", "fileName", "src", "url")
    return f"<p>{_link(text(node, 'src', 'url'), escape(name))}</p>"


def _markdown(node: Mapping[str, Any]) -> str:
    return MarkdownIt("commonmark").enable("table").render(text(node, "markdown"))


CARDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "linebreak": lambda node: "<br>",
    "horizontalrule": lambda node: "<hr>",
    "image": _image,
    "gallery": _gallery,
    "codeblock": _code,
    "html": lambda node: text(node, "html"),
    "markdown": _markdown,
    "callout": _callout,
    "toggle": _toggle,
    "bookmark": _bookmark,
    "embed": _file,
    "video": _file,
    "audio": _file,
    "file": _file,
}
