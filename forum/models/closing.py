from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from forum.models.member import Member

GRACE = timedelta(days=1)
LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


def due_at() -> datetime:
    return timezone.now() + GRACE


class ClosingManager(models.Manager["Closing"]):
    def claim(self) -> "Closing | None":
        """The one that has been due for longest. For a minute it is nobody else's."""
        due = self.filter(due_at__lte=timezone.now()).order_by("due_at").first()
        return due if due and due.put_off(LEASE) else None


class Closing(models.Model):
    """That a member asked for the account to be closed, and what is to become of the comments.
    Whoever logs in before it begins has changed their mind.

    `due_at` is the claim as well: whoever works on it puts it off, and if they die, it falls due.
    """

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="closing")
    withdraws = models.BooleanField(help_text="All comments; else they stay without the name.")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=due_at, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = ClosingManager()

    def __str__(self) -> str:
        return f"Closing of the account of {self.member}"

    def put_off(self, pause: timedelta) -> bool:
        """Makes it due again after a pause. False if someone else has claimed it."""
        due_at = timezone.now() + pause
        if not Closing.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=due_at):
            return False
        self.due_at = due_at
        return True

    def fail(self) -> None:
        """Puts it off for longer with every failure."""
        Closing.objects.filter(pk=self.pk).update(failures=models.F("failures") + 1)
        self.put_off(min(timedelta(seconds=10 * 2 ** min(self.failures, 10)), LONGEST_PAUSE))
