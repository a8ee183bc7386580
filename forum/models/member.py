from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from forum import names


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

    def named(self, name: str) -> models.QuerySet["Member"]:
        """Whoever bears this name or one that looks the same."""
        return self.filter(name_skeleton=names.skeleton(name))


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
    sessions_ended = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often all of them were ended at once."
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
        if Member.objects.named(self.name).exclude(pk=self.pk).exists():
            raise ValidationError({"name": names.TAKEN})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        self.name_skeleton = names.skeleton(self.name)
        if "name" in (kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "name_skeleton"}
        super().save(*args, **kwargs)

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
    def is_moderator(self) -> bool:
        # `is_staff` first: it spares everybody else the queries that permissions cost.
        return self.is_staff and self.has_perm("forum.moderate_comment")

    @property
    def is_editor(self) -> bool:
        return self.is_staff and self.has_perm("forum.add_editorsanswer")
