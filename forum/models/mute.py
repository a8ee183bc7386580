from django.db import models
from django.utils import timezone

from forum.models.member import Member

MOST = 500  # of one member


class Mute(models.Model):
    """That a member doesn't want to read what another says. Nobody else is told of it."""

    member = models.ForeignKey(Member, models.CASCADE, db_index=False, related_name="mutes")
    muted = models.ForeignKey(Member, models.CASCADE, related_name="+", help_text="Whom.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "muted"], name="mute_once"),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("muted")), name="mute_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} mutes {self.muted}"
