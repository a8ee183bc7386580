"""Members say which imported comments are theirs, by an e-mail address that they have proved."""

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from forum.ledger.people import email_hash
from forum.models import AuthorshipClaim, Change, Comment, ImportedAuthor, Member


def claimable(member: Member) -> QuerySet[ImportedAuthor]:
    """Imported authors with an address of the member's, whom nobody has claimed, each with the
    number of their comments as `said`."""
    verified = EmailAddress.objects.filter(user=member, verified=True)
    hashes = {email_hash(address) for address in verified.values_list("email", flat=True)}
    authors = ImportedAuthor.objects.unclaimed().filter(email_hash__in=hashes - {""})
    return authors.annotate(said=Count("origins")).filter(said__gt=0).order_by("source", "name")


def claim(author: ImportedAuthor, *, by: Member) -> AuthorshipClaim:
    """From now on what this author wrote, and what comes in later, is by the member. Raises
    ValidationError if somebody was quicker."""
    if not claimable(by).filter(pk=author.pk).exists():
        raise PermissionDenied("Only who has proved an author's address can claim their comments.")
    try:
        with transaction.atomic():
            made = AuthorshipClaim.objects.create(author=author, member=by)
            _of(author).filter(author=None).update(author=by)
            Change.objects.note()
    except IntegrityError as error:
        raise ValidationError("These comments are claimed already.", code="claimed") from error
    return made


def revoke(made: AuthorshipClaim, *, by: Member) -> None:
    """The comments bear the name again that they came with. Doing it twice does nothing more."""
    if made.member_id != by.pk:
        raise PermissionDenied("Only who made a claim can take it back.")
    with transaction.atomic():
        standing = AuthorshipClaim.objects.standing().filter(pk=made.pk)
        if standing.update(revoked_at=timezone.now()):
            _of(made.author).filter(author=by).update(author=None)
            Change.objects.note()


def _of(author: ImportedAuthor) -> QuerySet[Comment]:
    return Comment.objects.filter(origin__author=author)
