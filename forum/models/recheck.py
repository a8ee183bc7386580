from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from forum.models.comment import Comment

LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


class RecheckManager(models.Manager["Recheck"]):
    def request(self, *, article: Article | None = None, comment: Comment | None = None) -> None:
        """For a source that has changed, in the transaction that changed it."""
        now = timezone.now()
        self.update_or_create(
            article=article,
            comment=comment,
            defaults={"requested_at": now, "due_at": now, "failures": 0},
        )

    def claim(self) -> "Recheck | None":
        """The one that has been due for longest. For a minute it is nobody else's."""
        due = self.filter(due_at__lte=timezone.now()).order_by("due_at").first()
        return due if due and due.put_off(LEASE) else None


class Recheck(models.Model):
    """That a source has changed, and the quotes of it are to be followed to where their words are.

    `due_at` is the claim as well: whoever works on it puts it off, and if they die, it falls due.
    """

    article = models.OneToOneField(Article, models.CASCADE, null=True)
    comment = models.OneToOneField(Comment, models.CASCADE, null=True)
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = RecheckManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(article=None, comment__isnull=False)
                | Q(article__isnull=False, comment=None),
                name="recheck_has_one_source",
            )
        ]

    def __str__(self) -> str:
        return f"Quotes of {self.article or self.comment}"

    def put_off(self, pause: timedelta) -> bool:
        """Makes it due again after a pause. False if someone else has claimed or renewed it."""
        due_at = timezone.now() + pause
        if not Recheck.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=due_at):
            return False
        self.due_at = due_at
        return True

    def fail(self) -> None:
        """Puts it off for longer with every failure."""
        Recheck.objects.filter(pk=self.pk).update(failures=models.F("failures") + 1)
        self.put_off(min(timedelta(seconds=10 * 2 ** min(self.failures, 10)), LONGEST_PAUSE))

    def finish(self, *, settled_after: timedelta) -> None:
        """Done; but only for good when so much time has passed since the source changed."""
        waits_until = self.requested_at + settled_after
        if timezone.now() < waits_until:
            self.put_off(waits_until - timezone.now())
        else:
            Recheck.objects.filter(pk=self.pk, due_at=self.due_at).delete()
