from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from forum import wordlist
from forum.models.kind import ACTIONS, READS, Action, Kind
from forum.models.member import Member

LONGEST_LIST = 400_000  # characters
MOST_COMMENTS = 50  # how many of a member's comments screening looks back at
MOST_WRONG = 5  # entries that are named in one refusal


class RuleQuerySet(models.QuerySet["Rule"]):
    def with_state(self) -> "RuleQuerySet":
        """Each with the number of its newest version, `newest`, and of the one in force,
        `in_force` (None: it is off)."""
        versions = RuleVersion.objects.filter(rule=OuterRef("pk")).order_by("-number")
        switches = RuleSwitch.objects.filter(rule=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            newest=Subquery(versions.values("number")[:1]),
            in_force=Subquery(switches.values("version__number")[:1]),
        )


class Rule(models.Model):
    """Something that comments are screened for. What it says stands in its versions, and whether
    it is on in its last switch."""

    name = models.CharField(max_length=80, unique=True, help_text="Moderators see it.")
    kind = models.CharField(max_length=12, choices=Kind)

    objects = RuleQuerySet.as_manager()

    newest: int | None  # from `with_state`
    in_force: int | None

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="rule_kind_known")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def latest(self) -> "RuleVersion | None":
        return self.versions.order_by("-number").first()

    @property
    def version_in_force(self) -> "RuleVersion | None":
        switch = self.switches.select_related("version").order_by("-pk").first()
        return switch.version if switch else None


class Unchanging(models.Model):
    """A row that stands as it was written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("What a rule said stays on record. Add a version.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What a rule said stays on record.")


class RuleVersion(Unchanging):
    """What a rule says from one change to the next. Never changed."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=8, choices=Action)
    entries = models.TextField(blank=True, max_length=LONGEST_LIST)
    amount = models.PositiveIntegerField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    spaced_out = models.BooleanField(default=False)
    sentence = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_unique"),
            models.CheckConstraint(
                condition=models.Q(action__in=Action.values), name="rule_action_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, version {self.number}"

    @property
    def kind(self) -> str:
        return self.rule.kind

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.entries.splitlines() if line.strip()]

    def clean(self) -> None:
        """Raises ValidationError, by field, if the rule could not be followed."""
        reads = READS[self.kind]
        if self.kind == Kind.SERVICE and not (settings.AKISMET_KEY and settings.SITE_URL):
            raise ValidationError("First set AKISMET_KEY and SITE_URL (docs/running.md).")
        if self.kind == Kind.HOOK and not (settings.HOOK_URL and settings.HOOK_SECRET):
            raise ValidationError("First set HOOK_URL and HOOK_SECRET (docs/running.md).")
        if self.action not in ACTIONS[self.kind]:
            raise ValidationError({"action": "Rules of this kind can't do that."})
        if "entries" in reads:
            self._check_lines()
        if "amount" in reads and not self.amount:
            raise ValidationError({"amount": "Say how many: at least 1."})
        if "minutes" in reads and not self.minutes:
            raise ValidationError({"minutes": "Say in how many minutes: at least 1."})
        if self.kind in {Kind.PACE, Kind.NEWCOMERS} and (self.amount or 0) > MOST_COMMENTS:
            raise ValidationError({"amount": f"At most {MOST_COMMENTS}."})

    def _check_lines(self) -> None:
        if not self.lines:
            raise ValidationError({"entries": "Write at least one, each on a line of its own."})
        find = wordlist.problem if self.kind == Kind.WORDS else _domain_problem
        wrong = [sentence for sentence in map(find, self.lines) if sentence]
        if wrong:
            raise ValidationError({"entries": wrong[:MOST_WRONG]})


class RuleSwitch(Unchanging):
    """That somebody switched a rule to a version of it, or off."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="switches")
    version = models.ForeignKey(
        RuleVersion, models.PROTECT, null=True, related_name="+", help_text="Empty: off."
    )
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.version or self.rule} switched {'on' if self.version else 'off'}"


def _domain_problem(domain: str) -> str:
    is_one = "." in domain.strip(".") and not set(domain) & set(" /:@*?#")
    return "" if is_one else f"“{domain}” is no domain. Write it like example.org."
