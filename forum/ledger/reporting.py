"""What an import found and did, in numbers and in a line for each problem."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from forum.ledger.ordering import BEGINS
from forum.ledger.planning import SAME_ADDRESS
from forum.models import ImportBatch, ImportItem
from forum.models.import_item import ImportItemQuerySet
from forum.spans import counted

Kind, Stage, Verdict = ImportItem.Kind, ImportItem.Stage, ImportItem.Verdict


class Row(NamedTuple):
    """How many of one kind got each verdict."""

    kind: str
    label: str
    numbers: dict[str, int]


@dataclass(frozen=True)
class Report:
    rows: list[Row]
    facts: list[str]
    """Sentences about the whole."""
    problems: int
    """How many lines say that something is not as it was, or isn't there."""
    kept: int
    """How many things stayed when the import was taken back."""
    left: int
    """How many lines are still to be brought in, or to be taken back."""
    to_do: int
    """Of how many."""

    @property
    def done(self) -> int:
        return self.to_do - self.left


def report(batch: ImportBatch) -> Report:
    lines = batch.lines
    tally = lines.tally()
    rows = [
        Row(kind, label, {verdict: tally.get(kind, {}).get(verdict, 0) for verdict in Verdict})
        for kind, label in ((Kind.ARTICLE, "Articles"), (Kind.COMMENT, "Comments"))
    ]
    to_do = lines.filter(place__isnull=False)
    return Report(
        rows=rows,
        facts=_facts(batch),
        problems=problems(lines).count(),
        kept=lines.filter(stage=Stage.KEPT).count(),
        left=_left(batch, to_do),
        to_do=to_do.count(),
    )


def problems(lines: ImportItemQuerySet) -> ImportItemQuerySet:
    """Those of which somebody may want to know why."""
    return lines.filter(Q(verdict=Verdict.FAILED) | ~Q(reason=""))


def _left(batch: ImportBatch, to_do: ImportItemQuerySet) -> int:
    if batch.state == ImportBatch.State.UNDOING:
        return to_do.filter(stage__in=[Stage.DONE, Stage.PLACED]).count()
    return to_do.filter(stage=Stage.FOUND).count()


def _facts(batch: ImportBatch) -> list[str]:
    comments = batch.lines.comments()
    facts = []
    to_come = comments.filter(place__isnull=False)
    begun = to_come.filter(parent_key="").count()
    if answers := to_come.exclude(parent_key="").count():
        facts.append(f"{counted(begun, 'thread')}, with {counted(answers, 'answer')} rebuilt.")
    if orphans := comments.filter(reason__contains=BEGINS).count():
        facts.append(f"{counted(orphans, 'answer')} to what isn’t there, now at the top.")
    shared = SAME_ADDRESS.partition("{")[0]
    if doubles := batch.lines.articles().filter(reason__startswith=shared).count():
        facts.append(f"{counted(doubles, 'article')} with the address of another one.")
    authors = comments.exclude(author_key="").order_by()
    if known := authors.values("author_key").distinct().count():
        with_email = authors.exclude(email_hash="").values("author_key").distinct().count()
        facts.append(
            f"{counted(known, 'author')}, {with_email} with an e-mail address, "
            "by which they can claim their comments."
        )
    if nameless := comments.filter(author_key="").count():
        facts.append(f"{counted(nameless, 'comment')} of nobody who could claim them.")
    facts += [f"{number:,} × {what} left out." for what, number in sorted(batch.skipped.items())]
    return facts
