from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from articles.models import Section
from forum.models.comment import Comment
from forum.models.discussion import Discussion
from forum.models.member import Member
from forum.threads import paths_above

NEAREST_FIRST = ["branch", "discussion", "writer", "section"]


def _exactly_one(names: list[str]) -> Q:
    one = Q()
    for name in names:
        one |= Q(**{f"{each}__isnull": each != name for each in names})
    return one


class FollowQuerySet(models.QuerySet["Follow"]):
    def reaching(self, comment: Comment) -> "FollowQuerySet":
        """Those by which others follow a comment: what it stands below, its discussion, its author,
        its section."""
        reaches = Q(discussion=comment.discussion_id) | Q(branch__in=_above(comment))
        if section := comment.discussion.article.section_id:
            reaches |= Q(section=section)
        if comment.author_id:
            reaches |= Q(writer=comment.author_id)
        by_others = self.exclude(member=comment.author_id) if comment.author_id else self
        return by_others.filter(reaches)

    def with_distance(self) -> "FollowQuerySet":
        """With the `distance` of what each follows from a comment: the nearest has the smallest."""
        return self.annotate(distance=_distance())


class Follow(models.Model):
    """That a member wants to hear of what is said in a discussion, below a comment, by another
    member, or in a section."""

    member = models.ForeignKey(Member, models.CASCADE, db_index=False, related_name="follows")
    discussion = models.ForeignKey(
        Discussion, models.CASCADE, null=True, blank=True, related_name="followed_by"
    )
    branch = models.ForeignKey(
        Comment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="Followed with all answers below it.",
    )
    writer = models.ForeignKey(
        Member, models.CASCADE, null=True, blank=True, related_name="followed_by"
    )
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="followed_by"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_exactly_one(NEAREST_FIRST), name="follow_of_one"),
            models.CheckConstraint(
                condition=Q(writer=None) | ~Q(writer=F("member")), name="follow_of_others"
            ),
            *(
                models.UniqueConstraint(fields=["member", name], name=f"follow_{name}_once")
                for name in NEAREST_FIRST
            ),
        ]
        indexes = [models.Index(fields=["member", "-id"], name="follow_newest")]

    def __str__(self) -> str:
        return f"{self.member} follows {self.followed}"

    @property
    def followed(self) -> Any:
        return self.branch or self.discussion or self.writer or self.section

    @property
    def deed(self) -> str:
        """What its member is told that somebody did."""
        if self.branch_id:
            return "answered below a comment that you follow"
        if self.writer_id:
            return "wrote this; you follow them"
        where = "in a section" if self.section_id else "on an article"
        return f"wrote {where} that you follow"


def _distance() -> Case:
    whens = [
        When(**{f"{name}__isnull": False}, then=Value(number))
        for number, name in enumerate(NEAREST_FIRST)
    ]
    return Case(*whens, output_field=models.PositiveSmallIntegerField())


def _above(comment: Comment) -> Any:
    if not comment.root_id:
        return []
    above = Q(root=comment.root_id, path__in=paths_above(comment.path)[1:])
    return Comment.objects.filter(Q(pk=comment.root_id) | above).values("pk")
