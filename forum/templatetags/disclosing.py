from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html

from forum.templatetags.discussion import moment

register = template.Library()


@register.filter
def fact(value: Any) -> str:
    """A value of a member's data as it is read: a moment, an address, or words."""
    if isinstance(value, datetime):
        return moment(timezone.localtime(value))
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return format_html('<a href="{0}">{0}</a>', value)
    return format_html('<bdi dir="auto">{}</bdi>', value)
