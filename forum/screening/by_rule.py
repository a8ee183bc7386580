"""What follows when a rule finds something."""

from typing import NoReturn

from django.core.exceptions import ValidationError

from forum.models import Action, Kind, Refusals
from forum.screening.drafts import Draft, Hold, Report, Verdict
from forum.screening.texts import Compiled

REFUSALS: dict[str, str] = {
    Kind.WORDS: "Comments with “{found}” aren’t posted here. Say it in other words.",
    Kind.DOMAINS: "Links to {found} aren’t posted here. Leave the link out.",
    Kind.LINKS: "This comment has {found}, which is more than are allowed here. Leave some out.",
    Kind.CAPITALS: "Please write in small letters: capitals only are hard to read.",
    Kind.REPETITION: "There is {found} in this comment. Once or twice is enough.",
    Kind.SERVICE: "This looks like advertising. If it isn’t, say it in your own words.",
}


def first_that_finds(kind: str, draft: Draft) -> Verdict | None:
    """The verdict of the strictest rule of a kind that finds something in the words."""
    for rule in draft.rules.of(kind):
        if found := rule.find(draft.text):
            return verdict_of(rule, found, draft)
    return None


def verdict_of(rule: Compiled, found: str, draft: Draft) -> Verdict:
    version = rule.version
    if version.action == Action.REFUSE:
        refuse(rule, version.sentence or REFUSALS[version.kind].format(found=found))
    reason = f"{version.rule.name}: {found}"
    if version.action == Action.HOLD:
        return Hold(reason, version)
    return Report(reason, version)


def refuse(rule: Compiled, sentence: str, code: str = "refused") -> NoReturn:
    """Refuses the draft, of which nothing is kept but that the rule refused one more today."""
    Refusals.objects.add_one(rule.version.rule)
    raise ValidationError(sentence, code=code)
