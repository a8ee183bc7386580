"""Where what was imported stands now, for the site where it stood before."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote, urldefrag, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from articles.addresses import canonical, comment_named
from forum.models import Origin

FORMATS = {"csv": "text/csv", "nginx": "text/plain", "apache": "text/plain"}
# What stands before a comment's number in the address of where it was.
FRAGMENTS = {"isso": "isso", "remark42": "remark42__comment", "commento": "commento"}

NUMBERED = re.compile(r"([^/?]+)(?:/[^?]*)?\?p=([0-9]{1,20})")


class Moved(NamedTuple):
    """A canonical address there, perhaps with a fragment, and the path here."""

    old: str
    new: str


def place_of(address: str) -> Origin | None:
    """What an old address with its fragment names: a comment if it is here, else its article."""
    page, fragment = urldefrag(address)
    origins = Origin.objects.select_related("article", "comment")
    here = canonical(page)
    of_articles = origins.filter(article__isnull=False).order_by("pk")
    article = here and (of_articles.filter(address=here).first() or _numbered(of_articles, here))
    if not article:
        return None
    key = comment_named(fragment)
    of_article = origins.filter(comment__discussion=article.article_id)
    return (of_article.filter(key=key).order_by("pk").first() if key else None) or article


def _numbered(origins: "QuerySet[Origin]", address: str) -> Origin | None:
    """By the address with its number that each post of WordPress has beside its own."""
    if not (numbered := NUMBERED.fullmatch(address)):
        return None
    host, number = numbered.groups()
    return origins.filter(source=f"wordpress {host}", key=number).first()


def moved_articles() -> Iterator[Moved]:
    """Every article that had an address elsewhere."""
    rows = Origin.objects.filter(article__isnull=False).exclude(address="").order_by("pk")
    seen: set[str] = set()
    for address, slug in rows.values_list("address", "article__slug").iterator():
        if address not in seen:
            seen.add(address)
            yield Moved(address, reverse("article", args=[slug]))


def moved_comments() -> Iterator[Moved]:
    """Every comment of theirs that had an address of its own, with the fragment in it."""
    with_address = Origin.objects.filter(article__isnull=False).exclude(address="")
    articles = dict(with_address.order_by("-pk").values_list("article", "address"))
    # What a page or a feed holds is known by its words, after the name of the page.
    rows = Origin.objects.filter(comment__isnull=False).exclude(key__contains="#").order_by("pk")
    names = rows.values_list("source", "key", "comment__discussion", "comment")
    for source, key, article, pk in names.iterator():
        if article in articles:
            fragment = FRAGMENTS.get(source.partition(" ")[0], "comment")
            yield Moved(f"{articles[article]}#{fragment}-{key}", reverse("comment", args=[pk]))


def table(format: str) -> Iterator[str]:
    """The lines of a file of this format (FORMATS) for the old site."""
    if format == "csv":
        yield "old,new\n"
        for moved in chain(moved_articles(), moved_comments()):
            yield for_csv(moved)
    elif format == "nginx":
        yield "map $request_uri $moved_to {\n"
        for moved in moved_articles():
            yield f"{for_nginx(moved)}\n"
        yield "}\n"
    else:
        for moved in moved_articles():
            yield f"{for_apache(moved)}\n"


def for_csv(moved: Moved) -> str:
    line = io.StringIO()
    row = [f"https://{moved.old}", f"{settings.SITE_URL}{moved.new}"]
    csv.writer(line, lineterminator="\n").writerow(row)
    return line.getvalue()


def for_nginx(moved: Moved) -> str:
    """A line of a `map $request_uri $moved_to { … }`."""
    return f'    "~^{_pattern(moved.old)}$" "{settings.SITE_URL}{moved.new}";'


def for_apache(moved: Moved) -> str:
    path, _, query = _path(moved.old).partition("?")
    if query:
        condition = f'RewriteCond "%{{QUERY_STRING}}" "^{re.escape(query)}$"\n'
        rule = f'RewriteRule "^{re.escape(path)}/?$" "{settings.SITE_URL}{moved.new}?" [R=302,L]'
        return condition + rule
    return f'RedirectMatch 302 "^{re.escape(path)}/?$" "{settings.SITE_URL}{moved.new}"'


def _pattern(address: str) -> str:
    path, _, query = _path(address).partition("?")
    # Without a query of its own a page is the same whatever a campaign puts there.
    return f"{re.escape(path)}/?" + (re.escape(f"?{query}") if query else r"(?:\?.*)?")


def _path(address: str) -> str:
    parts = urlsplit(f"//{address}")
    return quote(parts.path) + (f"?{parts.query}" if parts.query else "")
