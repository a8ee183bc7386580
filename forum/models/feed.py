from datetime import timedelta

from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone

from articles.models import Section

LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(days=1)
LONGEST_REQUEST = timedelta(days=7)  # of a site, to be left in peace
LONGEST_VALIDATOR = 1000


class FeedManager(models.Manager["Feed"]):
    def claim(self) -> "Feed | None":
        """The one that has been due for longest. For two minutes it is nobody else's."""
        due = self.filter(is_on=True, due_at__lte=timezone.now()).order_by("due_at").first()
        return due if due and due.put_off(LEASE) else None


class Feed(models.Model):
    """A feed that is asked again and again for what is new.

    `due_at` is the claim as well: whoever asks puts it off, and if they die, it falls due.
    """

    class Interval(models.IntegerChoices):
        QUARTER = 15, "every quarter of an hour"
        HOUR = 60, "every hour"
        SIX_HOURS = 360, "every six hours"
        DAY = 1440, "once a day"

    address = models.CharField(
        max_length=1000, unique=True, validators=[URLValidator(["http", "https"])]
    )
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of all its articles. Empty: what the feed says.",
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="Where the feed says none: “en”, “pt-BR”."
    )
    interval = models.PositiveIntegerField(choices=Interval, default=Interval.HOUR)
    is_on = models.BooleanField("on", default=True)
    problem = models.CharField(max_length=500, blank=True, help_text="What went wrong last time.")
    failures = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField("last asked", null=True)
    due_at = models.DateTimeField("next asked", default=timezone.now, db_index=True)
    etag = models.CharField(max_length=LONGEST_VALIDATOR, blank=True)
    last_modified = models.CharField(max_length=LONGEST_VALIDATOR, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the last answer.")

    objects = FeedManager()

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address

    def put_off(self, pause: timedelta) -> bool:
        """Makes it due again after a pause. False if someone else has claimed it."""
        due_at = timezone.now() + pause
        if not Feed.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=due_at):
            return False
        self.due_at = due_at
        return True

    def rest(self) -> bool:
        """Until its interval is over. False if someone else has claimed it."""
        return self.put_off(timedelta(minutes=self.interval))

    def note(self, why: str) -> None:
        """Keeps a sentence on what is wrong with a part of it."""
        self.problem = why[:500]
        self.save(update_fields=["problem"])

    def fail(self, why: str, *, pause: timedelta) -> None:
        """Keeps the sentence, and waits longer with every failure, and at least for the pause that
        the site asked for. The next answer is read whole."""
        self.problem, self.failures = why[:500], self.failures + 1
        self.etag = self.last_modified = self.digest = ""
        self.save(update_fields=["problem", "failures", "etag", "last_modified", "digest"])
        ours = timedelta(minutes=self.interval) * 2 ** min(self.failures, 7)
        self.put_off(max(min(ours, LONGEST_PAUSE), min(pause, LONGEST_REQUEST)))
