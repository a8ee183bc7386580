from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

from forum.models.author_account import AuthorAccount
from forum.models.comment import Comment
from forum.models.follow import Follow

LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


class TellingManager(models.Manager["Telling"]):
    def request(self, comment: Comment) -> None:
        """For a comment that people can read from now on, in the transaction that makes it so.
        Nothing is left to do where nobody listens."""
        listeners = Follow.objects.reaching(comment), AuthorAccount.objects.of(comment)
        if any(some.exists() for some in listeners):
            self.bulk_create(
                [Telling(comment=comment)],
                update_conflicts=True,
                unique_fields=["comment"],
                update_fields=["due_at", "told_up_to", "failures"],
            )

    def claim(self) -> "Telling | None":
        """The one that has been due for longest. For a minute it is nobody else's."""
        due = self.filter(due_at__lte=timezone.now()).order_by("due_at").first()
        return due if due and due.put_off(LEASE) else None


class Telling(models.Model):
    """That followers, and the article's authors, are to be told of a comment.

    `due_at` is the claim as well: whoever works on it puts it off, and if they die, it falls due.
    """

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    told_up_to = models.PositiveBigIntegerField(
        default=0, help_text="The followers with lower numbers have been told."
    )
    failures = models.PositiveSmallIntegerField(default=0)

    objects = TellingManager()

    def __str__(self) -> str:
        return f"Telling of {self.comment}"

    def put_off(self, pause: timedelta, *, told_up_to: int | None = None) -> bool:
        """Makes it due again after a pause. False if someone else has claimed or renewed it."""
        changed = {} if told_up_to is None else {"told_up_to": told_up_to}
        due_at = timezone.now() + pause
        ours = Telling.objects.filter(pk=self.pk, due_at=self.due_at)
        if not ours.update(due_at=due_at, **changed):
            return False
        self.due_at = due_at
        return True

    def fail(self) -> None:
        """Puts it off for longer with every failure."""
        Telling.objects.filter(pk=self.pk).update(failures=F("failures") + 1)
        self.put_off(min(timedelta(seconds=10 * 2 ** min(self.failures, 10)), LONGEST_PAUSE))

    def finish(self) -> None:
        Telling.objects.filter(pk=self.pk, due_at=self.due_at).delete()
