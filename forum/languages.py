"""The languages that people can be written to in, as they call them themselves."""

from django.conf import settings
from django.utils.translation import get_language_info


def name_of(code: str) -> str:
    return str(get_language_info(code)["name_local"])


def others() -> list[tuple[str, str]]:
    """All but the site's own, each with its code, by name."""
    codes = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1].casefold())
