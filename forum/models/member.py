from datetime import UTC, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, Permission, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from forum import names

FORMER = "Former member"  # a name that nobody can choose (forum.names)


class Role(models.TextChoices):
    """As what somebody speaks for the site: the groups, each by one of its members."""

    MODERATOR = "moderator", "Moderator"
    EDITOR = "editor", "Editor"
    ADMINISTRATOR = "administrator", "Administrator"
    STAFF = "staff", "Staff"


class MemberManager(BaseUserManager["Member"]):
    def create_user(
        self, email: str, name: str, password: str | None = None, **more: Any
    ) -> "Member":
        member = self.model(email=email, name=name, **more)
        member.set_password(password)
        member.full_clean(exclude={"name_skeleton"})
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, name: str, password: str, **more: Any) -> "Member":
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **more)

    def bearing(self, name: str) -> models.QuerySet["Member"]:
        """Whoever bears a name that looks like this, or bore it before they closed their
        account: nobody is to be taken for them."""
        look = names.skeleton(name)
        return self.filter(Q(name_skeleton=look) | Q(former_name=_digest(look)))

    def named(self, name: str) -> models.QuerySet["Member"]:
        """Whoever bears this name or one that looks the same."""
        return self.filter(name_skeleton=names.skeleton(name))

    def moderators(self) -> models.QuerySet["Member"]:
        """Those whose `is_moderator` is true."""
        may = Q(codename="moderate_comment", content_type__app_label="forum")
        allowed = Permission.objects.filter(may)
        of_groups = Group.objects.filter(permissions__in=allowed)
        is_one = Q(is_superuser=True) | Q(user_permissions__in=allowed) | Q(groups__in=of_groups)
        return self.filter(is_one, is_active=True, is_staff=True).distinct()

    def known(self) -> models.QuerySet["Member"]:
        """Those whose names everybody can read: who said something or wrote an article here."""
        from articles.models import Article
        from forum.models.comment import Comment

        said = Comment.objects.published().filter(author=OuterRef("pk"))
        wrote = Article.objects.filter(
            status=Article.Status.PUBLISHED, authors__account__member=OuterRef("pk")
        )
        return self.filter(Q(Exists(said)) | Q(Exists(wrote)))


class NameField(models.CharField):
    """A name as people give it: whatever form it comes through, it is cleaned."""

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        return names.clean(super().clean(value, model_instance))


class Member(AbstractBaseUser, PermissionsMixin):
    """A person: known to us by an e-mail address, to everybody by a name."""

    email = models.EmailField("e-mail address", max_length=254)
    name = NameField(max_length=names.MAX_LENGTH, help_text="Shown with every comment.")
    name_skeleton = models.CharField(
        max_length=4 * names.MAX_LENGTH,
        unique=True,
        editable=False,
        error_messages={"unique": names.TAKEN},
    )
    about = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField("may log in", default=True)
    is_staff = models.BooleanField("may enter the admin", default=False)
    language = models.CharField(
        max_length=12,
        blank=True,
        help_text="In which moderators' usual reasons are read. Empty: the site's.",
    )
    time_zone = models.CharField(
        max_length=64,
        blank=True,
        help_text="By whose clock digests come, and in which mails tell the time. Empty: UTC.",
    )
    follows_own = models.BooleanField(
        "follows what they write in",
        default=False,
        help_text="Whether the composer offers to follow the discussion with a tick in the box.",
    )
    expertise = models.CharField(
        "verified expertise",
        max_length=60,
        blank=True,
        help_text="The field, as in “hydrology”. Shown with the comments for which the member "
        "chooses it.",
    )
    expert_until = models.DateField(
        null=True, blank=True, help_text="The last day. Empty: until you take it away."
    )
    sessions_ended = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often all of them were ended at once."
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrew_all = models.BooleanField(
        default=False,
        editable=False,
        help_text="All comments, with the account; also what was taken away at that time.",
    )
    former_name = models.CharField(
        max_length=64,
        null=True,
        unique=True,
        editable=False,
        help_text="Of a closed account: a digest of what the name looked like.",
    )
    date_joined = models.DateTimeField("joined", default=timezone.now, editable=False)

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="member_email_unique",
                violation_error_message="This e-mail address is in use.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if Member.objects.bearing(self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": names.TAKEN})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        # No skeleton holds brackets, and there may be any number of former members.
        self.name_skeleton = f"({self.pk})" if self.closed_at else names.skeleton(self.name)
        if "name" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_skeleton"}
        super().save(*args, **kwargs)

    def forget(self, *, withdraws: bool) -> None:
        """Makes a former member of them: what told who they were is gone from this row."""
        self.former_name = _digest(names.skeleton(self.name))
        self.name, self.email = FORMER, f"{self.pk}@closed.invalid"
        self.about = self.language = self.expertise = ""
        self.expert_until = self.last_login = None
        self.is_active = self.is_staff = self.is_superuser = False
        self.closed_at, self.withdrew_all = timezone.now(), withdraws
        self.sessions_ended += 1
        self.set_unusable_password()
        self.save()

    def end_sessions(self) -> None:
        """Logs the member out everywhere, with their next request."""
        self.sessions_ended += 1
        self.save(update_fields=["sessions_ended"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        of_password = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{of_password}{self.sessions_ended or ''}"

    def get_short_name(self) -> str:
        """How the admin greets people."""
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("member", args=[self.name])

    @property
    def reads(self) -> str:
        """The code of the language in which they want to be written to."""
        return self.language or settings.LANGUAGE_CODE

    @cached_property
    def muted(self) -> frozenset[int]:
        """Those whose words they don't want to read."""
        from forum.models.mute import Mute

        if not self.pk:  # any member, for whom what all see is made
            return frozenset()
        return frozenset(Mute.objects.filter(member=self.pk).values_list("muted", flat=True))

    @cached_property
    def has_unread(self) -> bool:
        """Whether they were told something that they haven't read, if perhaps of what nobody may
        see any more."""
        return self.notifications.unread().exists()

    @property
    def zone_name(self) -> str:
        return str(self.zone).replace("_", " ")

    @property
    def zone(self) -> tzinfo:
        """The clock by which they are written to."""
        try:
            return ZoneInfo(self.time_zone) if self.time_zone else UTC
        except (ValueError, ZoneInfoNotFoundError):  # it had another name when it was chosen
            return UTC

    @property
    def is_moderator(self) -> bool:
        # `is_staff` first: it spares everybody else the queries that permissions cost.
        return self.is_staff and self.has_perm("forum.moderate_comment")

    @property
    def is_editor(self) -> bool:
        return self.is_staff and self.has_perm("forum.add_editorsanswer")

    @property
    def may_import(self) -> bool:
        return self.is_staff and self.has_perm("forum.add_importbatch")

    @property
    def may_highlight(self) -> bool:
        """Whether they may pin and pick comments on every article."""
        return self.is_staff and self.has_perm("forum.highlight_comment")

    @cached_property
    def role(self) -> str:
        """As what they may speak for the site; empty for most people."""
        if not self.is_staff:
            return ""
        groups = set(self.groups.values_list("name", flat=True))
        named = (role for role in Role if f"{role}s" in groups)
        return next(named, Role.ADMINISTRATOR if self.is_superuser else Role.STAFF)

    @property
    def is_expert(self) -> bool:
        today = timezone.now().date()
        return bool(self.expertise) and (self.expert_until is None or today <= self.expert_until)

    @property
    def is_established(self) -> bool:
        """Whether they have been here for long, or said enough that stands."""
        if timezone.now() - self.date_joined >= timedelta(days=settings.ESTABLISHED_DAYS):
            return True
        enough = settings.ESTABLISHED_COMMENTS
        published = self.comments.filter(status="published").values_list("pk")
        return len(published[:enough]) == enough


def _digest(look: str) -> str:
    """Can be compared with that of a name, and not read."""
    return salted_hmac("forum.former_name", look, algorithm="sha256").hexdigest()
