"""What phases are shown, and what they may say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from forum.markup import Rendered
from forum.models import Comment, Discussion, Flag, Member, RuleVersion, Status
from forum.screening.in_force import InForce
from forum.screening.texts import Text
from forum.threads import paths_above


class Earlier(NamedTuple):
    """A comment that the author has posted before."""

    pk: int
    discussion: int
    root: int | None
    parent: int | None
    status: str
    at: datetime
    body: str

    @property
    def thread(self) -> int:
        return self.root or self.pk


class Reported(NamedTuple):
    """A report of a comment in the branch that is answered."""

    comment: int
    member: int | None
    settled_by: int | None


@dataclass(frozen=True)
class Draft:
    """Words on their way into a discussion, new or as an edit of `editing`.

    `address`: the network address that they come from, for spam services; empty if unknown.
    """

    discussion: Discussion
    author: Member
    body: str
    rendered: Rendered
    rules: InForce
    to: Comment | None = None
    editing: Comment | None = None
    address: str = ""
    now: datetime = field(default_factory=timezone.now)

    @cached_property
    def earlier(self) -> list[Earlier]:
        """The author's last comments, newest first: the one query that several phases share."""
        comments = Comment.objects.filter(author=self.author).order_by("-pk")
        rows = comments.values_list(
            "pk", "discussion_id", "root_id", "parent_id", "status", "created_at", "body"
        )
        earlier = [Earlier(*row) for row in rows[: self.rules.looks_back]]
        return [each for each in earlier if not self.editing or each.pk != self.editing.pk]

    @property
    def reporters(self) -> set[int | None]:
        """Who has reported the comment answered; None: a rule did."""
        return {each.member for each in self._reports if self.to and each.comment == self.to.pk}

    @property
    def open_reports(self) -> int:
        """How many are open on the comment answered and those above it."""
        return sum(each.settled_by is None for each in self._reports)

    @cached_property
    def _reports(self) -> list[Reported]:
        """Of the comment answered, and the open ones of those above: one query for both."""
        if not self.to:
            return []
        above = Q(comment=self.to.root_id or self.to.pk)
        if paths := [path for path in paths_above(self.to.path) if path]:
            above |= Q(comment__root=self.to.root_id, comment__path__in=paths)
        asked = Flag.objects.filter(Q(comment=self.to) | above & Q(settled_by=None))
        return [
            Reported(*row)
            for row in asked.order_by().values_list("comment", "member", "settled_by")
        ]

    @cached_property
    def text(self) -> Text:
        return Text(
            own=self.rendered.text,
            html=self.rendered.html,
            quoted="\n".join(quote.words for quote in self.rendered.quotes),
            is_true=self._stands_in_a_source,
        )

    def _stands_in_a_source(self) -> bool:
        """Whether all that is quoted is said in the article or in the comment answered."""
        said = f"{self.discussion.article.current.text} {self.to.text if self.to else ''}"
        words = " ".join(said.split())
        return all(" ".join(quote.words.split()) in words for quote in self.rendered.quotes)

    def must_not_be_up(self) -> None:
        """A published comment can't become one that waits: answers to it may stand below."""
        if self.editing and self.editing.status == Status.PUBLISHED:
            raise ValidationError(
                "Like this your comment would have to wait for a moderator, and it is published "
                "already. Change less of it, or answer it with what you want to add.",
                code="approved",
            )


class Publish:
    """Published, whatever the phases that follow would say."""


@dataclass(frozen=True)
class Hold:
    """It waits for a moderator, who reads the reason."""

    reason: str
    rule: RuleVersion | None = None


@dataclass(frozen=True)
class Report:
    """It is published, and reported to the moderators."""

    reason: str
    rule: RuleVersion


Verdict = Hold | Report | Publish


@dataclass(frozen=True)
class Screened:
    hold: Hold | None
    reports: Sequence[Report] = ()
