from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article
from forum.models.member import Member
from forum.models.terms import SectionTerms, Terms
from forum.spans import counted

SOON = timedelta(days=3)
WHO_WRITES = {
    Terms.Writers.EVERYONE: "",
    Terms.Writers.ESTABLISHED: (
        "Here only members write who have been on this site for {days} or have {comments}."
    ),
    Terms.Writers.EXPERTS: "Here only verified experts, the article’s authors and the staff write.",
    Terms.Writers.STAFF: "Here only the article’s authors and the staff write.",
}


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def of(self, member: Any) -> "DiscussionQuerySet":
        """Those in which the member wrote something, or where they have been."""
        return self.filter(
            models.Q(pk__in=member.comments.values("discussion"))
            | models.Q(pk__in=member.visits.values("discussion"))
        )


class Discussion(Terms):
    """Everything that is said about one article, and whether more may be said."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True)
    marks_quotes = models.BooleanField(
        "mark quoted words",
        default=True,
        help_text="In the article, the words that readers quote are marked, and those that "
        "several quote are shown on the front page.",
    )
    comment_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="The published ones."
    )

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mode__in=["", "open", "premoderated", "read_only", "closed"]),
                name="discussion_mode_known",
            ),
            models.CheckConstraint(
                condition=models.Q(writers__in=["", "everyone", "established", "experts", "staff"]),
                name="discussion_writers_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Discussion of {self.article}"

    @property
    def is_closed(self) -> bool:
        """Nobody may write here now: it was closed, or hasn't opened, or can only be read."""
        now = timezone.now()
        return self.is_shut or self.is_to_open(now) or self.is_over(now)

    @property
    def is_shut(self) -> bool:
        """By hand, whatever the time."""
        return self.present_mode in {self.Mode.CLOSED, self.Mode.READ_ONLY}

    @property
    def is_read_only(self) -> bool:
        return self.present_mode == self.Mode.READ_ONLY

    @property
    def is_premoderated(self) -> bool:
        return self.present_mode == self.Mode.PREMODERATED

    def is_to_open(self, now: datetime) -> bool:
        opens_at = self.opening
        return opens_at is not None and now < opens_at

    def is_over(self, now: datetime) -> bool:
        closes_at = self.closing
        return closes_at is not None and closes_at <= now

    @property
    def present_mode(self) -> str:
        return self._said("mode") or self.Mode.OPEN

    @property
    def opening(self) -> datetime | None:
        return self._said("opens_at")

    @property
    def closing(self) -> datetime | None:
        """When it closes or closed by itself: on the first of the occasions that are set."""
        return min((at for at in self._occasions().values() if at), default=None)

    @property
    def pause(self) -> timedelta:
        """How long each waits between two comments."""
        return timedelta(seconds=self._said("slow_seconds") or 0)

    @property
    def counts_down_to(self) -> datetime | None:
        """When it opens or closes next, if time decides about that."""
        now = timezone.now()
        if self.is_shut or self.is_over(now):
            return None
        return min((at for at in (self.opening, self.closing) if at and at > now), default=None)

    @property
    def closes_soon(self) -> bool:
        closing, now = self.closing, timezone.now()
        return not self.is_closed and closing is not None and closing - now <= SOON

    @property
    def why_closed(self) -> str:
        """The sentence for those who can't write here now; empty if they can."""
        now = timezone.now()
        if self.is_read_only:
            return "This discussion can only be read."
        if self.is_shut:
            return "This discussion is closed. You can still read it."
        if self.is_over(now):
            return f"This discussion closed on {self._why_over()}. You can still read it."
        if self.is_to_open(now):
            return f"This discussion opens on {_day_and_time(self.opening)}."
        return ""

    @property
    def who_writes(self) -> str:
        """The sentence that says who may write here; empty if every member may."""
        return WHO_WRITES[self.Writers(self._present_writers)].format(
            days=counted(settings.ESTABLISHED_DAYS, "day"),
            comments=counted(settings.ESTABLISHED_COMMENTS, "published comment"),
        )

    def why_not(self, member: Member) -> str:
        """The sentence for a member who is none of those who may write here; empty if they are."""
        if self._admits(member):
            return ""
        if self._present_writers == self.Writers.ESTABLISHED:
            day = member.date_joined + timedelta(days=settings.ESTABLISHED_DAYS)
            return f"{self.who_writes} You can from {_day_and_time(day)} on."
        return f"{self.who_writes} You can read everything."

    @cached_property
    def author_ids(self) -> frozenset[int]:
        """The members who wrote the article."""
        accounts = (getattr(author, "account", None) for author in self.article.bylines)
        return frozenset(account.member_id for account in accounts if account)

    def may_be_highlighted_by(self, viewer: Member) -> bool:
        """Whether they may pin and pick its comments."""
        return viewer.may_highlight or viewer.pk in self.author_ids

    @property
    def at_present(self) -> str:
        """The state in which people find it, for those who set it."""
        if self.is_closed:
            return self.why_closed
        said = "Read first" if self.is_premoderated else "Open"
        return f"{said}, until {_day_and_time(self.closing)}" if self.closing else said

    @cached_property
    def last_comment_at(self) -> datetime | None:
        published = self.comments.filter(status="published").order_by("-pk")
        return published.values_list("created_at", flat=True).first()

    @cached_property
    def first_version_at(self) -> datetime:
        return self.article.versions.earliest("number").created_at

    @property
    def _present_writers(self) -> str:
        return self._said("writers") or self.Writers.EVERYONE

    def _admits(self, member: Member) -> bool:
        writers = self._present_writers
        if writers == self.Writers.EVERYONE or member.is_staff:
            return True
        if writers != self.Writers.STAFF and member.is_expert:
            return True
        if writers == self.Writers.ESTABLISHED and member.is_established:
            return True
        return member.pk in self.author_ids

    def _why_over(self) -> str:
        occasions = self._occasions()
        closing = self.closing
        day = date_format(timezone.localtime(closing), "j F Y")
        if closing == occasions["quiet_days"]:
            return f"{day}, after {counted(self._said('quiet_days'), 'day')} without a comment"
        if closing == occasions["open_days"]:
            return f"{day}, {counted(self._said('open_days'), 'day')} after the article appeared"
        return _day_and_time(closing)

    def _occasions(self) -> dict[str, datetime | None]:
        """When it closes, by the field that says so."""
        quiet_days, open_days = self._said("quiet_days"), self._said("open_days")
        return {
            "closes_at": self._said("closes_at"),
            "quiet_days": self._quiet_since + timedelta(days=quiet_days) if quiet_days else None,
            "open_days": self._appeared_at + timedelta(days=open_days) if open_days else None,
        }

    @property
    def _quiet_since(self) -> datetime:
        last = self.last_comment_at or self._appeared_at
        return max(last, self.opening or last)

    @property
    def _appeared_at(self) -> datetime:
        day = self.article.published_on
        return datetime.combine(day, time(), UTC) if day else self.first_version_at

    def _said(self, name: str) -> Any:
        """What is set here, else what is set for the section."""
        own = getattr(self, name)
        return getattr(self._section_terms, name, None) if own in (None, "") else own

    @cached_property
    def _section_terms(self) -> SectionTerms | None:
        section = self.article.section
        try:
            return section.terms if section else None
        except ObjectDoesNotExist:
            return None


def _day_and_time(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F Y \\a\\t H:i e")
