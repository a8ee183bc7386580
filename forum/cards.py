"""Comments with everything that a moderator needs to decide on them, in a number of queries that
doesn't depend on how many there are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat
from django.utils.safestring import SafeString

from forum.languages import name_of
from forum.models import (
    Claim,
    Comment,
    Decision,
    Flag,
    Member,
    Note,
    Sanction,
    Status,
    quotes_shown_to,
)
from forum.templatetags.discussion import figures

SIMILAR = 3
NEWEST = 1000  # comments among which the same links are looked for
LINK = re.compile(r'href="(https?://[^"]+)"')
MOST_LINKS = 5  # of a comment


@dataclass
class Standing:
    """How a member has done here so far."""

    published: int = 0
    removed: int = 0
    notes: list[Note] = field(default_factory=list)
    sanctions: list[Sanction] = field(default_factory=list)


@dataclass
class Card:
    comment: Comment
    words: SafeString
    reports: list[Flag]
    decisions: list[Decision]  # the last one first
    standing: Standing
    similar: list[Comment]
    below: int  # published answers
    claim: Claim | None
    is_own: bool
    next: int | None = None  # the card below
    fields: str = ""  # of its forms, hidden
    usual_buttons: str = ""  # the usual reasons, in its author's language
    usual_options: str = ""

    @property
    def language(self) -> str:
        """The code of the one in which its author is told why."""
        author = self.comment.author
        return author.reads if author else settings.LANGUAGE_CODE

    @property
    def other_language(self) -> str:
        """Its name, if it isn't the site's."""
        return name_of(self.language) if self.language != settings.LANGUAGE_CODE else ""

    @property
    def seen(self) -> int:
        """The last decision, which the moderator has before them."""
        return self.decisions[0].pk if self.decisions else 0

    @property
    def last(self) -> Decision | None:
        """The last decision that stands, which tells why the comment is as it is."""
        undone = {decision.undoes_id for decision in self.decisions}
        standing = (each for each in self.decisions if not each.undoes_id and each.pk not in undone)
        return next(standing, None)

    @property
    def hold(self) -> Decision | None:
        """Why it waits."""
        return self.last if self.last and self.last.by_id is None else None


def cards(keys: Sequence[int], viewer: Any) -> list[Card]:
    """In the order of the keys, those that the viewer may see."""
    visible = Comment.objects.visible_to(viewer)
    comments = visible.select_related(
        "author", "discussion__article", "parent__author"
    ).prefetch_related(
        quotes_shown_to(viewer),
        Prefetch("flags", Flag.objects.open().select_related("member"), to_attr="reports"),
        Prefetch("decisions", Decision.objects.select_related("by"), to_attr="log"),
    )
    found = list(comments.filter(pk__in=keys).annotate(below=_number_below()))
    authors = {comment.author for comment in found if comment.author}
    standings, others = _standings(authors), _others(authors, visible)
    linked = _same_links(found, visible)
    claims = {
        row.pk: row
        for row in Claim.objects.standing().filter(comment__in=found).select_related("member")
    }
    made = {
        comment.pk: Card(
            comment=comment,
            words=figures(
                comment.html,
                list(comment.quotes.all()),
                base=comment.discussion.article.get_absolute_url(),
            ),
            reports=comment.reports,
            decisions=comment.log,
            standing=standings[comment.author_id],
            similar=_first(comment, [*linked[comment.pk], *others[comment.author_id]]),
            below=comment.below,
            claim=_of_others(claims.get(comment.pk), viewer),
            is_own=comment.is_by(viewer),
        )
        for comment in found
    }
    shown = [made[key] for key in keys if key in made]
    for card, following in pairwise(shown):
        card.next = following.comment.pk
    return shown


def _standings(authors: Iterable[Member]) -> dict[int | None, Standing]:
    standings: dict[int | None, Standing] = defaultdict(Standing)
    counted = Member.objects.filter(pk__in=[author.pk for author in authors]).annotate(
        published=Count("comments", filter=Q(comments__status=Status.PUBLISHED)),
        removed=Count("comments", filter=Q(comments__status__in=[Status.REMOVED, Status.REJECTED])),
    )
    for pk, published, removed in counted.values_list("pk", "published", "removed"):
        standings[pk] = Standing(published, removed)
    for note in Note.objects.filter(member__in=authors).select_related("by"):
        standings[note.member_id].notes.append(note)
    for sanction in Sanction.objects.filter(member__in=authors).select_related("by", "lifting"):
        standings[sanction.member_id].sanctions.append(sanction)
    return standings


def _others(authors: Iterable[Member], visible: Any) -> dict[int | None, list[Comment]]:
    """The newest comments of each author."""
    newest = Comment.objects.filter(author=OuterRef("pk")).order_by("-pk").values("pk")
    keys = Member.objects.filter(pk__in=[author.pk for author in authors]).values_list(
        *(Subquery(newest[at : at + 1]) for at in range(SIMILAR + 1))
    )
    rows = visible.filter(pk__in=[key for each in keys for key in each if key])
    others: dict[int | None, list[Comment]] = defaultdict(list)
    for row in rows.select_related("author").order_by("-pk"):
        others[row.author_id].append(row)
    return others


def _same_links(found: Sequence[Comment], visible: Any) -> dict[int, list[Comment]]:
    """Of each comment, the newest others that link to where it does."""
    links = {comment.pk: set(LINK.findall(comment.html)[:MOST_LINKS]) for comment in found}
    wanted = set().union(*links.values())
    same: dict[int, list[Comment]] = defaultdict(list)
    newest = Comment.objects.order_by("-pk").values_list("pk", flat=True)
    if not wanted or not (last := newest.first()):
        return same
    is_linking = Q()
    for link in wanted:
        is_linking |= Q(html__contains=f'href="{link}"')
    near = visible.filter(is_linking, pk__gt=last - NEWEST).select_related("author")
    for row in near.order_by("-pk")[:50]:
        has = set(LINK.findall(row.html))
        for pk, those in links.items():
            if has & those:
                same[pk].append(row)
    return same


def _number_below() -> Case:
    """How many published answers stand below a comment."""
    answers = Comment.objects.filter(
        root=OuterRef("root"),
        path__gt=OuterRef("path"),
        path__lt=Concat(OuterRef("path"), Value("~")),  # behind all digits
        status=Status.PUBLISHED,
    )
    number = answers.order_by().values("root").annotate(number=Count("pk")).values("number")
    return Case(
        When(root=None, then=F("reply_count")),
        default=Coalesce(Subquery(number), 0),
        output_field=IntegerField(),
    )


def _first(comment: Comment, others: Iterable[Comment]) -> list[Comment]:
    unlike = {other.pk: other for other in others if other.pk != comment.pk}
    return list(unlike.values())[:SIMILAR]


def _of_others(claim: Claim | None, viewer: Any) -> Claim | None:
    return claim if claim and claim.member_id != viewer.pk else None
