"""How a form tells why what it was sent for was refused, and keeps what was typed."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError

from forum.limits import TooMany

# Which HTTP status says why; 422 for the rest.
STATUSES = {
    "closed": 403,
    "approved": 403,
    "gone": 409,
    "stale": 409,
    "repeated": 409,
    "too_long": 413,
}


def refusal(form: forms.BaseForm, act: Callable[[], object], *, field: str | None = None) -> int:
    """Acts if the form is valid. 0 if that went well; else the HTTP status of the refusal, whose
    sentence is then among the errors of `field` (or of the whole form)."""
    if not form.is_valid():
        return 422
    try:
        act()
    except ValidationError as error:
        form.add_error(field, error)
        return status_of(error)
    except TooMany as error:
        form.add_error(field, str(error))
        return 429
    return 0


def status_of(error: ValidationError) -> int:
    statuses = (STATUSES[each.code] for each in error.error_list if each.code in STATUSES)
    return next(statuses, 422)
