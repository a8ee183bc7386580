"""What a rule would have found in the last comments, held against what people decided on them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from forum.models import Comment, Fidelity, Kind, Quote, RuleVersion, Status
from forum.screening.tallies import Tally, last_decision
from forum.screening.texts import Compiled, Text

LOOKED_AT = 1000  # comments
SHOWN = 50
ASKING_OTHERS = {Kind.SERVICE, Kind.HOOK}


class Hit(NamedTuple):
    comment: Comment
    found: str
    outcome: str | None  # the status that people decided on last


@dataclass(frozen=True)
class BackTest:
    looked_at: int
    hits: Sequence[Hit]

    @property
    def tally(self) -> Tally:
        tally = Tally()
        for hit in self.hits:
            tally.add(hit.outcome)
        return tally

    @property
    def shown(self) -> Sequence[Hit]:
        return self.hits[:SHOWN]


def can_be_tried(kind: str) -> bool:
    """Not what asks others: people's old comments are not sent to them."""
    return kind not in ASKING_OTHERS


def back_test(version: RuleVersion) -> BackTest:
    """Tries a version on the last comments, newest first, in three queries. Moderators' own are
    left out, as screening leaves them out."""
    newest = Comment.objects.order_by("-pk").select_related("author")
    annotated = newest.annotate(
        decided=Subquery(last_decision(OuterRef("pk"))), nth_before=_nth_before(version)
    )
    fields = ["text", "html", "status", "created_at", "author_name", "author__name"]
    comments = list(annotated.only(*fields, "author__is_staff", "parent", "discussion")[:LOOKED_AT])
    screened = [each for each in comments if not (each.author and each.author.is_staff)]
    found = _found_before if version.kind in {Kind.NEWCOMERS, Kind.PACE} else _found_in_words
    hits = [Hit(comment, what, comment.decided) for comment, what in found(version, screened)]  # type: ignore[attr-defined]
    return BackTest(len(comments), hits)


def _found_in_words(
    version: RuleVersion, comments: Sequence[Comment]
) -> Iterator[tuple[Comment, str]]:
    rule = Compiled(version)
    quoted = _not_said_by_others(comments) if version.kind == Kind.WORDS else {}
    for comment in comments:
        words = quoted.get(comment.pk, "")
        text = Text(own=comment.text, html=comment.html, quoted=words, is_true=lambda: False)
        if what := rule.find(text):
            yield comment, what


def _not_said_by_others(comments: Iterable[Comment]) -> dict[int, str]:
    """What is quoted in each comment and was not found word for word."""
    words: defaultdict[int, str] = defaultdict(str)
    quotes = Quote.objects.filter(comment__in=[each.pk for each in comments], revision=None)
    made_up = quotes.exclude(fidelity=Fidelity.VERBATIM).order_by("pk")
    for pk, said in made_up.values_list("comment", "words"):
        words[pk] += f"{said}\n"
    return words


def _found_before(
    version: RuleVersion, comments: Sequence[Comment]
) -> Iterator[tuple[Comment, str]]:
    window = timedelta(minutes=version.minutes or 0)
    for comment in comments:
        nth = comment.nth_before  # type: ignore[attr-defined]
        if version.kind == Kind.NEWCOMERS and comment.author and nth is None:
            yield comment, f"fewer than {version.amount} published comments before it"
        if version.kind == Kind.PACE and nth and comment.created_at - nth < window:
            yield comment, f"{version.amount} others in {version.minutes} minutes before it"


def _nth_before(version: RuleVersion) -> Subquery:
    """When the author had posted the comment that many places before."""
    earlier = Comment.objects.filter(author=OuterRef("author"), pk__lt=OuterRef("pk"))
    if version.kind == Kind.NEWCOMERS:
        earlier = earlier.filter(status=Status.PUBLISHED)
    if version.kind not in {Kind.NEWCOMERS, Kind.PACE}:
        earlier = earlier.none()
    nth = max(version.amount or 1, 1)
    return Subquery(earlier.order_by("-pk").values("created_at")[nth - 1 : nth])
