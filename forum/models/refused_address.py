from datetime import date, timedelta

from django.db import models
from django.utils import timezone

TOO_MANY, SPAN = 5, timedelta(days=14)
BATCH = 1000


class RefusedAddress(models.Model):
    """An address that takes no mail, or whose owner called ours unwanted. It gets none until its
    owner proves that they want it again."""

    class Kind(models.TextChoices):
        REFUSED = "refused", "Refused by its server"
        BOUNCED = "bounced", "Came back"
        COMPLAINT = "complaint", "Called unwanted"

    address = models.EmailField(max_length=254, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REFUSED)
    said = models.CharField(max_length=500, blank=True, help_text="What the server answered.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "refused addresses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["refused", "bounced", "complaint"]),
                name="refused_address_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"RefusedAddress: {self.said}"


class SoftBounceManager(models.Manager["SoftBounce"]):
    def note(self, address: str) -> bool:
        """That mail came back for now. Whether that has happened on too many days."""
        today = timezone.now().date()
        self.get_or_create(address=address, day=today)
        return self.filter(address=address, day__gt=today - SPAN).count() >= TOO_MANY

    def sweep(self) -> bool:
        """Deletes what doesn't count any more. False if there is nothing."""
        old = self.filter(day__lte=timezone.now().date() - SPAN)
        keys = list(old.values_list("pk", flat=True)[:BATCH])
        if keys:
            self.filter(pk__in=keys).delete()
        return bool(keys)


class SoftBounce(models.Model):
    """That mail to an address came back for now on a day: its mailbox is full, its server away."""

    address = models.EmailField(max_length=254)
    day: "models.DateField[date, date]" = models.DateField(db_index=True)

    objects = SoftBounceManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "day"], name="soft_bounce_once_a_day")
        ]

    def __str__(self) -> str:
        return f"SoftBounce on {self.day}"
