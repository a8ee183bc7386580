"""A comment as rules see it, and what each kind of rule finds in it."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings

from forum.models import Kind, RuleVersion
from forum.wordlist import WordList, Words

LINK = re.compile(r' href="([^"]+)"')
SHOUTED = 0.8  # of the letters
AGAIN = re.compile(r"(.)\1\1\1\1+", re.DOTALL)  # with {4,} it would take three times as long
DRAW_LINES = frozenset(".…_*=#|-")


@dataclass(frozen=True)
class Text:
    """`quoted` are the words of its quotes; `is_true` tells, when it matters, whether all of them
    are somebody else's: then they aren't the author's to answer for."""

    own: str
    html: str
    quoted: str
    is_true: Callable[[], bool]

    @cached_property
    def words(self) -> Words:
        return Words(self.own)

    @cached_property
    def quoted_words(self) -> Words:
        return Words(self.quoted)

    @cached_property
    def hosts(self) -> list[str]:
        """Where its links lead, outside this site."""
        parts = (urlsplit(unescape(address)) for address in LINK.findall(self.html))
        here = urlsplit(settings.SITE_URL).hostname
        hosts = (part.hostname for part in parts if part.scheme in {"http", "https"})
        return [as_ascii(host) for host in hosts if host and host != here]


class Compiled:
    """A version of a rule, ready to be asked. `find` says what it finds, "" if nothing."""

    def __init__(self, version: RuleVersion) -> None:
        self.version = version
        self.amount = version.amount or 0
        if version.kind == Kind.WORDS:
            self.words = WordList(version.lines, spaced_out=version.spaced_out)
        if version.kind == Kind.DOMAINS:
            self.domains = frozenset(as_ascii(line.strip(".")) for line in version.lines)
        self._find = FINDERS.get(version.kind)

    def find(self, text: Text) -> str:
        return self._find(self, text) if self._find else ""


def _listed_word(rule: Compiled, text: Text) -> str:
    found = rule.words.find(text.words)
    if not found and text.quoted:
        found = rule.words.find(text.quoted_words)
        found = "" if found and text.is_true() else found
    return found


def _listed_domain(rule: Compiled, text: Text) -> str:
    return next((host for host in text.hosts if _is_in(host, rule.domains)), "")


def _many_links(rule: Compiled, text: Text) -> str:
    number = len(text.hosts)
    return f"{number} links" if number > rule.amount else ""


def _capitals(rule: Compiled, text: Text) -> str:
    length = len(text.own)
    # In most texts a third of it holds more small letters than such a one can have.
    is_calm = sum(map(str.islower, text.own[: length // 3])) > (1 - SHOUTED) * length
    if length < rule.amount or is_calm:
        return ""
    large = sum(map(str.isupper, text.own))
    letters = large + sum(map(str.islower, text.own))
    is_shouted = letters >= rule.amount and large >= SHOUTED * letters
    return f"{large} of {letters} letters are capitals" if is_shouted else ""


def _repetition(rule: Compiled, text: Text) -> str:
    for run in AGAIN.finditer(text.own):
        is_drawn = run[1].isspace() or run[1] in DRAW_LINES
        if len(run[0]) > rule.amount and not is_drawn:
            return f"{run[1]} {len(run[0])} times in a row"
    return ""


FINDERS: dict[str, Callable[[Compiled, Text], str]] = {
    Kind.WORDS: _listed_word,
    Kind.DOMAINS: _listed_domain,
    Kind.LINKS: _many_links,
    Kind.CAPITALS: _capitals,
    Kind.REPETITION: _repetition,
}


def as_ascii(host: str) -> str:
    """A host's name as the network knows it, in small letters."""
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return host.lower()


def _is_in(host: str, domains: Collection[str]) -> bool:
    """Whether it is one of the domains, or below one."""
    labels = host.strip(".").split(".")
    return any(".".join(labels[at:]) in domains for at in range(len(labels)))
