from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from forum.models.feed import Feed
from forum.models.member import Member

if TYPE_CHECKING:
    from forum.models.import_item import ImportItemQuerySet

LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)


class ImportBatchManager(models.Manager["ImportBatch"]):
    def claim(self) -> "ImportBatch | None":
        """The one that has been due for longest. For a minute it is nobody else's."""
        rests = ImportBatch.RESTS
        due = self.filter(due_at__lte=timezone.now()).exclude(state__in=rests)
        first = due.order_by("due_at").first()
        return first if first and first.put_off(LEASE) else None


LONGEST_SOURCE = 300


class ImportBatch(models.Model):
    """One import: what was brought, what became of it, and whether it was taken back.

    `due_at` is the claim as well: whoever works on it puts it off, and if they die, it falls due.
    Empty: nothing is left to do until somebody says so.
    """

    class State(models.TextChoices):
        READING = "reading", "Being read"
        PLANNING = "planning", "Being compared"
        PLANNED = "planned", "Ready to be brought in"
        APPLYING = "applying", "Being brought in"
        APPLIED = "applied", "Brought in"
        UNDOING = "undoing", "Being taken back"
        UNDONE = "undone", "Taken back"
        STOPPED = "stopped", "Not readable"

    RESTS = (State.PLANNED, State.APPLIED, State.UNDONE, State.STOPPED)

    format = models.CharField(max_length=30, help_text="Of which kind: “wordpress”.")
    source = models.CharField(
        max_length=LONGEST_SOURCE,
        blank=True,
        help_text="Which site of that kind: “wordpress ferry.example”. Empty until it is read.",
    )
    name = models.CharField(max_length=1000, help_text="The file or the address, for people.")
    path = models.CharField(
        max_length=1000, blank=True, help_text="Where its bytes are, until they are read."
    )
    address = models.CharField(
        max_length=1000,
        blank=True,
        help_text="Where it is on the web: of an export the site, of one piece the page.",
    )
    charset = models.CharField(
        max_length=100, blank=True, help_text="In which the page is written, as its server says."
    )
    with_pages = models.BooleanField(
        default=False, help_text="Articles that are only summaries are fetched from their pages."
    )
    feed = models.ForeignKey(
        Feed, models.SET_NULL, null=True, related_name="+", help_text="Which was asked by itself."
    )
    by = models.ForeignKey(
        Member, models.SET_NULL, null=True, related_name="+", help_text="Empty: the command line."
    )
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    problem = models.CharField(max_length=500, blank=True, help_text="Why it could not go on.")
    read_to = models.PositiveIntegerField(default=0, help_text="How many things were read of it.")
    skipped = models.JSONField(default=dict, help_text="What isn't brought in, and how often.")
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    objects = ImportBatchManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        *("reading", "planning", "planned", "applying"),
                        *("applied", "undoing", "undone", "stopped"),
                    ]
                ),
                name="import_batch_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("import_batch", args=[self.pk])

    @property
    def lines(self) -> "ImportItemQuerySet":
        from forum.models.import_item import ImportItem

        return ImportItem.objects.filter(batch=self)

    @property
    def title(self) -> str:
        """The file's name, or the address."""
        is_address = self.name.startswith(("http://", "https://"))
        return self.name if is_address else Path(self.name).name or self.name

    @property
    def is_at_work(self) -> bool:
        """Whether somebody is, or ought to be, working on it."""
        return self.due_at is not None

    @property
    def may_be_applied(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def may_be_discarded(self) -> bool:
        return self.state in {self.State.PLANNED, self.State.STOPPED}

    @property
    def may_be_undone(self) -> bool:
        return self.state == self.State.APPLIED

    @property
    def is_file_ours(self) -> bool:
        """Whether it was handed in, so that we delete it when it is read."""
        return bool(self.path) and Path(self.path).parent == uploads()

    def put_off(self, pause: timedelta) -> bool:
        """Makes it due again after a pause. False if nothing is left to do, or someone else has
        claimed it."""
        if self.due_at is None:
            return False
        due_at = timezone.now() + pause
        mine = ImportBatch.objects.filter(pk=self.pk, due_at=self.due_at)
        if not mine.update(due_at=due_at):
            return False
        self.due_at = due_at
        return True

    def enter(self, state: "ImportBatch.State") -> None:
        """Goes on to what is to be done next, or to rest."""
        self.state = state
        self.failures = 0
        if state in self.RESTS:
            self.due_at = None
        if state == self.State.APPLIED:
            self.applied_at = timezone.now()
        if state == self.State.UNDONE:
            self.undone_at = timezone.now()
        self.save()

    def stop(self, why: str) -> None:
        self.problem = why[:500]
        self.enter(self.State.STOPPED)

    def fail(self) -> None:
        """Puts it off for longer with every failure."""
        ImportBatch.objects.filter(pk=self.pk).update(failures=models.F("failures") + 1)
        self.put_off(min(timedelta(seconds=10 * 2 ** min(self.failures, 10)), LONGEST_PAUSE))


def uploads() -> Path:
    """Where files that were handed in are kept until they are read."""
    return settings.DATA_DIR / "imports"
