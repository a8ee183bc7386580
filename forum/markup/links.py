"""Where a link in a comment may lead."""

import re

# A browser reads "\\" as "/" and drops line breaks and tabs: "/\\host" and "/<TAB>/host" lead away.
UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
EXTERNAL = re.compile(r"https?://[^/?#:@]", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^/?#]+@", re.IGNORECASE)
OWN = re.compile(r'(<a [^>]*?href=")([/#])')
LOCAL = re.compile(r"#|/(?!/|%2f|%5c)", re.IGNORECASE)


def may_lead_to(href: str) -> bool:
    """Whether an address is a web page, a mail address, or a place on this site."""
    if UNSAFE.search(href):
        return False
    return any(kind.match(href) for kind in (LOCAL, EXTERNAL, MAIL))


def leads_away(href: str) -> bool:
    return bool(EXTERNAL.match(href))


def absolute(html: str, *, site: str, page: str) -> str:
    """The HTML from `render` for where it is read elsewhere: links within the site get its
    address, links to a place on the page that of the page."""
    # Text holds no "<" and attributes no quotation mark, so this is a link and nothing else.
    return OWN.sub(lambda link: f"{link[1]}{site if link[2] == '/' else page}{link[2]}", html)
