"""Lines of one kind become rows of one table."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import DataError, models

from forum.exporting.kinds import Reference, fields, references
from forum.restoring import filling
from forum.restoring.lines import Batch, Unrestorable
from forum.tables import Rows, stored

Columns = dict[str, Any]


def store(batch: Batch) -> None:
    """Raises Unrestorable for the first line that can't be a row."""
    if batch.kind.model is filling.MEMBERSHIP:
        _add_groups(batch)
    found = {number: _columns(batch, number) for number in batch.lines}
    for reference in references(batch.kind):
        _resolve(batch, reference, found)
    filling.fill(batch, found)
    rows = Rows(batch.kind.model)
    columns = {field.attname: field for field in batch.kind.model._meta.concrete_fields}
    for row in found.values():
        rows.add(**{name: stored(columns[name], value) for name, value in row.items()})
    rows.store()
    filling.follow(batch, found)


def _columns(batch: Batch, number: int) -> Columns:
    line = batch.lines[number]
    if missing := batch.kind.keys.keys() - line.keys():
        raise Unrestorable(f"“{min(missing)}” is missing.", number)
    return {
        field.attname: _value(field, key, line[key], number)
        for key, field in fields(batch.kind).items()
    }


def _value(field: "models.Field[Any, Any]", key: str, value: Any, number: int) -> Any:
    """The value as the field takes it, held to the field's own limits."""
    try:
        if value is None:
            if field.null:
                return None
            raise ValidationError("It can’t be empty.")
        if not isinstance(field, models.JSONField):
            _refuse_odd(field, value)
            value = field.to_python(value)
            field.run_validators(value)
        known = {choice for choice, _ in field.flatchoices}
        if field.choices and value not in known and not (field.blank and value == ""):
            raise ValidationError("The site knows no such value.")
    except (ValidationError, TypeError, ValueError, OverflowError) as error:
        messages = getattr(error, "messages", ["It isn’t written as it should be."])
        raise Unrestorable(f"“{key}”: {messages[0]}", number) from error
    return value


def _refuse_odd(field: "models.Field[Any, Any]", value: Any) -> None:
    is_text = isinstance(value, str)
    if isinstance(field, models.CharField | models.TextField) and not is_text:
        raise TypeError
    if isinstance(value, dict | list):
        raise TypeError
    if is_text and b"\0" in value.encode():  # halves of characters raise a ValueError as well
        raise ValueError


def _resolve(batch: Batch, reference: Reference, found: dict[int, Columns]) -> None:
    """Puts the key of the row that each line refers to into its columns."""
    names = {
        number: tuple(line.get(key) for key in reference.known_by)
        for number, line in batch.lines.items()
    }
    keys = _keys(batch, reference, [name for name in names.values() if any(_is_said(name))])
    for number, name in names.items():
        if not any(_is_said(name)):
            found[number][reference.field.attname] = None
        elif name in keys:
            found[number][reference.field.attname] = keys[name]
        else:
            known_by = zip(reference.known_by, name, strict=True)
            said = ", ".join(f"{key} {value}" for key, value in known_by)
            raise Unrestorable(f"No line before it is the one that it names: {said}.", number)


def _keys(
    batch: Batch, reference: Reference, names: list[tuple[Any, ...]]
) -> dict[tuple[Any, ...], Any]:
    """By what the rows that are referred to are known → their keys."""
    if not names:
        return {}
    model: Any = reference.field.related_model
    paths = list(reference.known_by.values())
    try:
        rows = model._base_manager.filter(**{f"{paths[0]}__in": {name[0] for name in names}})
        known = {tuple(row[1:]): row[0] for row in rows.values_list("pk", *paths)}
    except (TypeError, ValueError, OverflowError, DataError) as error:
        first = next(iter(batch.lines))
        key = next(iter(reference.known_by))
        raise Unrestorable(
            f"“{key}” of this line or of one soon after isn’t written as it should be.", first
        ) from error
    if model is batch.kind.model:
        known |= {(line.get("id"),): line.get("id") for line in batch.lines.values()}
    return known


def _is_said(name: tuple[Any, ...]) -> list[bool]:
    return [value is not None for value in name]


def _add_groups(batch: Batch) -> None:
    """Groups that this site doesn't have yet, without their permissions."""
    for number, line in batch.lines.items():
        name = line.get("group")
        if not isinstance(name, str) or not 0 < len(name) <= 150:
            raise Unrestorable("“group”: It isn’t written as it should be.", number)
        Group.objects.get_or_create(name=name)
