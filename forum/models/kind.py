from django.db import models


class Kind(models.TextChoices):
    WORDS = "words", "Listed words"
    DOMAINS = "domains", "Links to listed domains"
    LINKS = "links", "Many links"
    CAPITALS = "capitals", "Nothing but capitals"
    REPETITION = "repetition", "A character again and again"
    NEWCOMERS = "newcomers", "First comments of a member"
    PACE = "pace", "Many comments in a short time"
    SERVICE = "service", "A spam service"
    HOOK = "hook", "A program of your own"


class Action(models.TextChoices):
    REFUSE = "refuse", "Refuse: it can't be posted like this"
    HOLD = "hold", "Hold: it waits for a moderator"
    FLAG = "flag", "Report: it is published, and reported to the moderators"
    REPLACE = "replace", "Replace: asterisks stand for the word"


JUDGING = [Action.REFUSE, Action.HOLD, Action.FLAG]
# What each kind may do, and which fields of a version it reads.
ACTIONS: dict[str, list[Action]] = {
    Kind.WORDS: [*JUDGING, Action.REPLACE],
    Kind.DOMAINS: JUDGING,
    Kind.LINKS: JUDGING,
    Kind.CAPITALS: JUDGING,
    Kind.REPETITION: JUDGING,
    Kind.NEWCOMERS: [Action.HOLD, Action.FLAG],
    Kind.PACE: [Action.REFUSE],
    Kind.SERVICE: JUDGING,
    Kind.HOOK: [Action.HOLD],
}
READS: dict[str, list[str]] = {
    Kind.WORDS: ["entries", "spaced_out"],
    Kind.DOMAINS: ["entries"],
    Kind.LINKS: ["amount"],
    Kind.CAPITALS: ["amount"],
    Kind.REPETITION: ["amount"],
    Kind.NEWCOMERS: ["amount"],
    Kind.PACE: ["amount", "minutes"],
    Kind.SERVICE: [],
    Kind.HOOK: [],
}
