from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils import timezone

from articles.models.article import Article
from articles.models.version import ArticleVersion
from articles.pictures import Encoded

LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=10)
MOST_FAILURES = 6  # the last pause is five hours


class PictureQuerySet(models.QuerySet["Picture"]):
    def stored(self) -> "PictureQuerySet":
        return self.exclude(digest="")

    def visible_to(self, viewer: Any) -> "PictureQuerySet":
        """Those of articles that the viewer may read."""
        articles = Article.objects.visible_to(viewer)
        shown = Picture.versions.through.objects.filter(
            picture=models.OuterRef("pk"), articleversion__article__in=articles
        )
        return self.stored().filter(models.Exists(shown))

    def fetch_again(self) -> int:
        """Makes those due that aren't stored; returns how many."""
        return self.filter(digest="").update(due_at=timezone.now(), failures=0, problem="")

    def unused(self) -> "PictureQuerySet":
        """Those of no version that is left."""
        return self.filter(versions=None)


class PictureManager(models.Manager.from_queryset(PictureQuerySet)):  # type: ignore[misc]
    def note(self, version: ArticleVersion) -> None:
        """Notes which pictures a version shows. What is noted is fetched if IMPORT_IMAGES says so,
        now or one day."""
        sources = {passage.layout.source for passage in version.body.passages}
        keys = {key_of(source): source for source in sources if source}
        if not keys:
            return
        noted = (Picture(key=key, address=source) for key, source in sorted(keys.items()))
        self.bulk_create(noted, ignore_conflicts=True)
        version.noted_pictures.add(*self.select_for_update().filter(key__in=keys))

    def claim(self) -> "Picture | None":
        """The one that has been due for longest. For two minutes it is nobody else's."""
        due = self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk").first()
        return due if due and due.put_off(LEASE) else None


def key_of(address: str) -> str:
    return sha256(address.encode()).hexdigest()


class Picture(models.Model):
    """A picture that articles show, by its address elsewhere; and ours, once it is stored.

    `due_at` is the claim as well: whoever fetches it puts it off, and if they die, it falls due.
    It is empty for what is stored, and for what will never be.
    """

    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the address.")
    address = models.TextField()
    versions = models.ManyToManyField(ArticleVersion, related_name="noted_pictures")
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of our file; empty: it isn't stored."
    )
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True, help_text="Why it isn't stored.")
    failures = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField("next asked for", null=True, default=timezone.now, db_index=True)

    objects = PictureManager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        """Another one whenever the bytes are others: it may be kept for ever."""
        return reverse("picture", args=[self.pk, self.digest])

    @property
    def file(self) -> str:
        """Its name in the storage."""
        return f"pictures/{self.pk}-{self.digest}.webp"

    def read(self) -> bytes:
        with default_storage.open(self.file) as file:
            return file.read()

    def put_off(self, pause: timedelta) -> bool:
        """Makes it due again after a pause. False if someone else has claimed it."""
        due_at = timezone.now() + pause
        if not Picture.objects.filter(pk=self.pk, due_at=self.due_at).update(due_at=due_at):
            return False
        self.due_at = due_at
        return True

    def write(self, encoded: Encoded) -> None:
        """Writes the file; it is shown once the row is saved, too."""
        self.digest = sha256(encoded.data).hexdigest()
        self.width, self.height = encoded.width, encoded.height
        self.problem, self.due_at = "", None
        default_storage.save(self.file, ContentFile(encoded.data))

    def remove(self) -> None:
        """Deletes it, and its file."""
        file = self.digest and self.file
        self.delete()
        if file:
            default_storage.delete(file)

    def refuse(self, why: str) -> None:
        """It will never be stored."""
        self._settle(why, None)

    def fail(self, why: str) -> None:
        """It is asked for again later, some times; what else its site has, not before a while."""
        site = urlsplit(self.address)
        soon = timezone.now() + FIRST_PAUSE
        beside = Picture.objects.filter(address__startswith=f"{site.scheme}://{site.netloc}/")
        beside.filter(due_at__lt=soon).update(due_at=soon)
        self.failures += 1
        pause = FIRST_PAUSE * 2 ** (self.failures - 1)
        self._settle(why, timezone.now() + pause if self.failures < MOST_FAILURES else None)

    def _settle(self, why: str, due_at: datetime | None) -> None:
        self.problem, self.due_at = why[:500], due_at
        self.save(update_fields=["problem", "failures", "due_at"])
