from django.db import models
from django.db.models import Q

from forum.models.member import Member


class Delivery(models.TextChoices):
    """How a member hears of something."""

    SITE = "site", "On the site only"
    AT_ONCE = "at_once", "By mail, at once"
    HOURLY = "hourly", "By mail, once an hour"
    DAILY = "daily", "By mail, once a day"
    WEEKLY = "weekly", "By mail, once a week"
    OFF = "off", "Not at all"

    @property
    def is_by_mail(self) -> bool:
        return self not in {Delivery.SITE, Delivery.OFF}


class Preference(models.Model):
    """What a member has chosen for one kind of notification (`Notification.Kind`)."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=10)
    delivery = models.CharField(max_length=10, choices=Delivery)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="preference_once"),
            models.CheckConstraint(
                condition=Q(delivery__in=["site", "at_once", "hourly", "daily", "weekly", "off"]),
                name="preference_delivery_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.kind}: {self.get_delivery_display()}"
