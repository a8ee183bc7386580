"""What a rule would have found in the last comments, held against what people decided on them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value

from forum.models import Comment, Fidelity, Kind, Member, Quote, RuleVersion, Status
from forum.screening.in_force import LOOK_BACK
from forum.screening.tallies import Tally, last_decision
from forum.screening.texts import Compiled, Text
from forum.spans import counted

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


def back_test(version: RuleVersion, viewer: Member) -> BackTest:
    """Tries a version on the last comments that `viewer` may read, newest first, in four queries.
    Moderators' own are left out, as screening leaves them out."""
    # The keys first: what is asked of each is else asked of every comment there is (SQLite).
    said = Comment.objects.visible_to(viewer).filter(purged_at=None)
    keys = said.order_by("-pk").values_list("pk", flat=True)
    newest = Comment.objects.filter(pk__in=list(keys[:LOOKED_AT])).order_by("-pk")
    annotated = newest.select_related("author").annotate(
        decided=Subquery(last_decision(OuterRef("pk"))), said_before=_said_before(version)
    )
    fields = ["text", "html", "status", "created_at", "author_name", "author__name"]
    comments = list(annotated.only(*fields, "author__is_staff", "parent", "discussion"))
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
    amount, window = version.amount or 0, timedelta(minutes=version.minutes or 0)
    for comment in comments:
        said = comment.said_before  # type: ignore[attr-defined]
        if version.kind == Kind.NEWCOMERS and comment.author and (said or 0) < amount:
            yield comment, f"{counted(said or 0, 'published comment')} before it"
        if version.kind == Kind.PACE and said and comment.created_at - said < window:
            span = counted(version.minutes or 0, "minute")
            yield comment, f"{counted(amount, 'other')} in {span} before it"


def _said_before(version: RuleVersion) -> Subquery | Value:
    """Of what the comment's author had said before it, what a rule asks for: to newcomers, how
    much of the latest is published; to hasty ones, when they said what stands so many before."""
    amount = version.amount or 0
    if version.kind == Kind.PACE:
        return Subquery(
            _earlier(OuterRef("pk"), OuterRef("author"), "created_at")[amount - 1 : amount]
        )
    if version.kind != Kind.NEWCOMERS:
        return Value(None, IntegerField())
    # The status is asked of a few comments only: else PostgreSQL looks through all that have it.
    latest = _earlier(OuterRef(OuterRef("pk")), OuterRef(OuterRef("author")), "pk")
    latest = latest[: max(LOOK_BACK, amount + 1)]
    published = Comment.objects.filter(pk__in=latest, status=Status.PUBLISHED).order_by()
    counted = published.values("status").annotate(number=Count("pk"))
    return Subquery(counted.values("number"))


def _earlier(pk: OuterRef, author: OuterRef, field: str) -> QuerySet:
    return Comment.objects.filter(author=author, pk__lt=pk).order_by("-pk").values(field)
