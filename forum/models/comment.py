from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article
from forum.models.discussion import Discussion
from forum.models.member import Member, Role
from forum.models.path import PathField

if TYPE_CHECKING:
    from forum.models.decision import Decision
    from forum.models.editors_answer import EditorsAnswer
    from forum.models.question import Question

UNMARKED_EDITS = timedelta(minutes=15)


class Status(models.TextChoices):
    WAITING = "waiting", "Waiting for review"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"
    REMOVED = "removed", "Removed"
    WITHDRAWN = "withdrawn", "Withdrawn by its author"
    HIDDEN = "hidden", "Hidden until a moderator has looked"


# From each status, where a comment may go. Published to published: looked at and kept.
MOVES = {
    Status.WAITING: {Status.PUBLISHED, Status.REJECTED, Status.WITHDRAWN},
    Status.PUBLISHED: {Status.PUBLISHED, Status.REMOVED, Status.WITHDRAWN, Status.HIDDEN},
    Status.REJECTED: {Status.PUBLISHED},
    Status.REMOVED: {Status.PUBLISHED},
    Status.WITHDRAWN: set(),
    Status.HIDDEN: {Status.PUBLISHED, Status.REMOVED, Status.WITHDRAWN},
}


# Where words may not be read, and from where they don't come back by themselves.
TAKEN_AWAY = {Status.REJECTED, Status.REMOVED, Status.WITHDRAWN}


class CommentQuerySet(models.QuerySet["Comment"]):
    def published(self) -> "CommentQuerySet":
        return self.filter(
            status=Status.PUBLISHED, discussion__article__status=Article.Status.PUBLISHED
        )

    def of_articles_visible_to(self, viewer: Any) -> "CommentQuerySet":
        return self.filter(discussion__in=Article.objects.visible_to(viewer).values("pk"))

    def visible_to(self, viewer: Any) -> "CommentQuerySet":
        """The comments whose words `viewer` may read: the one gate for every page, feed and quote.

        What is published, one's own whatever became of it, and everything for moderators.
        """
        of_articles = self.of_articles_visible_to(viewer)
        if not viewer.is_authenticated:
            return of_articles.filter(status=Status.PUBLISHED)
        if viewer.is_moderator:
            return of_articles
        return of_articles.filter(Q(status=Status.PUBLISHED) | Q(author=viewer))

    def with_badges(self) -> "CommentQuerySet":
        """With their authors and with what comments bear where they are shown."""
        from forum.models.author_account import AuthorAccount
        from forum.models.highlight import Highlight

        accounts = AuthorAccount.objects.filter(
            member=OuterRef("author"), author__articles=OuterRef("discussion")
        )
        standing = Highlight.objects.standing().filter(comment=OuterRef("pk")).order_by()
        who = {kind: standing.filter(kind=kind).values("by") for kind in Highlight.Kind}
        return self.select_related("author").annotate(
            is_by_articles_author=Exists(accounts),
            pinned_by=Subquery(who[Highlight.Kind.PIN]),
            picked_by=Subquery(who[Highlight.Kind.PICK]),
        )

    def placed_for(self, viewer: Any) -> "CommentQuerySet":
        """The comments that have a place in the thread that `viewer` reads.

        Removed, hidden and withdrawn ones keep theirs, so that the answers to them keep their
        sense; it does not follow that their words may be shown (`visible_to`). Withdrawn before
        anybody could read them, they leave nothing.
        """
        from forum.models.decision import Decision

        never_read = Decision.objects.filter(
            comment=OuterRef("pk"), before=Status.WAITING, after=Status.WITHDRAWN
        )
        places = Q(status__in=[Status.PUBLISHED, Status.REMOVED, Status.HIDDEN]) | Q(
            ~Exists(never_read), status=Status.WITHDRAWN
        )
        if viewer.is_authenticated:
            places |= Q(author=viewer)
            if viewer.is_moderator:
                places |= Q(status=Status.WAITING)
        return self.filter(places)

    def no_secrets(self) -> "CommentQuerySet":
        """Those that everybody may know of, though perhaps not read: they have a place for all."""
        return self.placed_for(AnonymousUser())

    def new_to(self, viewer: Any, since: Mapping[int, datetime]) -> "CommentQuerySet":
        """What others said in these discussions, and people could first read after the moment that
        belongs to each. Nothing of those whom the viewer has muted."""
        # Moments that are known: of those in a column planners don't know how few come after.
        places = [Q(discussion=pk, appeared_at__gt=at) for pk, at in since.items()]
        if not places:
            return self.none()
        new = self.published().filter(reduce(or_, places))
        return new.exclude(author=viewer).not_muted_by(viewer) if viewer.is_authenticated else new

    def not_muted_by(self, member: Member) -> "CommentQuerySet":
        """For what calls them. Where comments have a place, those of muted members keep it."""
        return self.exclude(author__in=member.muted) if member.muted else self

    def in_branch(self, top: "Comment") -> "CommentQuerySet":
        """A comment, and all answers below it."""
        below = Q(root=top.root_id or top.pk, path__startswith=top.path)
        return self.filter(Q(pk=top.pk) | below)


class Comment(models.Model):
    """What somebody said, in its place in the discussion."""

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    # What is looked up by root is in the two below that begin with it. None of these holds roots
    # themselves: SQLite would take it for the quickest way to those of one discussion.
    root = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="replies"
    )
    ordinal = models.PositiveIntegerField(
        default=0, help_text="Position among all replies of its root; 0 for a root."
    )
    path = PathField(
        max_length=500, blank=True, editable=False, help_text="forum.threads: its place in order."
    )
    author = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    author_name = models.CharField(
        max_length=100, blank=True, help_text="As the import gave it, where there is no account."
    )
    role = models.CharField(
        max_length=20, choices=Role, blank=True, help_text="As what its author says it, if shown."
    )
    expertise = models.CharField(
        max_length=60, blank=True, help_text="Its author’s, verified when it was written, if shown."
    )
    body = models.TextField(help_text="Markdown, as it was typed.")
    html = models.TextField(help_text="Rendered by forum.markup.")
    text = models.TextField(
        help_text="Its own words in plain text, without quotes: what a quote of it is checked with."
    )
    renderer = models.PositiveSmallIntegerField(help_text="forum.markup.VERSION that rendered it.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PUBLISHED)
    version = models.PositiveIntegerField(default=1, help_text="Counts every edit.")
    created_at = models.DateTimeField("entered the site", default=timezone.now)
    posted_at = models.DateTimeField(
        "written", null=True, blank=True, help_text="Unknown for some imported comments."
    )
    appeared_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When people could first read it. Empty: never, or it was imported.",
    )
    edited_at = models.DateTimeField(
        null=True, blank=True, help_text="The last edit that left a mark."
    )
    reply_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Of a root: the published replies in its thread."
    )
    recommendation_count = models.PositiveIntegerField(default=0, editable=False)
    rank = models.FloatField(default=0, editable=False, help_text="forum.ranking")
    purged_at = models.DateTimeField(
        null=True, editable=False, help_text="When its words were deleted, if they were."
    )
    token = models.CharField(max_length=64, null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    asks: "Question | None" = None  # the editors, from forum.reading
    answer: "EditorsAnswer | None" = None  # theirs, from forum.reading
    answered: "Comment | None" = None  # the one on the same page, from forum.steps
    decision: "Decision | None"  # the last one, from forum.reading
    earlier_version: int | None  # from forum.reading
    usual_wait: str  # from forum.reading, for its author while it waits
    is_by_articles_author: bool  # from with_badges, as are the two below: members, if any
    pinned_by: int | None
    picked_by: int | None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["root", "ordinal"],
                condition=Q(root__isnull=False),
                name="comment_ordinal_unique",
            ),
            models.UniqueConstraint(fields=["author", "token"], name="comment_token_unique"),
            models.CheckConstraint(
                condition=Q(parent=None, root=None, ordinal=0)
                | Q(parent__isnull=False, root__isnull=False, ordinal__gt=0),
                name="comment_reply_has_root",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        *("waiting", "published", "rejected"),
                        *("removed", "withdrawn", "hidden"),
                    ]
                ),
                name="comment_status_known",
            ),
        ]
        indexes = [
            models.Index(fields=["discussion", "id"], condition=Q(root=None), name="comment_roots"),
            models.Index(
                fields=["discussion", "-rank", "-id"],
                condition=Q(root=None),
                name="comment_recommended",
            ),
            models.Index(
                fields=["discussion", "-reply_count", "-id"],
                condition=Q(root=None),
                name="comment_discussed",
            ),
            models.Index(
                fields=["root", "path"], condition=Q(root__isnull=False), name="comment_in_order"
            ),
            models.Index(fields=["discussion", "status", "-id"], name="comment_of_discussion"),
            models.Index(fields=["author", "-id"], name="comment_of_author"),
            models.Index(fields=["author", "discussion", "status"], name="comment_of_author_here"),
            models.Index(fields=["status", "-id"], name="comment_of_status"),
            models.Index(fields=["created_at"], name="comment_entered"),
            models.Index(
                fields=["id"],
                condition=Q(purged_at=None, status__in=["rejected", "removed", "withdrawn"]),
                name="comment_to_purge",
            ),
            models.Index(
                fields=["discussion", "appeared_at"],
                condition=Q(appeared_at__isnull=False),
                name="comment_appeared",
            ),
        ]
        permissions = [
            ("moderate_comment", "Can decide on comments"),
            ("highlight_comment", "Can pin and pick comments"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk} by {self.byline}"

    def get_absolute_url(self) -> str:
        return reverse("comment", args=[self.pk])

    @property
    def anchor(self) -> str:
        return f"comment-{self.pk}"

    @property
    def gist(self) -> str:
        """Its own words, or what to say where there are none."""
        return self.text or ("(deleted)" if self.purged_at else "(only quotes)")

    @property
    def byline(self) -> str:
        return self.author.name if self.author else self.author_name or "Unknown reader"

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING

    @property
    def shown_at(self) -> datetime:
        """When it was written or, where nobody knows, when it came in."""
        return self.posted_at or self.created_at

    def is_by(self, viewer: Any) -> bool:
        return self.author_id is not None and self.author_id == viewer.pk

    def may_be_changed_by(self, viewer: Any) -> bool:
        return self.is_by(viewer) and self.status in {Status.PUBLISHED, Status.WAITING}

    def leaves_a_mark(self, at: datetime) -> bool:
        """Whether an edit at this moment is shown to readers, with what stood there before."""
        return self.is_published and at - self.shown_at > UNMARKED_EDITS

    def become(
        self,
        status: Status,
        *,
        by: Member | None,
        reason: str = "",
        version: int | None = None,
        **more: Any,
    ) -> "Decision":
        """The one door to a comment's status. Always writes a Decision, with `more` in it.

        Raises ValidationError if the comment has meanwhile come to where this isn't possible, or
        is no longer the `version` that was decided on. What `undoes` a decision may lead back to
        wherever the comment was.
        """
        from forum.models.change import Change
        from forum.models.decision import Decision
        from forum.models.telling import Telling

        with transaction.atomic():
            # Not the key: who answers it looks at that, and holds what we want next.
            locked = Comment.objects.select_for_update(no_key=True)
            stored = locked.values_list("status", "version", "purged_at")
            before, current, purged_at = stored.get(pk=self.pk)
            if version not in (None, current):
                raise ValidationError(
                    "Its author has changed this comment in the meantime. Read it again.",
                    code="not_possible",
                )
            if purged_at:
                day = date_format(timezone.localtime(purged_at), "j F Y")
                raise ValidationError(
                    f"Its words were deleted on {day}, as is done some time after a comment was "
                    "taken away. It can’t be brought back.",
                    code="not_possible",
                )
            if status not in MOVES[Status(before)] and "undoes" not in more:
                raise ValidationError(
                    f"This comment is {Status(before).label.lower()}: it can't become "
                    f"{Status(status).label.lower()}.",
                    code="not_possible",
                )
            decision = Decision.objects.create(
                comment=self, by=by, before=before, after=status, reason=reason, **more
            )
            self._store(status, before=before, undoes=more.get("undoes"))
            self.count((status == Status.PUBLISHED) - (before == Status.PUBLISHED))
            if status == Status.PUBLISHED != before:
                Telling.objects.request(self)
            Change.objects.note(comment=self)
        self.status = status
        return decision

    def _store(self, status: Status, *, before: str, undoes: "Decision | None") -> None:
        changed: dict[str, Any] = {"status": status}
        stored = Comment.objects.filter(pk=self.pk)
        appears = status == Status.PUBLISHED and before in {Status.WAITING, Status.REJECTED}
        if appears:
            changed["appeared_at"] = Coalesce("appeared_at", Value(timezone.now()))
        elif undoes:
            # Of what appeared by the decision that is undone, nothing is left either.
            stored.filter(appeared_at__gte=undoes.created_at).update(appeared_at=None)
        stored.update(**changed)

    def count(self, more: int) -> None:
        """`more` is 1, 0 or -1."""
        count_in(self.discussion_id, {self.root_id: more})


def count_in(discussion: int, more: Mapping[int | None, int]) -> None:
    """The one writer of the counts of published comments: so many more (or fewer) by the threads'
    roots, and for None so many roots."""
    alike: dict[int, list[int]] = {}
    for root, number in more.items():
        if root and number:
            alike.setdefault(number, []).append(root)
    for number, roots in alike.items():
        Comment.objects.filter(pk__in=roots).update(reply_count=F("reply_count") + number)
    if total := sum(more.values()):
        Discussion.objects.filter(pk=discussion).update(comment_count=F("comment_count") + total)
