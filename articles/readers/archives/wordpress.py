"""What stands in WordPress' database as the HTML that WordPress would show.

Paragraphs are blank lines there, blocks are comments around them, and words in square brackets,
shortcodes, stand for what some plugin makes of them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

COMMENT = re.compile(r"<!--\s*/?(?:wp:|more\b|nextpage\b|noteaser\b)[^>]*-->")
TOKEN = re.compile(
    r"\[\[(?P<literal>/?[a-zA-Z][^\[\]]{0,2000})\]\]"
    r"|\[(?P<closes>/?)(?P<name>[a-zA-Z][\w-]{1,40})(?P<attributes>(?:\s[^\[\]]{0,2000})?)/?\]"
    r"|<(?P<closes_pre>/?)pre\b",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))")
IMAGE = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
FILES = ("src", "url", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "flac")
CAPTIONS = frozenset({"caption", "wp_caption"})

HOLDS_PARAGRAPHS = frozenset({"article", "aside", "blockquote", "center", "div", "section"})
BLOCK = re.compile(
    r"(</?(?:address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|script|section|style|summary|table|tbody"
    r"|td|tfoot|th|thead|tr|ul)\b[^<>]*>)",
    re.IGNORECASE,
)
BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
LINE_END = re.compile(r"[^\S\n]*\n")


def content(text: str) -> tuple[str, tuple[str, ...]]:
    """The HTML of a post, and the shortcodes of which nothing could be shown."""
    shown, lost = _without_shortcodes(COMMENT.sub("", _one_kind_of_lines(text)))
    return with_paragraphs(shown), lost


def with_paragraphs(text: str) -> str:
    """The text with elements where blank lines part its paragraphs, and lines where they end."""
    made: list[str] = []
    around: list[str] = []
    inside: Counter[str] = Counter()
    for n, part in enumerate(BLOCK.split(_one_kind_of_lines(text))):
        if n % 2 == 0:
            is_free = not around or around[-1] in HOLDS_PARAGRAPHS
            made.extend(_paragraphs(part) if is_free else [part])
            continue
        made.append(part)
        name = part.strip("</> \n").partition(" ")[0].partition("\n")[0].lower()
        if part.startswith("</"):
            while inside[name]:
                gone = around.pop()
                inside[gone] -= 1
                if gone == name:
                    break
        elif name != "hr":
            around.append(name)
            inside[name] += 1
    return "".join(made)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in BLANK_LINES.split(text.strip()):
        lines = paragraph.strip()
        if ADDRESS.fullmatch(lines):
            yield f'<p><a href="{lines}">{lines}</a></p>\n'
        elif lines:
            yield f"<p>{LINE_END.sub(_line_end, lines)}</p>\n"


def _line_end(found: re.Match[str]) -> str:
    before = found.string[max(found.start() - 6, 0) : found.start()]
    return "\n" if before.rstrip("/> ").endswith("<br") else "<br>\n"


def _one_kind_of_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_shortcodes(text: str) -> tuple[str, tuple[str, ...]]:
    """What looks like a shortcode and has neither an end nor attributes nor a "_" in its name is
    taken for words: "[sic]"."""
    tokens = list(TOKEN.finditer(text))
    closed = {token["name"].lower() for token in tokens if token["name"] and token["closes"]}
    made: list[str] = []
    opened: dict[str, tuple[int, dict[str, str]]] = {}
    lost: dict[str, None] = {}
    at = pre = 0
    for token in tokens:
        made.append(text[at : token.start()])
        at = token.end()
        name = (token["name"] or "").lower()
        attributes = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _attributes(token)}
        if token["literal"]:
            made.append(f"[{token['literal']}]")
        elif not name or pre:
            made.append(token[0])
            pre += 0 if name else -1 if token["closes_pre"] else 1
        elif token["closes"]:
            begun, given = opened.pop(name, (len(made), {}))
            made[begun:] = [_shown(name, given, "".join(made[begun:]))]
        elif name in closed:
            opened[name] = (len(made), attributes)
        elif attributes or "_" in name or name == "gallery":
            shown = _shown(name, attributes, "")
            made.append(shown)
            if not shown:
                lost[name] = None
        else:
            made.append(token[0])
    made.append(text[at:])
    return "".join(made), tuple(lost)


def _attributes(token: re.Match[str]) -> Iterator[re.Match[str]]:
    return ATTRIBUTE.finditer(token["attributes"] or "")


def _shown(name: str, attributes: dict[str, str], inside: str) -> str:
    if name in CAPTIONS:
        return _figure(inside, attributes.get("caption", ""))
    address = next((attributes[key] for key in FILES if attributes.get(key)), "")
    if name == "embed":
        address = inside.strip() or address
    elif inside.strip():
        return inside
    if not ADDRESS.fullmatch(address):
        return ""
    return f'\n\n<a href="{escape(address)}">{escape(address)}</a>\n\n'


def _figure(inside: str, caption: str) -> str:
    image = IMAGE.match(inside)
    if not image:
        return inside
    words = inside[image.end() :].strip() or caption
    return f"<figure>{image[1]}<figcaption>{words}</figcaption></figure>"
