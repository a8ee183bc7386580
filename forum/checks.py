"""What has to be right before the site may serve."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

NO_KEY = Error(
    "SECRET_KEY is not set.",
    hint="Set it to a long random text, for example the output of: openssl rand -base64 48",
    id="forum.E001",
)


@register(Tags.security)
def secret_key_is_set(**kwargs: Any) -> list[CheckMessage]:
    try:
        has_key = bool(settings.SECRET_KEY)
    except ImproperlyConfigured:  # how Django answers a look at an empty one
        has_key = False
    return [] if has_key else [NO_KEY]
