from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from forum.models.import_batch import LONGEST_SOURCE
from forum.models.import_item import LONGEST_KEY
from forum.models.member import Member


class ImportedAuthorQuerySet(models.QuerySet["ImportedAuthor"]):
    def claimed_by(self, member: Member) -> "ImportedAuthorQuerySet":
        return self.filter(
            Exists(AuthorshipClaim.objects.standing().filter(author=OuterRef("pk"), member=member))
        )

    def unclaimed(self) -> "ImportedAuthorQuerySet":
        return self.exclude(
            Exists(AuthorshipClaim.objects.standing().filter(author=OuterRef("pk")))
        )


class ImportedAuthor(models.Model):
    """Whoever wrote comments where they were imported from: a name, no account. Whoever proves the
    e-mail address may claim them."""

    source = models.CharField(max_length=LONGEST_SOURCE)
    key = models.CharField(max_length=LONGEST_KEY, help_text="What the source calls them.")
    name = models.CharField(max_length=100, blank=True)
    email_hash = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Keyed (forum.ledger.people)."
    )

    objects = ImportedAuthorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="imported_author_once")
        ]

    def __str__(self) -> str:
        return self.name or "Unknown reader"


class AuthorshipClaimQuerySet(models.QuerySet["AuthorshipClaim"]):
    def standing(self) -> "AuthorshipClaimQuerySet":
        return self.filter(revoked_at=None)


class AuthorshipClaim(models.Model):
    """That a member says: what this imported author wrote is mine. Kept when it is revoked."""

    author = models.ForeignKey(ImportedAuthor, models.PROTECT, related_name="claims")
    member = models.ForeignKey(Member, models.PROTECT, related_name="claims")
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    objects = AuthorshipClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author"], condition=Q(revoked_at=None), name="authorship_claimed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} is {self.author}"
