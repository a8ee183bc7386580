from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from forum.models.sanction import Sanction

KEPT = timedelta(days=365)  # at the most


class BarredAddressManager(models.Manager["BarredAddress"]):
    def keep(self, address: str, sanction: Sanction) -> None:
        """For whoever closes an account to be rid of a sanction and signs up again."""
        latest = timezone.now() + KEPT
        self.update_or_create(
            digest=_digest(address),
            defaults={"sanction": sanction, "until": min(sanction.until or latest, latest)},
        )

    def sanction_on(self, address: str) -> Sanction | None:
        """What is still in force on the owner of this address, from an account that is closed."""
        kept = self.filter(digest=_digest(address), until__gt=timezone.now())
        found = kept.filter(sanction__in=Sanction.objects.in_force()).select_related("sanction")
        row = found.first()
        return row.sanction if row else None

    def sweep(self) -> bool:
        """Deletes those whose time is over. False if there are none."""
        over = self.filter(until__lte=timezone.now())
        return over.exists() and bool(over.delete()[0])


class BarredAddress(models.Model):
    """That somebody with this address closed an account while a sanction was in force on it. The
    address itself isn't kept: the digest can be compared with one that is given, and not read."""

    digest = models.CharField(max_length=64, unique=True)
    sanction = models.ForeignKey(Sanction, models.PROTECT, related_name="+")
    until = models.DateTimeField(db_index=True)

    objects = BarredAddressManager()

    def __str__(self) -> str:
        return f"An address until {self.until:%Y-%m-%d}: {self.sanction}"


def _digest(address: str) -> str:
    return salted_hmac("forum.barred_address", address.lower(), algorithm="sha256").hexdigest()
