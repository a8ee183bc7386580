"""What the elements of HTML are to a reader of words."""

import re

from lxml.html import HtmlElement

from articles.passages import EMPHASIS, MONOSPACED, STRONG, STRUCK, SUBSCRIPT, SUPERSCRIPT

MARKS = {
    **dict.fromkeys(("em", "i", "var", "dfn", "cite"), EMPHASIS),
    **dict.fromkeys(("strong", "b"), STRONG),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), MONOSPACED),
    **dict.fromkeys(("s", "strike", "del"), STRUCK),
    "sub": SUBSCRIPT,
    "sup": SUPERSCRIPT,
}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"ul", "ol", "menu", "dir"})
# What begins a line of its own. All others, also those that nobody knows, stand in one.
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main
    menu nav noframes ol optgroup p pre section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
# What holds no words of the article, or none that are read. Not `embed`, `source`, `track`: libxml2
# doesn't know that they are empty, and puts all that follows into them.
SKIPPED = frozenset(
    """
    annotation applet area audio base basefont button canvas col colgroup datalist frame head iframe
    input link map meta meter nav noembed noscript object option output param progress rp rt script
    select style svg template textarea title video
    """.split()  # noqa: SIM905
)
NOT_DISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
UNSEEN = re.compile(
    r"(?:^|\s)(?:screen-reader-text|sr-only|visually-?hidden|visuallyhidden|linenos?|line-?numbers?"
    r"|line-numbers-rows|gutter|headerlink|anchorjs-link|heading-anchor|mw-editsection)(?:\s|$)",
    re.IGNORECASE,
)
ANCHORS = frozenset({"", "#", "¶", "§", "🔗", "⚓", "↩", "↩︎", "^"})


def is_skipped(element: HtmlElement) -> bool:
    return element.tag in SKIPPED or is_hidden(element) or _is_anchor(element)


def is_hidden(element: HtmlElement) -> bool:
    if not element.attrib:
        return False
    if element.get("hidden") is not None:
        return True
    if element.tag not in BLOCKS and element.get("aria-hidden") == "true":
        return True
    style, classes = element.get("style"), element.get("class")
    return bool(
        (style and NOT_DISPLAYED.search(style)) or (classes and UNSEEN.search(classes[:1_000]))
    )


def _is_anchor(element: HtmlElement) -> bool:
    """A sign that only leads to the very place where it stands, or back from it."""
    if element.tag != "a" or not element.get("href", "").startswith("#"):
        return False
    return not len(element) and (element.text or "").strip() in ANCHORS
