"""What stands around an article and isn't it: menus, boxes, buttons, notices."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from articles.passages import LINK, Block

LONGEST = 300
NAMED = ("class", "id", "data-component", "data-gu-name")
MOST_WORDS = 12
CALLED = re.compile(
    r"(?:^|[\s_-])(?:ads?|advert\w*|sponsor\w*|promo\w*|banner|share|sharing|social|related"
    r"|recirc\w*"
    r"|recommend\w*|newsletter|subscri\w*|sign-?up|paywall|regwall|comments?|respond|disqus\w*"
    r"|cookie\w*"
    r"|consent|breadcrumbs?|nav|navigation|menu|pagination|pager|sidebar|widgets?|toolbar|teasers?"
    r"|outbrain|taboola|most-?(?:read|popular)|trending|read-?(?:more|next)|more-?(?:from|on)|tags?"
    r"|tag-?list|author-?(?:bio|box|info|card)|about-?author|byline|print|rating|jp-\w+|sharedaddy"
    r"|post-?navigation|skip|login|popup|modal|meta|entry-?meta|post-?meta|footer|toc|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Of these names, those that nobody gives to what an article stands in.
BOX = re.compile(
    r"(?:^|[\s_-])(?:advert\w*|newsletter|subscri\w*|sign-?up|paywall|regwall|cookie\w*|consent"
    r"|share|sharing"
    r"|related|recirc\w*|outbrain|taboola|most-?(?:read|popular)|trending|comments?|disqus\w*"
    r"|sharedaddy"
    r"|contributions?-?\w*|donat\w*|jp-relatedposts|popup|breadcrumbs?|teaser-?liste?)(?:$|[\s_-])",
    re.IGNORECASE,
)
STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|dek|deck|lead|lede|leadin|chapo|chapeau|vorspann|sub-?title"
    r"|sub-?head\w*"
    r"|summary|intro(?:duction)?|entradilla|bajada|sommario|catenaccio|ingress|excerpt|description)(?:$|[\s_-])",
    re.IGNORECASE,
)
TAGS = frozenset({"nav", "aside", "footer", "form", "dialog", "header"})
ROLES = frozenset({"navigation", "complementary", "contentinfo", "dialog", "search", "menu"})
LINE = re.compile(
    r"(?:advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|advertentie"
    r"|إعلان|広告"
    r"|skip advertisement|article continues (?:below|after).*|story continues (?:below|after).*"
    r"|share(?: this)?(?: article| story| post| page)?(?: on .*)?|share:|read more(?: .{0,40})?"
    r"|continue reading(?: .*)?"
    r"|loading(?:\.\.\.|…)?|print(?: this)?(?: page| article)?|e-?mail(?: this)?|sign up|log in"
    r"|subscribe(?: now)?"
    r"|related (?:articles?|stories|topics|posts)|more (?:stories|on this)|most (?:read"
    r"|popular)|back to top|jump to .*"
    r"|mehr zum thema|lesen sie auch:?.*|lire aussi ?:?.*|à lire aussi ?:?.*|leer también:?.*"
    r"|اقرأ أيضا:?.*|関連記事)"
    r"\s*[:.!»›→]*",
    re.IGNORECASE,
)
BEGINNING = re.compile(
    r"(?:subscribe|sign up|follow (?:us|me|\w+ on)|©|copyright|all rights reserved|click here"
    r"|posted in"
    r"|filed under|tags?:|tagged|categor(?:y|ies):|share this|related:|see also:|more:"
    r"|read (?:also|next|more)"
    r"|you (?:may|might) also|this (?:entry|post) was posted|leave a (?:comment|reply)"
    r"|abonnieren|newsletter"
    r"|folgen sie|suivez|abonnez|partager|suscríbete|síguenos|comparte|schlagwörter|mots-clés"
    r"|etiquetas"
    r"|previous (?:post|article)|next (?:post|article)|originally published"
    r"|correction policy|support our)",
    re.IGNORECASE,
)


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element is by what it is or is called."""
    if element.tag in TAGS or element.get("role") in ROLES:
        return True
    return bool(element.attrib) and CALLED.search(_names(element)) is not None


def is_box(element: HtmlElement) -> bool:
    """Whether an element is called like what stands in articles and is none of them."""
    return BOX.search(_names(element)) is not None


def is_standfirst(element: HtmlElement) -> bool:
    """Whether an element is called like what leads from the title to the article."""
    is_described = element.get("itemprop") == "description"
    return is_described or STANDFIRST.search(_names(element)) is not None


def _names(element: HtmlElement) -> str:
    return " ".join(element.get(name, "")[:LONGEST] for name in NAMED)


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
