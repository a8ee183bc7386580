"""Comments as one viewer may read them, with everything that their page says of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Value

from articles.models import ArticleVersion
from forum.models import (
    AuthorAccount,
    Comment,
    Decision,
    EditorsAnswer,
    Flag,
    Follow,
    Quote,
    Recommendation,
    Status,
    quotes_shown_to,
)
from forum.models.comment import CommentQuerySet
from forum.waiting import usual_wait


@dataclass
class Tombstone:
    """What is left of a removed, hidden or withdrawn comment for those who may not read it."""

    pk: int
    parent_id: int | None
    root_id: int | None
    ordinal: int
    path: str
    reply_count: int
    status: str
    created_at: datetime
    decision: Decision | None = None
    is_tombstone: bool = field(default=True, init=False)

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"


Row = Comment | Tombstone


def read(rows: CommentQuerySet, viewer: Any) -> list[Row]:
    """The rows that have a place for `viewer`: comments with everything that their page says of
    them, and tombstones for those whose words the viewer may not read."""
    is_moderator = viewer.is_authenticated and viewer.is_moderator
    # Whatever others may read has a place for them.
    readable = (rows.placed_for(viewer) if is_moderator else rows).visible_to(viewer)
    with_all = readable.with_badges().select_related("question")
    shown = with_all.annotate(may_highlight=_may_highlight(viewer)).defer("body")
    comments = list(shown.prefetch_related(quotes_shown_to(viewer)))
    if comments:
        _add_numbers(comments, viewer)
        _add_questions(comments)
    tombstones = [] if is_moderator else _gone(rows.placed_for(viewer), comments)
    _add_decisions([*comments, *tombstones])
    for comment in comments:
        comment.usual_wait = usual_wait() if comment.is_waiting and comment.is_by(viewer) else ""
    return [*comments, *tombstones]


def add_versions(comments: Collection[Comment]) -> None:
    """Says of each, as `earlier_version`, the number of the article's version that people read when
    it entered the site; None if that is the present one."""
    articles = {comment.discussion_id for comment in comments}
    later = ArticleVersion.objects.filter(article__in=articles, number__gt=1).order_by("number")
    came_in: defaultdict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for article, number, at in later.values_list("article", "number", "created_at"):
        came_in[article].append((number, at))
    for comment in comments:
        # Versions are numbered without gaps.
        earlier = (n - 1 for n, at in came_in[comment.discussion_id] if at > comment.created_at)
        comment.earlier_version = next(earlier, None)


def _gone(rows: CommentQuerySet, readable: Sequence[Comment]) -> list[Tombstone]:
    gone = rows.filter(status__in=[Status.REMOVED, Status.WITHDRAWN, Status.HIDDEN])
    places = gone.exclude(pk__in=[comment.pk for comment in readable]).values(
        "pk", "parent_id", "root_id", "ordinal", "path", "reply_count", "status", "created_at"
    )
    return [Tombstone(**place) for place in places]


def _may_highlight(viewer: Any) -> Any:
    """Whether the viewer may pin and pick a comment: as an editor, or as author of its article."""
    if not viewer.is_authenticated or viewer.may_highlight:
        return Value(viewer.is_authenticated)
    accounts = AuthorAccount.objects.filter(member=viewer, author__articles=OuterRef("discussion"))
    return Exists(accounts)


def _add_numbers(comments: Sequence[Any], viewer: Any) -> None:
    """Says of each how often it is quoted and reported, and whether the viewer recommends and
    follows it."""
    quotes = Quote.objects.today(Comment.objects.published())
    quoting = _count(quotes, "quoted_comment", "comment", comments)
    mine, flags = Recommendation.objects.none(), Flag.objects.none()
    follows = Follow.objects.none()
    if viewer.is_authenticated:
        mine = Recommendation.objects.filter(member=viewer)
        follows = Follow.objects.filter(member=viewer)
        if viewer.is_moderator:
            flags = Flag.objects.open()
    recommended, reports = (_count(rows, "comment", "pk", comments) for rows in (mine, flags))
    followed = _count(follows, "branch", "pk", comments)
    add_versions(comments)
    for comment in comments:
        comment.is_tombstone = False
        comment.quoting_comments = quoting.get(comment.pk, 0)
        comment.is_recommended = comment.pk in recommended
        comment.is_followed = comment.pk in followed
        comment.open_flags = reports.get(comment.pk, 0)


def _add_questions(comments: Sequence[Comment]) -> None:
    """Says of each what it asks the editors about the article, and which answer it got last."""
    asking = {comment.pk: comment for comment in comments if hasattr(comment, "question")}
    for comment in asking.values():
        if any(quote.article_version_id for quote in comment.quotes.all()):
            comment.asks = comment.question
    if asking:
        through = EditorsAnswer.objects.standing().filter(comments__in=asking).order_by("pk")
        for pk, key, kind in through.values_list("comments", "pk", "kind"):
            comment = asking[pk]
            comment.answer = EditorsAnswer(pk=key, kind=kind)
            if kind == EditorsAnswer.Kind.DISMISSED:
                comment.asks = None


def _count(rows: QuerySet, of: str, distinct: str, comments: Sequence[Comment]) -> dict[int, int]:
    """How many of the rows belong to each comment by their field `of`."""
    counted = rows.filter(**{f"{of}__in": [comment.pk for comment in comments]}).order_by()
    return dict(counted.values_list(of).annotate(Count(distinct, distinct=True)))


def _add_decisions(rows: Sequence[Row]) -> None:
    """Says of each that isn't published which decision stands, and so why it isn't."""
    undecided = {row.pk: row for row in rows if row.status != Status.PUBLISHED}
    for row in rows:
        row.decision = None
    if undecided:
        standing = Decision.objects.standing().filter(comment__in=undecided)
        for decision in standing.order_by("pk"):
            undecided[decision.comment_id].decision = decision
