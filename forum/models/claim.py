from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from forum.models.comment import Comment
from forum.models.member import Member

CLAIMED_FOR, KEPT = timedelta(minutes=5), timedelta(days=1)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def standing(self) -> "ClaimQuerySet":
        return self.filter(until__gt=timezone.now())

    def take(self, comment: Comment, *, by: Member) -> "Claim":
        """Makes it theirs for some minutes, unless it is somebody else's; returns whose it is."""
        until = timezone.now() + CLAIMED_FOR
        claim, is_new = self.get_or_create(comment=comment, defaults={"member": by, "until": until})
        if is_new:
            self.filter(until__lt=timezone.now() - KEPT).delete()
        free = self.filter(Q(member=by) | Q(until__lte=timezone.now()), pk=claim.pk)
        if not is_new and free.update(member=by, until=until):
            claim.member, claim.until = by, until
        return claim


class Claim(models.Model):
    """That a moderator is looking at a comment just now, so that others take another one."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.member} looks at {self.comment}"
