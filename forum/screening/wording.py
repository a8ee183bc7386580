"""What the moderators' rules find in its words."""

from forum.models import Kind
from forum.screening.by_rule import first_that_finds
from forum.screening.drafts import Draft, Verdict


def listed_words(draft: Draft) -> Verdict | None:
    return first_that_finds(Kind.WORDS, draft)


def listed_domains(draft: Draft) -> Verdict | None:
    return first_that_finds(Kind.DOMAINS, draft)


def many_links(draft: Draft) -> Verdict | None:
    return first_that_finds(Kind.LINKS, draft)


def nothing_but_capitals(draft: Draft) -> Verdict | None:
    return first_that_finds(Kind.CAPITALS, draft)


def again_and_again(draft: Draft) -> Verdict | None:
    return first_that_finds(Kind.REPETITION, draft)
