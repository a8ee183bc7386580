"""How a form tells why what it was sent for was refused, and keeps what was typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forum.limits import TooMany

# Which HTTP status says why; 422 for the rest.
STATUSES = {
    "silenced": 403,
    "reported": 403,
    "closed": 403,
    "not_admitted": 403,
    "approved": 403,
    "gone": 409,
    "stale": 409,
    "repeated": 409,
    "sent": 409,
    "too_long": 413,
    "too_soon": 429,
}


@dataclass
class Refusal:
    """Whether an act was refused, and with which HTTP status; 0 if it went well."""

    status: int = 0

    def __bool__(self) -> bool:
        return self.status != 0


class _Invalid(Exception):
    """The form has already said what is wrong with it."""


@contextmanager
def told_in(form: forms.BaseForm, field: str | None = None) -> Iterator[Refusal]:
    """What refuses an act in this block is said at the `field`, or above the whole form."""
    refusal = Refusal()
    try:
        yield refusal
    except _Invalid:
        refusal.status = 422
    except ValidationError as error:
        form.add_error(field, error)
        refusal.status = status_of(error)
    except TooMany as error:
        form.add_error(field, str(error))
        refusal.status = 429


def words_of(form: forms.BaseForm) -> dict[str, Any]:
    """What was typed, if every field makes sense; for use in a `told_in` block."""
    if not form.is_valid():
        raise _Invalid
    return form.cleaned_data


def status_of(error: ValidationError) -> int:
    statuses = (STATUSES[each.code] for each in error.error_list if each.code in STATUSES)
    return next(statuses, 422)
