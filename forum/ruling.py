"""What moderators do with the rules of screening. What a rule said, and when it was on, stays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from forum.models import Member, Rule, RuleSwitch, RuleVersion


def write(rule: Rule, *, by: Member, **said: Any) -> RuleVersion:
    """Adds a version, and the rule if it is new. What was on stays on until somebody switches.

    Raises ValidationError, by field, if such a rule could not be followed.
    """
    version = RuleVersion(rule=rule, by=by, **said)
    version.clean()
    with transaction.atomic():
        if rule.pk is None:
            rule.save()
        else:
            Rule.objects.select_for_update().get(pk=rule.pk)
        last = rule.versions.aggregate(last=Max("number"))["last"]
        version.rule, version.number = rule, (last or 0) + 1
        version.save()
    return version


def switch_on(version: RuleVersion, *, by: Member) -> None:
    """From now on comments are screened by this version of its rule.

    Raises ValidationError if somebody has changed the rule since: it isn't what was tried out.
    """
    with transaction.atomic():
        rule = Rule.objects.select_for_update().get(pk=version.rule_id)
        if rule.versions.filter(number__gt=version.number).exists():
            raise ValidationError(
                "Somebody has changed this rule in the meantime. Try out what it says now.",
                code="stale",
            )
        if rule.version_in_force != version:
            RuleSwitch.objects.create(rule=rule, version=version, by=by)


def switch_off(rule: Rule, *, by: Member) -> None:
    with transaction.atomic():
        Rule.objects.select_for_update().get(pk=rule.pk)
        if rule.version_in_force:
            RuleSwitch.objects.create(rule=rule, version=None, by=by)
