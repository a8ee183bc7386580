"""What stands between the paragraphs of Ghost's posts, as the HTML that Ghost would make of it.
Both of its editors keep it as the same objects."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from articles.readers.archives.values import inner, items, text


def link(address: str, inside: str) -> str:
    return f'<a href="{escape(address)}">{inside or escape(address)}</a>'


def as_typed(node: Mapping[str, Any], name: str) -> str:
    """With the blanks around it."""
    value = node.get(name)
    return value if isinstance(value, str) else ""


def image(node: Mapping[str, Any]) -> str:
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
        image({**each, "caption": ""} | (last if n == len(held) else {}))
        for n, each in enumerate(held, 1)
    )


def _figure(inside: str, node: Mapping[str, Any]) -> str:
    caption = text(node, "caption")
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{inside}{below}</figure>"


def _code(node: Mapping[str, Any]) -> str:
    return f"<pre><code>{escape(as_typed(node, 'code'))}</code></pre>"


def _callout(node: Mapping[str, Any]) -> str:
    return f"<blockquote>{text(node, 'calloutText')}</blockquote>"


def _toggle(node: Mapping[str, Any]) -> str:
    return f"<h4>{text(node, 'heading')}</h4>{text(node, 'content')}"


def _bookmark(node: Mapping[str, Any]) -> str:
    title = text(inner(node, "metadata"), "title")
    return f"<p>{link(text(node, 'url'), escape(title))}</p>"


def _file(node: Mapping[str, Any]) -> str:
    name = text(node, "fileTitle", "title", "fileName", "src", "url")
    return f"<p>{link(text(node, 'src', 'url'), escape(name))}</p>"


def _markdown(node: Mapping[str, Any]) -> str:
    return MarkdownIt("commonmark").enable("table").render(text(node, "markdown"))


CARDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "linebreak": lambda node: "<br>",
    "tab": lambda node: " ",
    "horizontalrule": lambda node: "<hr>",
    "image": image,
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
