"""What stands around an article and isn't it: menus, boxes, buttons, notices."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from articles.passages import LINK, Block

LONGEST = 300
MOST_WORDS = 12
CALLED = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|promo\w*|banner|share|sharing|social|related|recirc\w*"
    r"|recommend\w*|newsletter|subscri\w*|sign-?up|paywall|regwall|comments?|respond|disqus\w*|cookie\w*"
    r"|consent|breadcrumbs?|nav|navigation|menu|pagination|pager|sidebar|widgets?|toolbar|teasers?"
    r"|outbrain|taboola|most-?(?:read|popular)|trending|read-?(?:more|next)|more-?(?:from|on)|tags?"
    r"|tag-?list|author-?(?:bio|box|info|card)|about-?author|byline|print|rating|jp-\w+|sharedaddy"
    r"|post-?navigation|skip|login|popup|modal|meta|entry-?meta|post-?meta|footer|toc|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
TAGS = frozenset({"nav", "aside", "footer", "form", "dialog", "header"})
ROLES = frozenset({"navigation", "complementary", "contentinfo", "dialog", "search", "menu"})
LINE = re.compile(
    r"(?:advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|advertentie|إعلان|広告"
    r"|skip advertisement|article continues (?:below|after).*|story continues (?:below|after).*"
    r"|share(?: this)?(?: article| story| post| page)?(?: on .*)?|share:|read more(?: .{0,40})?|continue reading(?: .*)?"
    r"|loading(?:\.\.\.|…)?|print(?: this)?(?: page| article)?|e-?mail(?: this)?|sign up|log in|subscribe(?: now)?"
    r"|related (?:articles?|stories|topics|posts)|more (?:stories|on this)|most (?:read|popular)|back to top|jump to .*"
    r"|mehr zum thema|lesen sie auch:?.*|lire aussi ?:?.*|à lire aussi ?:?.*|leer también:?.*|اقرأ أيضا:?.*|関連記事)"
    r"\s*[:.!»›→]*",
    re.IGNORECASE,
)
BEGINNING = re.compile(
    r"(?:subscribe|sign up|follow (?:us|me|\w+ on)|©|copyright|all rights reserved|click here|posted in"
    r"|filed under|tags?:|tagged|categor(?:y|ies):|share this|related:|see also:|more:|read (?:also|next|more)"
    r"|you (?:may|might) also|this (?:entry|post) was posted|leave a (?:comment|reply)|abonnieren|newsletter"
    r"|folgen sie|suivez|abonnez|partager|suscríbete|síguenos|comparte|schlagwörter|mots-clés|etiquetas"
    r"|previous (?:post|article)|next (?:post|article)|originally published|correction policy|support our)",
    re.IGNORECASE,
)


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element is by what it is or is called."""
    if element.tag in TAGS or element.get("role") in ROLES:
        return True
    classes, name = element.get("class"), element.get("id")
    return bool(
        (classes and CALLED.search(classes[:LONGEST])) or (name and CALLED.search(name[:LONGEST]))
    )


def is_line_of_it(block: Block) -> bool:
    """Whether a block, wherever it stands, is only a notice or the name of a button."""
    text = block.text.strip()
    return len(text) <= LONGEST and LINE.fullmatch(text) is not None


def may_be_of_it(block: Block) -> bool:
    """Whether a block at the edge of an article is rather no part of it."""
    return is_line_of_it(block) or BEGINNING.match(block.text.strip()) is not None


def linked_share(block: Block) -> float:
    """How much of a block's text leads elsewhere."""
    linked = sum(mark.end - mark.start for mark in block.marks if mark.kind == LINK)
    return linked / max(1, len(block.text))


def around(element: HtmlElement, within: HtmlElement) -> Iterator[HtmlElement] | None:
    """The element and those around it inside of another; None if it isn't in there."""
    path = [element]
    for each in element.iterancestors():
        if each is within:
            return iter(path)
        path.append(each)
    return None
