from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from forum.models import at_desk
from forum.models.comment import Comment, Status
from forum.models.decision import Decision
from forum.models.editors_answer import EditorsAnswer
from forum.models.follow import Follow
from forum.models.mail import Mail
from forum.models.member import Member
from forum.models.preference import Delivery, Preference

DEEDS = {
    "answer": "answered you",
    "mention": "mentioned you",
    "quote": "quoted you",
    "article": "commented on your article",
}
AT_DESK = {"held": at_desk.held, "reported": at_desk.reported, "appealed": at_desk.appealed}
AT_DESK_SAID = {
    "held": ("comment waits for a moderator", "comments wait for a moderator"),
    "reported": ("comment is reported", "comments are reported"),
    "appealed": ("appeal waits for an answer", "appeals wait for an answer"),
}
OF_FOLLOWED = ["followed", "published"]
KEPT = timedelta(days=90)  # what tells only of what one follows
BATCH = 1000
DECIDED: dict[str, str] = {
    Status.REMOVED: "A moderator removed your comment",
    Status.REJECTED: "A moderator decided not to publish your comment",
    Status.HIDDEN: "Readers reported your comment; it is hidden until a moderator has looked",
    Status.PUBLISHED: "Your comment can be read again",
}
OF_REPORTED: dict[str, str] = {
    Status.PUBLISHED: "Your report was read, and the comment stands",
    Status.HIDDEN: "The comment that you reported is hidden until a moderator has looked",
}
OF_EDITORS: dict[str, str] = {
    EditorsAnswer.Kind.TAKEN_BACK: "The editors took back what they answered you",
    EditorsAnswer.Kind.DISMISSED: "The editors don’t take what you asked for a question of fact",
}


def first_due() -> datetime:
    """Not at once: perhaps it is read on the site, or what it tells of is edited or removed."""
    return timezone.now() + settings.MAIL_DELAY


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown_to(self, member: Any) -> "NotificationQuerySet":
        """What `member` is told of: comments that everybody may read, as long as they may, of
        members whom they haven't muted; articles, likewise; what moderators and editors said,
        which doesn't show words of others; and if they moderate, that something waits for them,
        as long as it does. No kinds that they have turned off."""
        readable = Comment.objects.published().visible_to(member).not_muted_by(member)
        there = Comment.objects.of_articles_visible_to(member)
        of_desk = Q(decision__isnull=False) | Q(editors_answer__isnull=False)
        of_queue = Q(kind__in=AT_DESK)
        is_shown = (~of_desk & ~of_queue & Q(Exists(readable.filter(pk=OuterRef("comment"))))) | (
            of_desk & Q(Exists(there.filter(pk=OuterRef("comment"))))
        )
        published = Article.objects.visible_to(member)
        is_shown |= Q(Exists(published.filter(pk=OuterRef("article"))), kind="published")
        if member.is_moderator:
            for kind, waiting in AT_DESK.items():
                is_shown |= Q(Exists(waiting(member)), kind=kind)
        chosen = Preference.objects.filter(member=member, kind=OuterRef("kind"))
        return self.filter(is_shown, ~Exists(chosen.filter(delivery=Delivery.OFF)), member=member)

    def of_comments(self) -> "NotificationQuerySet":
        """What tells of a comment's words."""
        return self.filter(decision=None, editors_answer=None).exclude(kind__in=AT_DESK)

    def at_desk(self) -> "NotificationQuerySet":
        """What tells moderators that something waits for them."""
        return self.filter(kind__in=AT_DESK)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def due(self) -> "NotificationQuerySet":
        """Those of which a mail may have to be made."""
        return self.filter(due_at__lte=timezone.now())

    def sweep(self) -> bool:
        """Deletes what tells of what one follows, after a time. False if there is nothing old."""
        old = self.filter(kind__in=OF_FOLLOWED, created_at__lt=timezone.now() - KEPT)
        keys = list(old.order_by("created_at").values_list("pk", flat=True)[:BATCH])
        self.filter(pk__in=keys).delete()
        return bool(keys)

    def mark_read(self) -> None:
        # On SQLite even an update of nothing would wait for whoever is writing.
        if self.unread().exists():
            self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """Tells a member of a comment by somebody else that concerns them, what a moderator decided
    on one that they wrote or reported, what an editor answered to theirs, or of a new article.

    A moderator has one more for each thing that can wait for them, which tells of all that does.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", "Answers you"
        MENTION = "mention", "Mentions you"
        QUOTE = "quote", "Quotes you"
        ARTICLE = "article", "Comments on your article"
        FOLLOWED = "followed", "Writes in what you follow"
        PUBLISHED = "published", "Publishes an article in a section that you follow"
        DECISION = "decision", "Decides on your comment"
        REPORT = "report", "Decides on your report"
        APPEAL = "appeal", "Answers your appeal"
        FACT = "fact", "Answers your question of fact"
        HELD = "held", "Writes what a moderator has to read first"
        REPORTED = "reported", "Reports a comment to the moderators"
        APPEALED = "appealed", "Appeals against a moderator’s decision"

        def is_weaker_than(self, other: "Notification.Kind") -> bool:
            """Whether one comment concerns somebody less for this reason than for the other."""
            reasons = list(type(self))
            return reasons.index(self) > reasons.index(other)

    member = models.ForeignKey(
        Member, models.CASCADE, related_name="notifications", help_text="Who is told."
    )
    # Null only where it tells of an article.
    comment: "models.ForeignKey[Any, Comment]" = models.ForeignKey(  # type: ignore[misc]
        Comment, models.CASCADE, null=True, related_name="notifications"
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        related_name="notifications",
        help_text="The one that is new.",
    )
    kind = models.CharField(
        max_length=10,
        choices=Kind,
        help_text="The strongest reason: an answer that quotes, too, is an answer.",
    )
    decision = models.ForeignKey(
        Decision, models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    editors_answer = models.ForeignKey(
        EditorsAnswer, models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    follow = models.ForeignKey(
        Follow,
        models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        help_text="Why: what the member follows.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True, help_text="Empty: unread.")
    due_at = models.DateTimeField(
        null=True,
        blank=True,
        default=first_due,
        help_text="When to see whether a mail is to be made of it. Empty: that is settled.",
    )
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, blank=True, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "comment"],
                condition=Q(decision=None, editors_answer=None)
                & ~Q(kind__in=["held", "reported", "appealed"]),
                name="notification_once",
            ),
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(kind__in=["held", "reported", "appealed"]),
                name="notification_at_desk_once",
            ),
            models.UniqueConstraint(
                fields=["member", "editors_answer"],
                condition=Q(editors_answer__isnull=False),
                name="notification_of_answer_once",
            ),
            models.UniqueConstraint(
                fields=["member", "article"],
                condition=Q(article__isnull=False),
                name="notification_of_article_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="published", article__isnull=False, comment=None)
                | (~Q(kind="published") & Q(article=None, comment__isnull=False)),
                name="notification_of_comment_or_article",
            ),
            models.UniqueConstraint(
                fields=["member", "decision", "kind"], name="notification_of_decision_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("answer", "mention", "quote", "article"),
                        *("held", "reported", "appealed"),
                    ],
                    decision=None,
                    editors_answer=None,
                    follow=None,
                )
                | Q(
                    kind__in=["followed", "published"],
                    decision=None,
                    editors_answer=None,
                    follow__isnull=False,
                )
                | Q(
                    kind__in=["decision", "report", "appeal"],
                    decision__isnull=False,
                    editors_answer=None,
                    follow=None,
                )
                | Q(kind="fact", decision=None, editors_answer__isnull=False, follow=None),
                name="notification_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-id"], name="notification_newest"),
            models.Index(fields=["member"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="notification_due"),
            models.Index(
                fields=["follow"], condition=Q(follow__isnull=False), name="notification_of_follow"
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(kind__in=["followed", "published"]),
                name="notification_to_sweep",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment or self.article}, told to {self.member}"

    def tell_anew(self, kind: "Notification.Kind") -> None:
        """For a better reason, also if it has been read."""
        self.kind, self.follow, self.read_at, self.mail = kind, None, None, None
        self.created_at, self.due_at = timezone.now(), first_due()
        self.save()

    @property
    def is_of_desk(self) -> bool:
        """Whether moderators or editors tell something; else another member."""
        return bool(self.decision_id or self.editors_answer_id)

    @property
    def is_of_queue(self) -> bool:
        """Whether it tells a moderator that something waits."""
        return self.kind in AT_DESK

    @property
    def desk_url(self) -> str:
        """Where a moderator finds what waits."""
        if self.kind == self.Kind.APPEALED:
            return reverse("queue_appeals")
        return f"{reverse('queue')}?list={'waiting' if self.kind == self.Kind.HELD else 'reported'}"

    @property
    def words_of_desk(self) -> str:
        if self.editors_answer:
            return self.editors_answer.words
        if self.decision:
            is_appeal = self.kind == self.Kind.APPEAL
            return self.decision.appeal.answer if is_appeal else self.decision.reason
        return ""

    @property
    def deed(self) -> str:
        """What it tells: of what the desk did a sentence, of a comment what its author did.

        Whether an answer quotes, too, is known where its `quotes_of_member` were read.
        """
        if self.article:
            return f"A new article in {self.article.section}"
        if self.is_of_queue:
            one, many = AT_DESK_SAID[self.kind]
            number = at_desk.count(AT_DESK[self.kind](self.member))
            return f"{number} {one if number == '1' else many}"
        if self.decision:
            return self._deed_of(self.decision)
        if self.editors_answer:
            return self._deed_of_editors(self.editors_answer)
        if self.kind == self.Kind.ANSWER and getattr(self.comment, "quotes_of_member", []):
            return "answered and quoted you"
        if self.follow:
            return self.follow.deed
        return DEEDS[self.kind]

    def _deed_of_editors(self, answer: EditorsAnswer) -> str:
        answered = f"The editors answered you: {answer.get_kind_display().lower()}"
        return OF_EDITORS.get(answer.kind, answered)

    def _deed_of(self, decision: Decision) -> str:
        if self.kind == self.Kind.APPEAL:
            return "Your appeal was answered, and the decision stays"
        if self.kind == self.Kind.DECISION:
            return DECIDED.get(decision.after, "Your comment waits for a moderator again")
        if decision.undoes_id:
            return "A moderator took back what was decided on your report"
        return OF_REPORTED.get(decision.after, "Thank you: what you reported was taken away")
